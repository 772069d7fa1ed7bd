// Billing keys: registered, looked up, deleted; and the wallets that are made of them.
#include "sandbox/front/answers.hpp"
#include "sandbox/front/fields.hpp"
#include "sandbox/front/payment_body.hpp"
#include "sandbox/front/pg_api.hpp"
#include "sandbox/front/views.hpp"

#include <utility>

namespace maedal::sandbox {

using net::PathParameters;
using net::Request;
using net::Response;
using nlohmann::json;

namespace {

/// A flag, as true or as 1: SDKs send both.
bool flag_or_number(const json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end()) return false;
    return *found == true || *found == 1;
}

CardRegistration card_from(const json& body, Fields& fields) {
    CardRegistration asked;
    asked.pg = fields.text("pg");
    (void)fields.text("method");
    asked.order_name = fields.text("order_name");
    asked.subscription_id = fields.id("subscription_id");
    asked.card_no = fields.id("card_no");
    asked.card_pw = fields.id("card_pw");
    asked.identity_no = fields.id("card_identity_no");
    asked.expire_year = fields.id("card_expire_year");
    asked.expire_month = fields.id("card_expire_month");
    asked.price = fields.whole("price").value_or(0);
    asked.tax_free = fields.whole("tax_free").value_or(0);
    const auto who = customer_from(body, fields);
    asked.user_id = who.user_id;
    asked.username = who.username;
    Details details;
    details.user = fields.structure("user", false);
    details.metadata = fields.json_of("metadata");
    details.extra = fields.structure("extra", false);
    if (!details.extra.empty())
        asked.test_payment = flag_or_number(body.at("extra"), "subscribe_test_payment");
    asked.details = std::make_shared<const Details>(std::move(details));
    return asked;
}

AccountRegistration account_from(const json& body, Fields& fields) {
    AccountRegistration asked;
    asked.pg = fields.text("pg");
    asked.subscription_id = fields.id("subscription_id");
    asked.auth_type = fields.text("auth_type");
    asked.holder = fields.text("username");
    asked.bank_name = fields.text("bank_name");
    asked.bank_account = fields.id("bank_account");
    asked.identity_no = fields.id("identity_no");
    asked.metadata = fields.json_of("metadata");
    asked.user_id = customer_from(body, fields).user_id;
    if (fields.text("order_name").empty()) fields.wrong("order_name is missing");
    return asked;
}

json wallet_view(const BillingKey& key, std::size_t place) {
    json batch{{"card_hash", key.billing_key}};
    batch["card_no"] = key.means->card_no;
    batch["card_company"] = key.means->card_company;
    batch["card_company_code"] = key.means->card_company_code;
    batch["card_type"] = 0;
    return json{
        {"wallet_id", key.receipt_id},
        {"type", 1},
        {"sandbox", 1},
        {"order", place},
        {"payment_status", 1},
        {"batch_data", std::move(batch)},
        {"card_code", key.means->card_company_code},
        {"expired_at", "2099-12-31T23:59:59+09:00"},
        {"latest_purchased_at",
         key.receipts.empty() || !key.receipts.back()->purchased_at
             ? json()
             : json(korean(*key.receipts.back()->purchased_at))}};
}

}  // namespace

Response PgApi::key_by_receipt(const Request&, const PathParameters& path) {
    // One that waits for its holder has issued no key yet, and says so by its status.
    const auto* asked = bootpay_.account_by_receipt(path.at("receipt_id"));
    if (asked && !asked->key) return json_answer(account_view(*asked));
    return answer_of(bootpay_.key_by_receipt(path.at("receipt_id")), issuing_view);
}

Response PgApi::key(const Request&, const PathParameters& path) {
    return answer_of(bootpay_.key(path.at("billing_key")), key_view);
}

Response PgApi::sequential_key(const Request& request, const PathParameters& path) {
    const auto found = bootpay_.key(path.at("key"));
    if (const auto* refusal = std::get_if<Refusal>(&found)) return refusal_answer(*refusal);
    const BillingKey& key = **std::get_if<0>(&found);
    // The server checks whose key it is [N].
    if (key.user_id.empty() || request.query("user_id") != key.user_id)
        return refusal_answer(refuse(refusals::key_not_found));
    if (key.deleted_at) return refusal_answer(refuse(refusals::key_expired));
    return json_answer(issuing_view(key));
}

Response PgApi::delete_key(const Request&, const PathParameters& path) {
    const auto deleted = bootpay_.delete_key(path.at("receipt_id"));
    return answer_of(deleted, [](const BillingKey& key) {
        return json{{"billing_key", key.billing_key}};
    });
}

Response PgApi::issue_card_key(const Request& request, const PathParameters&) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    CardRegistration asked = card_from(*std::get_if<json>(&body), fields);
    if (fields.fault()) return refusal_answer(*fields.fault());
    return answer_of(bootpay_.issue_card_key(std::move(asked)), issuing_view);
}

Response PgApi::ask_for_account(const Request& request, const PathParameters&) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    AccountRegistration asked = account_from(*std::get_if<json>(&body), fields);
    if (fields.fault()) return refusal_answer(*fields.fault());
    return answer_of(bootpay_.ask_for_account(std::move(asked)), account_view);
}

Response PgApi::publish_account(const Request& request, const PathParameters&) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    const std::string receipt_id = fields.text("receipt_id");
    if (receipt_id.empty()) fields.wrong("receipt_id is missing");
    if (fields.fault()) return refusal_answer(*fields.fault());
    return answer_of(bootpay_.publish_account(receipt_id), issuing_view);
}

Response PgApi::wallets(const Request& request, const PathParameters&) {
    const auto user_id = request.query("user_id");
    if (!user_id || user_id->empty())
        return refusal_answer(refuse(refusals::parameter_invalid, "user_id is missing"));
    json listed = json::array();
    if (request.query("sandbox") == "true") {
        for (const BillingKey* key : bootpay_.keys_of_user(*user_id))
            listed.push_back(wallet_view(*key, listed.size() + 1));
    }
    return json_answer(listed);
}

Response PgApi::pay_by_wallet(const Request& request, const PathParameters&) {
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    PaymentRequest asked = payment_from(fields, bootpay_.switches());
    const std::string user_id = fields.id("user_id");
    if (user_id.empty()) fields.wrong("user_id is missing");
    if (fields.fault()) return refusal_answer(*fields.fault());
    const auto keys = bootpay_.keys_of_user(user_id);
    if (keys.empty()) return refusal_answer(refuse(refusals::key_not_found));
    asked.billing_key = keys.front()->billing_key;
    return answer_of(bootpay_.pay(std::move(asked)), [&](const Receipt& receipt) {
        json view = receipt_view(receipt);
        view["wallet_data"] =
            json{{"success", wallet_view(*keys.front(), 1)}, {"failure", json::array()}};
        view["http_status"] = 200;
        return view;
    });
}

}  // namespace maedal::sandbox
