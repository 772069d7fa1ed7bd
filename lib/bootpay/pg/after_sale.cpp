#include "bootpay/pg/after_sale.hpp"

#include "bootpay/pg/answer.hpp"
#include "bootpay/pg/fields.hpp"
#include "bootpay/pg/gateway_time.hpp"
#include "bootpay/pg/request.hpp"
#include "bootpay/pg/secret_body.hpp"
#include "net/form_text.hpp"
#include "net/json_text.hpp"

#include <string_view>
#include <utility>

namespace maedal::bootpay::pg {
namespace {

constexpr int lone_published = 60;  ///< [F] its own receipt stands as a cash receipt
constexpr std::string_view who = "maedal";

const char* word_of(ports::CashReceiptKind kind) {
    return kind == ports::CashReceiptKind::income_deduction ? "소득공제" : "지출증빙";
}

void put(nlohmann::json& object, const char* name, const std::string& text) {
    if (!text.empty()) object[name] = text;
}

/// As the SDK sends it: the receipt once more, and who cancels why [W].
std::string canceling_query(const billing::ReceiptId& receipt, const std::string& reason) {
    std::string query = "?receipt_id=" + net::percent_encode(receipt.text());
    query += "&cancel_username=";
    query += who;
    if (!reason.empty()) query += "&cancel_message=" + net::percent_encode(reason);
    return query;
}

/// Whether an object stands under `name` and, with `field`, holds that field.
bool has_object(const nlohmann::json& body, const char* name, const char* field) {
    const auto found = body.find(name);
    if (found == body.end() || !found->is_object()) return false;
    const auto inner = found->find(field);
    return inner != found->end() && !inner->is_null();
}

Result<ports::Sale> read_sale(const nlohmann::json& body) {
    Fields fields{body};
    auto receipt = fields.id("receipt_id");
    auto order_id = fields.optional_id("order_id");
    const int status = fields.small_number("status");
    if (!fields.fault().empty()) return unreadable(fields.fault());
    const bool stands =
        has_object(body, "cash_receipt_data", "tid") && (status == 1 || status == lone_published);
    return ports::Sale{
        billing::ReceiptId{std::move(receipt)},
        order_id.value_or(""),
        status,
        has_object(body, "escrow_data", "shipping_started_at"),
        stands,
        net::json_text(body)};
}

}  // namespace

net::Request shipping_request(const ports::ShippingForm& form) {
    nlohmann::json body{
        {"receipt_id", form.receipt.text()},
        {"tracking_number", form.tracking_number},
        {"delivery_corp", form.delivery_corp},
        {"shipping_prepayment", form.prepaid},
        {"shipping_day", form.days},
    };
    put(body, "receipt_url", form.receipt_url);
    nlohmann::json user = nlohmann::json::object(), company = nlohmann::json::object();
    put(user, "username", form.username);
    put(user, "phone", form.phone);
    put(user, "zipcode", form.zipcode);
    put(user, "address", form.address);
    put(company, "name", form.company);
    put(company, "phone", form.company_phone);
    put(company, "addr1", form.company_address);
    if (!user.empty()) body["user"] = std::move(user);
    if (!company.empty()) body["company"] = std::move(company);
    return put_request(path_of("/escrow/shipping/start/", form.receipt.text()), body);
}

net::Request cash_receipt_request(const ports::CashReceiptForm& form) {
    nlohmann::json open{
        {"receipt_id", form.receipt.text()},
        {"cash_receipt_type", word_of(form.kind)},
        {"currency", "WON"},  // [R] its word for it
    };
    put(open, "username", form.username);
    put(open, "email", form.email);
    put(open, "phone", form.phone);
    return secret_post("/request/receipt/cash/publish", open, {{"identity_no", &form.identity_no}});
}

net::Request cancel_cash_receipt_request(
    const billing::ReceiptId& receipt, const std::string& reason
) {
    return delete_request(
        path_of("/request/receipt/cash/cancel/", receipt.text()) + canceling_query(receipt, reason)
    );
}

net::Request lone_cash_receipt_request(const ports::LoneCashReceiptForm& form) {
    nlohmann::json open{
        {"price", form.price.count()},
        {"tax_free", form.tax_free.count()},
        {"order_name", form.order_name},
        {"cash_receipt_type", word_of(form.kind)},
        {"order_id", form.order_id.text()},
    };
    put(open, "pg", form.pg);
    if (form.purchased_at) open["purchased_at"] = gateway_time(*form.purchased_at);
    return secret_post("/request/cash/receipt", open, {{"identity_no", &form.identity_no}});
}

net::Request cancel_lone_cash_receipt_request(
    const billing::ReceiptId& receipt, const std::string& reason
) {
    return delete_request(
        path_of("/request/cash/receipt/", receipt.text()) + canceling_query(receipt, reason)
    );
}

net::Request sale_request(const billing::ReceiptId& receipt, bool with_user) {
    return read_request(
        path_of("/receipt/", receipt.text()) +
        (with_user ? "?lookup_user_data=true" : "?lookup_user_data=false")
    );
}

Result<ports::Sale> sale_written(
    const net::Response& response, const std::string& receipt, const Codes& codes
) {
    const auto body = written(response, codes);
    if (!body) return body.error();
    auto sale = read_sale(*body);
    if (!sale) return doubtful("unreadable_answer", sale.error().detail);
    if (!receipt.empty() && sale->receipt.text() != receipt)
        return doubtful("contradiction", "receipt_id is another");
    return sale;
}

Result<ports::Sale> sale_from(
    const net::Response& response, const billing::ReceiptId& receipt, const Codes& codes
) {
    const auto body = looked_up(response, codes);
    if (!body) return body.error();
    auto sale = read_sale(*body);
    if (sale && sale->receipt != receipt) return unreadable("receipt_id is another");
    return sale;
}

Result<std::vector<ports::Sale>> sales_from(
    const net::Response& response, const billing::OrderId& order_id, const Codes& codes
) {
    using Sales = std::vector<ports::Sale>;
    const auto body = looked_up(response, codes);
    if (!body && body.error().code == Errc::not_found) return Sales{};
    if (!body) return body.error();
    if (!body->is_array()) return unreadable("the answer is no list");
    Sales sales;
    for (const auto& object : *body) {
        auto sale = read_sale(object);
        if (!sale) return sale.error();
        if (sale->order_id != order_id.text()) return unreadable("a receipt of another order id");
        sales.push_back(*std::move(sale));
    }
    return sales;
}

}  // namespace maedal::bootpay::pg
