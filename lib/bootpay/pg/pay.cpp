#include "bootpay/pg/pay.hpp"

#include "bootpay/pg/answer.hpp"
#include "bootpay/pg/payment_body.hpp"
#include "bootpay/pg/receipt.hpp"
#include "bootpay/pg/request.hpp"

#include <fmt/format.h>

namespace maedal::bootpay::pg {
namespace {

/// The first thing in the receipt that is not what was asked for; empty when there is none.
std::string contradiction(const ports::GatewayReceipt& told, const ports::PayRequest& asked) {
    if (told.order_id != asked.order_id) return "of another order id";
    if (told.price != asked.price) return fmt::format("of {} won", told.price.count());
    if (told.status != ports::ReceiptStatus::paid) return "not paid";
    return {};
}

}  // namespace

net::Request pay_request(const ports::PayRequest& asked, const std::string& feedback_url) {
    return post_request("/subscribe/payment", payment_body(asked_by(asked), feedback_url));
}

Result<ports::GatewayReceipt> paid_from(
    const net::Response& response, const ports::PayRequest& asked, const Codes& codes
) {
    const auto body = written(response, codes);
    if (!body) return body.error();
    auto receipt = read_receipt(*body);
    if (!receipt) return doubtful("unreadable_answer", receipt.error().detail);
    if (const auto wrong = contradiction(*receipt, asked); !wrong.empty())
        return doubtful("contradiction", fmt::format("receipt {}: {}", receipt->id.text(), wrong));
    return receipt;
}

}  // namespace maedal::bootpay::pg
