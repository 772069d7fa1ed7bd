#include "bootpay/pg/confirm.hpp"

#include "bootpay/pg/answer.hpp"
#include "bootpay/pg/receipt.hpp"
#include "bootpay/pg/request.hpp"

namespace maedal::bootpay::pg {

net::Request confirm_request(const billing::ReceiptId& id) {
    return post_request("/confirm", nlohmann::json{{"receipt_id", id.text()}});
}

Result<ports::GatewayReceipt> confirmed_from(
    const net::Response& response, const billing::ReceiptId& id, const Codes& codes
) {
    const auto body = written(response, codes);
    // To a second confirm it is said as well as to a wrong one: known, and still a doubt.
    if (!body && body.error().reason == "RC_NOT_CONFIRM_READY")
        return doubtful("not_confirm_ready", body.error().detail);
    if (!body) return body.error();
    auto receipt = read_receipt(*body);
    if (!receipt) return doubtful("unreadable_answer", receipt.error().detail);
    if (receipt->id != id) return doubtful("contradiction", "receipt_id is another");
    if (receipt->status != ports::ReceiptStatus::paid)
        return doubtful("contradiction", "the receipt is not paid");
    return receipt;
}

}  // namespace maedal::bootpay::pg
