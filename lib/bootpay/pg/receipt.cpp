#include "bootpay/pg/receipt.hpp"

#include "bootpay/pg/answer.hpp"
#include "bootpay/pg/fields.hpp"
#include "bootpay/pg/request.hpp"

#include <optional>
#include <utility>

namespace maedal::bootpay::pg {
namespace {

using ports::ReceiptStatus;

ReceiptStatus status_from(int number) {
    switch (number) {
        case 1:  // [S4, M] also while partly canceled
            return ReceiptStatus::paid;
        case 20:  // [M]
            return ReceiptStatus::canceled;
        case -2:  // [F] the approval failed
        case -4:  // [F] the request failed
            return ReceiptStatus::declined;
        case 0:  // [M] created
        case 2:  // [S2] waits for confirm
        case 3:  // [V1] approval runs
        case 4:  // [F] approval asked for at the PG
        case 5:  // [M] virtual account, waits for the deposit
            return ReceiptStatus::pending;
        default:
            return ReceiptStatus::other;
    }
}

/// How much went back. Absent it is nothing, unless the receipt says that something did.
billing::Won refunded_from(Fields& fields, billing::Won price, ReceiptStatus status) {
    const auto refunded = fields.optional_won("cancelled_price");
    if (!refunded && status == ReceiptStatus::canceled)
        fields.refuse("cancelled_price", "is missing");
    if (refunded && *refunded > price) fields.refuse("cancelled_price", "is more than price");
    return refunded.value_or(*billing::Won::from_count(0));
}

/// Bootpay moves won unless it says otherwise: a receipt without a currency, and one in its SDKs'
/// own word for it [R], is one in KRW.
std::string currency_from(Fields& fields) {
    auto currency = fields.text("currency");
    for (char& letter : currency)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    return currency.empty() || currency == "WON" ? "KRW" : currency;
}

}  // namespace

net::Request receipt_request(const billing::ReceiptId& id) {
    return read_request(path_of("/receipt/", id.text()) + "?lookup_user_data=false");
}

net::Request receipts_request(const billing::OrderId& id) {
    return read_request(path_of("/lookup/order/", id.text()));
}

Result<ports::GatewayReceipt> read_receipt(const nlohmann::json& object) {
    Fields fields{object};
    auto id = fields.id("receipt_id");
    auto order_id = fields.id("order_id");
    const auto price = fields.won("price");
    const int number = fields.small_number("status");
    const auto status = status_from(number);
    const auto refunded = refunded_from(fields, price, status);
    auto currency = currency_from(fields);
    const auto paid_at = fields.optional_instant("purchased_at");
    if (!fields.fault().empty()) return unreadable(fields.fault());
    return ports::GatewayReceipt{
        billing::ReceiptId{std::move(id)},
        billing::OrderId{std::move(order_id)},
        price,
        refunded,
        status,
        std::move(currency),
        paid_at,
        code_text(object, "pg_error_code"),
        number == 2};
}

Result<ports::GatewayReceipt> receipt_from(
    const net::Response& response, const billing::ReceiptId& id, const Codes& codes
) {
    const auto body = looked_up(response, codes);
    if (!body) return body.error();
    auto receipt = read_receipt(*body);
    if (receipt && receipt->id != id) return unreadable("receipt_id is another");
    return receipt;
}

Result<std::vector<ports::GatewayReceipt>> receipts_from(
    const net::Response& response, const billing::OrderId& id, const Codes& codes
) {
    using Receipts = std::vector<ports::GatewayReceipt>;
    const auto body = looked_up(response, codes);
    if (!body && body.error().code == Errc::not_found) return Receipts{};
    if (!body) return body.error();
    if (!body->is_array()) return unreadable("the answer is no list");
    Receipts receipts;
    for (const auto& object : *body) {
        auto receipt = read_receipt(object);
        if (!receipt) return receipt.error();
        if (receipt->order_id != id) return unreadable("a receipt of another order id");
        receipts.push_back(*std::move(receipt));
    }
    return receipts;
}

}  // namespace maedal::bootpay::pg
