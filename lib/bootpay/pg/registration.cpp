#include "bootpay/pg/registration.hpp"

#include "bootpay/pg/answer.hpp"
#include "bootpay/pg/billing_key.hpp"
#include "bootpay/pg/fields.hpp"
#include "bootpay/pg/request.hpp"
#include "bootpay/pg/secret_body.hpp"

#include <utility>

namespace maedal::bootpay::pg {
namespace {

constexpr int asked_for = 41;  ///< [H2] a bank account before the consent

nlohmann::json user_of(const ports::CardForm& form) {
    nlohmann::json user{{"id", form.customer.text()}};
    if (!form.username.empty()) user["username"] = form.username;
    if (!form.phone.empty()) user["phone"] = form.phone;
    if (!form.email.empty()) user["email"] = form.email;
    return user;
}

/// The issuing view of a good answer; what it says that cannot be read is in doubt.
Result<ports::RegisteredKey> issued(const nlohmann::json& body) {
    auto key = read_issued(body);
    if (!key && key.error().reason == "key_not_issued")
        return doubtful("contradiction", "200 without a key");
    if (!key) return doubtful("unreadable_answer", key.error().detail);
    return key;
}

}  // namespace

net::Request card_request(const ports::CardForm& form) {
    const nlohmann::json open{
        {"pg", form.pg},
        {"order_name", form.order_name},
        {"subscription_id", form.registration_id},
        {"price", 0},
        {"tax_free", 0},
        {"extra", {{"subscribe_test_payment", form.test_payment}}},
        {"user", user_of(form)},
        {"metadata", {{"registration_id", form.registration_id}}},
    };
    return secret_post(
        "/request/subscribe",
        open,
        {{"card_no", &form.card_no},
         {"card_pw", &form.card_pw},
         {"card_identity_no", &form.identity_no},
         {"card_expire_year", &form.expire_year},
         {"card_expire_month", &form.expire_month}}
    );
}

net::Request account_request(const ports::AccountForm& form) {
    nlohmann::json open{
        {"pg", form.pg},
        {"order_name", form.order_name},
        {"subscription_id", form.registration_id},
        {"auth_type", form.consent == ports::AccountConsent::by_phone ? "ARS" : "간편인증"},
        {"username", form.holder},
        {"bank_name", form.bank_name},
        {"price", 0},
        {"tax_free", 0},
        {"extra", {{"subscribe_test_payment", false}}},
        {"user", {{"id", form.customer.text()}, {"username", form.holder}}},
        {"metadata", {{"registration_id", form.registration_id}}},
    };
    if (!form.phone.empty()) open["phone"] = form.phone;
    return secret_post(
        "/request/subscribe/automatic-transfer",
        open,
        {{"bank_account", &form.account}, {"identity_no", &form.identity_no}}
    );
}

net::Request publish_request(const billing::ReceiptId& receipt) {
    return post_request(
        "/request/subscribe/automatic-transfer/publish", {{"receipt_id", receipt.text()}}
    );
}

net::Request delete_key_request(const Secret& billing_key) {
    return delete_request(path_of("/subscribe/billing_key/", billing_key.reveal()));
}

Result<ports::RegisteredKey> registered_from(const net::Response& response, const Codes& codes) {
    const auto body = written(response, codes);
    if (!body) return body.error();
    return issued(*body);
}

Result<ports::RegisteredKey> published_from(
    const net::Response& response, const billing::ReceiptId& receipt, const Codes& codes
) {
    const auto answer = take_apart(response);
    if (answer.error && answer.code == "SUBSCRIBE_PUBLISH_NOT_READY") {  // [A]
        return Error{
            Errc::refused, "consent_awaited", "the holder of the account has not agreed yet", {}};
    }
    const auto body = written(response, codes);
    if (!body) return body.error();
    auto key = issued(*body);
    if (key && key->receipt != receipt) return doubtful("contradiction", "receipt_id is another");
    return key;
}

Result<billing::ReceiptId> account_asked_from(const net::Response& response, const Codes& codes) {
    const auto body = written(response, codes);
    if (!body) return body.error();
    Fields fields{*body};
    auto id = fields.id("receipt_id");
    const int status = fields.small_number("status");
    if (!fields.fault().empty()) return doubtful("unreadable_answer", fields.fault());
    if (status != asked_for) return doubtful("contradiction", "its status is another than 41");
    return billing::ReceiptId{std::move(id)};
}

Result<Done> key_deleted_from(
    const net::Response& response, const Secret& billing_key, const Codes& codes
) {
    if (says(take_apart(response), CodeMeaning::dead_key, codes)) return Done{};
    const auto body = written(response, codes);
    if (!body) return body.error();
    Fields fields{*body};
    const Secret answered{fields.id("billing_key")};
    if (!fields.fault().empty()) return doubtful("unreadable_answer", fields.fault());
    if (!answered.same_as(billing_key)) return doubtful("contradiction", "of another key");
    return Done{};
}

}  // namespace maedal::bootpay::pg
