// Billing keys that the merchant's server asks for, and their end. What is read here of a card or
// an account passes on and is wiped.
#include "admin/errand_replies.hpp"
#include "admin/handlers.hpp"

namespace maedal::admin {

Task<net::Response> register_card(Visit visit) {
    Body body{visit.request};
    engine::CardForm form{
        .pg = body.text("pg"),
        .order_name = body.text("order_name"),
        .registration_id = {},  // its errand names it
        .customer = body.id<billing::CustomerId>("customer_id"),
        .username = body.text_or_empty("username"),
        .phone = body.text_or_empty("phone"),
        .email = body.text_or_empty("email"),
        .card_no = body.secret("card_no"),
        .card_pw = body.secret("card_pw"),
        .identity_no = body.secret("identity_no"),
        .expire_year = body.secret("card_expire_year"),
        .expire_month = body.secret("card_expire_month"),
        .test_payment = body.flag("test_payment", false)};
    keep_only(visit, body.without_secrets());
    return errand_run(std::move(visit), body, std::move(form));
}

Task<net::Response> register_account(Visit visit) {
    Body body{visit.request};
    const bool by_app = body.word("consent", {"phone", "app"}) == "app";
    engine::AccountForm form{
        .pg = body.text("pg"),
        .order_name = body.text("order_name"),
        .registration_id = {},  // its errand names it
        .customer = body.id<billing::CustomerId>("customer_id"),
        .consent = by_app ? engine::AccountConsent::by_app : engine::AccountConsent::by_phone,
        .holder = body.text("username"),
        .bank_name = body.text("bank_name"),
        .account = body.secret("bank_account"),
        .identity_no = body.secret("identity_no"),
        .phone = body.text_or_empty("phone")};
    keep_only(visit, body.without_secrets());
    return errand_run(std::move(visit), body, std::move(form));
}

Task<net::Response> publish_account(Visit visit) {
    Body body{visit.request};
    engine::PublishAccount form{
        body.id<billing::CustomerId>("customer_id"), billing::ReceiptId{visit.path["receipt_id"]}};
    return errand_run(std::move(visit), body, std::move(form));
}

Task<net::Response> delete_billing_key(Visit visit) {
    engine::DeleteKey form{billing::BillingKeyId{visit.path["id"]}};
    return errand_run(std::move(visit), std::move(form));
}

}  // namespace maedal::admin
