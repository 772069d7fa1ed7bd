#include "bootpay/pg/cancel.hpp"

#include "bootpay/pg/answer.hpp"
#include "bootpay/pg/receipt.hpp"
#include "bootpay/pg/request.hpp"
#include "bootpay/pg/secret_body.hpp"

namespace maedal::bootpay::pg {

net::Request cancel_request(const ports::RefundRequest& asked) {
    nlohmann::json body{
        {"receipt_id", asked.receipt.text()},
        {"cancel_price", asked.amount.count()},
        {"cancel_id", asked.cancel_id.text()},
        {"cancel_username", "maedal"},
        {"cancel_message", asked.reason},
    };
    if (asked.tax_free) body["cancel_tax_free"] = asked.tax_free->count();
    if (!asked.account) return post_request("/cancel", body);
    // An object of its own, which has to be written by hand to stand in one buffer.
    const auto& account = *asked.account;
    auto request = post_request("/cancel", body);
    const auto refund = secret_post(
        "/",
        {{"bank_code", account.bank_code}},
        {{"bank_account", &account.bank_account}, {"bank_username", &account.holder}}
    );
    request.body.reserve(request.body.size() + refund.body.size() + 16);
    request.body.pop_back();
    request.body += R"(,"refund":)" + refund.body + "}";
    return request;
}

Result<ports::GatewayReceipt> canceled_from(
    const net::Response& response, const ports::RefundRequest& asked, const Codes& codes
) {
    using ports::ReceiptStatus;
    const auto body = written(response, codes);
    // Whether it was this refund that gave the money back is not said: known, and still a doubt.
    if (!body && (body.error().reason == "RC_ALREADY_CANCELLED" ||
                  body.error().reason == "CANCEL_ALREADY_DONE"))
        return doubtful("already_cancelled", body.error().detail);
    if (!body) return body.error();
    auto receipt = read_receipt(*body);
    if (!receipt) return doubtful("unreadable_answer", receipt.error().detail);
    if (receipt->id != asked.receipt) return doubtful("contradiction", "receipt_id is another");
    if (receipt->status != ReceiptStatus::paid && receipt->status != ReceiptStatus::canceled)
        return doubtful("contradiction", "the receipt is of no payment");
    if (receipt->refunded < asked.amount)
        return doubtful("contradiction", "less went back than was asked for");
    return receipt;
}

}  // namespace maedal::bootpay::pg
