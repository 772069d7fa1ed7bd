// Billing keys, identity checks and lone cash receipts as Bootpay shows them.
#include "sandbox/front/answers.hpp"
#include "sandbox/front/view_parts.hpp"
#include "sandbox/front/views.hpp"

#include <utility>

namespace maedal::sandbox {
namespace {

using nlohmann::json;

constexpr const char* expires_never = "2099-12-31T23:59:59+09:00";

/// A means of payment as Bootpay names it, in the order of MeansKind.
struct Method {
    const char* name;
    const char* symbol;
};
constexpr Method methods[]{
    {"카드자동결제(REST)", "card_rebill_rest"},
    {"계좌자동이체(REST)", "automatic_transfer_rest"},
    {"카드", "card"},
    {"계좌이체", "bank"},
    {"가상계좌", "vbank"},
};
Method method_of(const Means& means) {
    return methods[static_cast<int>(means.kind)];
}

json billing_data(const Means& means) {
    if (means.kind == MeansKind::account_key) {
        return json{
            {"bank_name", means.bank_name},
            {"bank_code", means.bank_code},
            {"bank_account", means.bank_account},
            {"username", means.holder}};
    }
    return json{
        {"card_no", means.card_no},
        {"card_company", means.card_company},
        {"card_company_code", means.card_company_code},
        {"card_type", 0}};
}

}  // namespace

json given(const std::string& text, json otherwise) {
    return text.empty() ? std::move(otherwise) : json::parse(text);
}

std::string page_of(const std::string& receipt_id) {
    return "https://door.bootpay.co.kr/receipt/" + receipt_id;
}

void put_method(json& view, const Means& means) {
    const Method method = method_of(means);
    view["pg"] = means.pg;
    view["method"] = view["method_origin"] = method.name;
    view["method_symbol"] = view["method_origin_symbol"] = method.symbol;
}

json cash_receipt_data(const CashReceipt& published, const std::string& receipt_id) {
    return json{
        {"tid", "cash" + published.number},
        {"cash_receipt_type", static_cast<int>(published.kind)},
        {"cash_receipt_no", published.number},
        {"receipt_url", page_of(receipt_id)}};
}

json issuing_view(const BillingKey& key) {
    json view{
        {"receipt_id", key.receipt_id},
        {"subscription_id", key.subscription_id},
        {"gateway_url", gateway_url},
        {"metadata", given(key.metadata, json::object())},
        {"published_at", korean(key.published_at)},
        {"requested_at", korean(key.requested_at)},
        {"status", 11},
        {"status_locale", "빌링키발급완료"},
        {"billing_key", key.billing_key},
        {"billing_data", billing_data(*key.means)},
        {"billing_expire_at", expires_never}};
    put_method(view, *key.means);
    if (key.first_receipt) view["receipt_data"] = receipt_view(*key.first_receipt);
    return view;
}

json key_view(const BillingKey& key) {
    constexpr int usable = 1, deleted = -11;
    return json{
        {"billing_key", key.billing_key},
        {"pg", key.means->pg},
        {"method", method_of(*key.means).name},
        {"method_symbol", method_of(*key.means).symbol},
        {"billing_data", billing_data(*key.means)},
        {"version", 2},
        {"sandbox", 1},
        {"expire_at", expires_never},
        {"published_at", korean(key.published_at)},
        {"status", key.deleted_at ? deleted : usable}};
}

json account_view(const AccountRegistration& asked) {
    Means means;
    means.kind = MeansKind::account_key;
    means.pg = asked.pg;
    json view{
        {"receipt_id", asked.receipt_id},
        {"subscription_id", asked.subscription_id},
        {"gateway_url", gateway_url},
        {"metadata", given(asked.metadata, json::object())},
        {"requested_at", korean(asked.requested_at)},
        {"status", 41},
        {"status_locale", "자동결제빌링키발급이전"}};
    put_method(view, means);
    return view;
}

json identity_view(const IdentityCheck& check) {
    json view{
        {"receipt_id", check.receipt_id},
        {"authenticate_id", check.authenticate_id},
        {"pg", check.pg},
        {"method", check.method},
        {"method_origin", check.method},
        {"method_origin_symbol", "auth"},
        {"requested_at", korean(check.requested_at)},
        {"status", check.done_at ? 12 : 50},
        {"status_locale", check.done_at ? "본인인증완료" : "본인인증대기"}};
    if (!check.done_at) return view;
    // The seventh digit tells century and gender: 1 and 2 before 2000, 3 and 4 after.
    const char seventh = check.identity_no.size() == 7 ? check.identity_no[6] : '1';
    const std::string& digits = check.identity_no;
    view["authenticated_at"] = korean(*check.done_at);
    view["authenticate_data"] = json{
        {"name", check.username},
        {"phone", check.phone},
        {"unique", "DI" + check.receipt_id},
        {"birth",
         (seventh >= '3' ? "20" : "19") + digits.substr(0, 2) + "-" + digits.substr(2, 2) + "-" +
             digits.substr(4, 2)},
        {"gender", (seventh - '0') % 2},
        {"foreigner", 0},
        {"carrier", check.carrier},
        {"number_of_realarms", check.realarms},
        {"tid", "sandbox" + check.receipt_id}};
    return view;
}

json cash_receipt_view(const LoneCashReceipt& receipt) {
    constexpr int published = 60, cancelled = 61;
    const auto& cancelled_at = receipt.published.cancelled_at;
    const Won back = cancelled_at ? receipt.price : 0;
    json view{
        {"receipt_id", receipt.receipt_id},
        {"order_id", receipt.order_id},
        {"order_name", receipt.order_name},
        {"price", receipt.price},
        {"tax_free", receipt.tax_free},
        {"cancelled_price", back},
        {"cancelled_tax_free", cancelled_at ? receipt.tax_free : 0},
        {"company_name", company},
        {"gateway_url", gateway_url},
        {"metadata", given(receipt.metadata, json::object())},
        {"sandbox", true},
        {"pg", receipt.pg},
        {"method", "현금영수증"},
        {"method_symbol", "cash_receipt"},
        {"method_origin", "현금영수증"},
        {"method_origin_symbol", "cash_receipt"},
        {"purchased_at", korean(receipt.purchased_at)},
        {"requested_at", korean(receipt.requested_at)},
        {"currency", "KRW"},
        {"receipt_url", page_of(receipt.receipt_id)},
        {"status", cancelled_at ? cancelled : published},
        {"status_locale", cancelled_at ? "현금영수증취소완료" : "현금영수증발행완료"},
        {"cash_receipt_data", cash_receipt_data(receipt.published, receipt.receipt_id)}};
    if (cancelled_at) view["cancelled_at"] = korean(*cancelled_at);
    return view;
}

}  // namespace maedal::sandbox
