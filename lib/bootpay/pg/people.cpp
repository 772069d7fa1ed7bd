#include "bootpay/pg/people.hpp"

#include "bootpay/pg/answer.hpp"
#include "bootpay/pg/fields.hpp"
#include "bootpay/pg/request.hpp"
#include "net/json_text.hpp"

#include <utility>

namespace maedal::bootpay::pg {
namespace {

constexpr int verified = 12;  ///< [M, F]

}  // namespace

net::Request user_token_request(const ports::UserTokenForm& form) {
    nlohmann::json body{{"user_id", form.customer.text()}};
    if (!form.email.empty()) body["email"] = form.email;
    if (!form.username.empty()) body["username"] = form.username;
    if (!form.birth.empty()) body["birth"] = form.birth;
    if (!form.phone.empty()) body["phone"] = form.phone;
    if (form.gender) body["gender"] = *form.gender;
    return post_request("/request/user/token", body);
}

Result<ports::UserToken> user_token_from(const net::Response& response, const Codes& codes) {
    const auto body = looked_up(response, codes);
    if (!body) return body.error();
    Fields fields{*body};
    Secret token{fields.id("user_token")};
    const auto expires_at = fields.instant("expired_at");
    if (!fields.fault().empty()) return unreadable(fields.fault());
    return ports::UserToken{std::move(token), expires_at};
}

net::Request identity_request(const billing::ReceiptId& receipt) {
    return read_request(path_of("/certificate/", receipt.text()));
}

Result<std::string> identity_from(
    const net::Response& response, const billing::ReceiptId& receipt, const Codes& codes
) {
    if (const auto answer = take_apart(response); says(answer, CodeMeaning::refused, codes))
        return Error{Errc::refused, answer.code, "code " + answer.code, {}};
    const auto body = looked_up(response, codes);
    if (!body) return body.error();
    Fields fields{*body};
    const auto answered = fields.id("receipt_id");
    const int status = fields.small_number("status");
    if (!fields.fault().empty()) return unreadable(fields.fault());
    if (answered != receipt.text()) return unreadable("receipt_id is another");
    if (status != verified)
        return Error{Errc::refused, "not_verified", "the identity check is not finished", {}};
    return net::json_text(*body);
}

}  // namespace maedal::bootpay::pg
