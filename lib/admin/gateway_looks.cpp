// Questions to the gateway that change nothing: its answers are handed on as they came.
#include "admin/body.hpp"
#include "admin/errand_replies.hpp"
#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "net/json_text.hpp"

namespace maedal::admin {
namespace {

/// What Bootpay said, as it said it.
nlohmann::json document(const std::string& text) {
    auto parsed = net::parse_json(text);
    return parsed ? *std::move(parsed) : nlohmann::json(nullptr);
}

net::Response key_answer(const Result<engine::KeyTold>& key) {
    if (!key) return problem(key.error());
    const auto text = [](const std::string& word) {
        return word.empty() ? nlohmann::json(nullptr) : nlohmann::json(word);
    };
    return response_of(answer(
        200,
        {{"shown", key->shown},
         {"method", text(key->method)},
         {"registration_id", text(key->registration_id)},
         {"usable", key->usable}}
    ));
}

}  // namespace

Task<net::Response> look_at_issued_key(Visit visit) {
    const auto desk = errand_desk(visit);
    if (!desk) co_return problem(desk.error());
    auto asking = (*desk)->key_of_receipt(billing::ReceiptId{visit.path["id"]});
    const auto key = co_await std::move(asking);
    co_return key_answer(key);
}

Task<net::Response> look_at_gateway_key(Visit visit) {
    const auto desk = errand_desk(visit);
    if (!desk) co_return problem(desk.error());
    auto asking = (*desk)->key_itself(billing::BillingKeyId{visit.path["id"]});
    const auto key = co_await std::move(asking);
    co_return key_answer(key);
}

Task<net::Response> look_at_gateway_receipt(Visit visit) {
    Query query{visit.request};
    const bool with_user = query.flag("user_data");
    if (const auto fault = query.fault()) co_return problem(400, *fault);
    const auto desk = errand_desk(visit);
    if (!desk) co_return problem(desk.error());
    auto asking = (*desk)->sale(billing::ReceiptId{visit.path["id"]}, with_user);
    const auto sale = co_await std::move(asking);
    if (!sale) co_return problem(sale.error());
    co_return response_of(answer(200, document(sale->document)));
}

Task<net::Response> look_at_gateway_order(Visit visit) {
    const auto desk = errand_desk(visit);
    if (!desk) co_return problem(desk.error());
    auto asking = (*desk)->sales_of(billing::OrderId{visit.path["order_id"]});
    const auto sales = co_await std::move(asking);
    if (!sales) co_return problem(sales.error());
    auto items = nlohmann::json::array();
    for (const auto& sale : *sales)
        items.push_back(document(sale.document));
    co_return response_of(list_answer(std::move(items)));
}

Task<net::Response> look_at_identity(Visit visit) {
    const auto desk = errand_desk(visit);
    if (!desk) co_return problem(desk.error());
    auto asking = (*desk)->identity(billing::ReceiptId{visit.path["receipt_id"]});
    const auto found = co_await std::move(asking);
    if (!found) co_return problem(found.error());
    co_return response_of(answer(200, document(*found)));
}

Task<net::Response> issue_user_token(Visit visit) {
    Body body{visit.request};
    const auto gender = body.integer_if_given("gender");
    engine::UserTokenForm form{
        .customer = body.id<billing::CustomerId>("customer_id"),
        .email = body.text_or_empty("email"),
        .username = body.text_or_empty("username"),
        .phone = body.text_or_empty("phone"),
        .birth = body.text_or_empty("birth"),
        .gender = std::nullopt};
    if (const auto fault = body.fault()) co_return problem(body.fault_status(), *fault);
    if (gender && *gender != 0 && *gender != 1) {
        co_return problem(Error{Errc::invalid, "invalid_gender", "gender is 0 or 1", "gender"});
    }
    if (gender) form.gender = static_cast<int>(*gender);
    const auto desk = errand_desk(visit);
    if (!desk) co_return problem(desk.error());
    auto asking = (*desk)->user_token(std::move(form));
    const auto token = co_await std::move(asking);
    if (!token) co_return problem(token.error());
    co_return response_of(answer(
        201,
        {{"user_token", std::string{token->token.reveal()}},
         {"expires_at", visit.times.text(token->expires_at)}}
    ));
}

}  // namespace maedal::admin
