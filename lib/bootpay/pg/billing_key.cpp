#include "bootpay/pg/billing_key.hpp"

#include "bootpay/pg/answer.hpp"
#include "bootpay/pg/fields.hpp"
#include "bootpay/pg/request.hpp"

#include <string>
#include <utility>

namespace maedal::bootpay::pg {
namespace {

constexpr int issued_status = 11;  ///< [H2, M]
constexpr int usable = 1;          ///< [H2], and of what issued a key on an account [K]
constexpr int revoked = -11;       ///< [F] among the numbers of receipts

/// Bootpay masks card numbers; a number that is not masked shows its last four digits only.
std::string masked(const std::string& number) {
    if (number.find('*') != std::string::npos) return number;
    return number.size() < 8 ? std::string{} : "****" + number.substr(number.size() - 4);
}

Error dead_key(std::string detail) {
    return Error{Errc::refused, ports::reason::dead_key, std::move(detail), {}};
}

/// "국민 55704204****1074", or "국민 ****0000" for an account; the method's name without either.
std::string method_of(Fields& fields, const nlohmann::json& object) {
    auto method = fields.text("method");
    const auto data = object.find("billing_data");
    if (data == object.end() || !data->is_object()) return method;
    Fields means{*data};
    const auto card = means.text("card_company"), card_number = means.text("card_no");
    const auto bank = means.text("bank_name"), account = means.text("bank_account");
    const auto house = card.empty() ? bank : card;
    const auto number = masked(card_number.empty() ? account : card_number);
    // For people alone: what cannot be read here is no reason to disbelieve the key.
    if (!means.fault().empty() || house.empty()) return method;
    return number.empty() ? house : house + " " + number;
}

}  // namespace

net::Request key_of_receipt_request(const billing::ReceiptId& id) {
    return read_request(path_of("/subscribe/billing_key/", id.text()));
}

Result<ports::IssuedKey> key_of_receipt_from(
    const net::Response& response, const billing::ReceiptId& id, const Codes& codes
) {
    const auto body = looked_up(response, codes);
    if (!body) return body.error();
    auto issued = read_issued(*body);
    if (!issued) return issued.error();
    if (issued->receipt != id) return unreadable("receipt_id is another");
    return std::move(issued->key);
}

Result<ports::RegisteredKey> read_issued(const nlohmann::json& body) {
    Fields fields{body};
    auto receipt_id = fields.id("receipt_id");
    const int status = fields.small_number("status");
    if (!fields.fault().empty()) return unreadable(fields.fault());
    const bool with_key = body.contains("billing_key") && !body["billing_key"].is_null();
    if (status != issued_status && !(status == usable && with_key)) {
        return Error{
            Errc::not_found, "key_not_issued", "the registration has issued no key yet", {}};
    }
    auto key = fields.id("billing_key");
    auto method = method_of(fields, body);
    auto registration_id = fields.text("subscription_id");
    if (!fields.fault().empty()) return unreadable(fields.fault());
    return ports::RegisteredKey{
        billing::ReceiptId{std::move(receipt_id)},
        ports::IssuedKey{Secret{std::move(key)}, std::move(method), std::move(registration_id)}};
}

net::Request key_itself_request(const Secret& billing_key) {
    return read_request(path_of("/billing_key/", billing_key.reveal()));
}

Result<ports::IssuedKey> key_itself_from(
    const net::Response& response, const Secret& billing_key, const Codes& codes
) {
    if (const auto answer = take_apart(response); says(answer, CodeMeaning::dead_key, codes))
        return dead_key("code " + answer.code);
    const auto body = looked_up(response, codes);
    if (!body) return body.error();
    Fields fields{*body};
    const Secret answered{fields.id("billing_key")};
    const int status = fields.small_number("status");
    auto method = method_of(fields, *body);
    if (!answered.same_as(billing_key)) fields.refuse("billing_key", "is another");
    if (status != usable && status != revoked) fields.refuse("status", "is unknown");
    if (!fields.fault().empty()) return unreadable(fields.fault());
    if (status == revoked) return dead_key("the key's status is revoked");
    return ports::IssuedKey{billing_key, std::move(method), {}};
}

}  // namespace maedal::bootpay::pg
