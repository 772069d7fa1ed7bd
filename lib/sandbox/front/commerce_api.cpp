#include "sandbox/front/commerce_api.hpp"

#include "net/json_text.hpp"
#include "sandbox/front/answers.hpp"
#include "sandbox/front/commerce_views.hpp"
#include "sandbox/front/payment_body.hpp"

#include <charconv>
#include <utility>

namespace maedal::sandbox {

using net::PathParameters;
using net::Request;
using net::Response;
using nlohmann::json;

namespace {

enum : std::uint64_t { commerce_tokens_row = 104 };
constexpr std::size_t products_max = 100;

const std::string& named(const PathParameters& parameters, std::string_view name) {
    return parameters.find(name)->second;
}

std::int64_t whole_query(const Request& request, std::string_view name, std::int64_t otherwise) {
    const auto text = request.query(name);
    std::int64_t number = 0;
    if (!text) return otherwise;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), number);
    return read.ec == std::errc{} && number >= 1 ? number : otherwise;
}

/// {"list": one page, "count": of all that are wanted} [10.3]; newest first.
template <class Rows, class Wanted, class View>
json page_of(
    const Request& request, const Rows& rows, std::int64_t most, Wanted wanted, View view
) {
    const std::int64_t limit = std::min(most, whole_query(request, "limit", most));
    const std::int64_t skip = (whole_query(request, "page", 1) - 1) * limit;
    json shown = json::array();
    std::int64_t count = 0;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        if (!wanted(*row)) continue;
        if (count >= skip && count < skip + limit) shown.push_back(view(*row));
        ++count;
    }
    return json{{"list", std::move(shown)}, {"count", count}};
}

bool holds(const std::string& text, const std::optional<std::string>& keyword) {
    return !keyword || keyword->empty() || text.find(*keyword) != std::string::npos;
}

std::vector<int> send_types_from(const json& body, Fields& fields) {
    std::vector<int> types;
    const auto found = body.find("send_types");
    if (found == body.end() || found->is_null()) return types;
    if (!found->is_array()) fields.wrong("send_types must be an array");
    for (const json& type : *found) {
        const bool small = type.is_number_unsigned() && type.get<std::uint64_t>() <= 4;
        if (!small) fields.wrong("send_types holds 1 to 4");
        types.push_back(small ? type.get<int>() : 0);
    }
    return types;
}

std::vector<OrderLine> products_from(const json& body, Fields& fields) {
    std::vector<OrderLine> lines;
    const auto found = body.find("products");
    if (found == body.end() || found->is_null()) return lines;
    if (!found->is_array() || found->size() > products_max) {
        fields.wrong("products must be an array of at most 100");
        return lines;
    }
    for (const json& product : *found) {
        if (!product.is_object()) {
            fields.wrong("products holds objects");
            return lines;
        }
        Fields inner{product};
        OrderLine line{
            inner.text("product_id"),
            inner.whole("quantity").value_or(1),
            inner.whole("duration").value_or(-1)};
        if (line.product_id.empty()) inner.wrong("products: product_id is missing");
        if (inner.fault()) fields.wrong(inner.fault()->detail);
        lines.push_back(std::move(line));
    }
    return lines;
}

/// As Bootpay's Commerce says it; our own words for a bad field are not its.
Response commerce_refusal(Refusal refusal) {
    if (refusal.code == &refusals::parameter_invalid)
        refusal.code = &refusals::commerce_parameter_invalid;
    return refusal_answer(refusal);
}

}  // namespace

NewInvoice invoice_from(const json& body, Fields& fields, const Switches& switches) {
    NewInvoice asked{};
    asked.name = fields.text("name");
    if (asked.name.empty()) asked.name = fields.text("title");
    if (!fields.has("price")) fields.wrong("price is missing");
    asked.price = fields.whole("price").value_or(0);
    asked.tax_free_price = fields.whole("tax_free_price").value_or(0);
    asked.order_id = fields.id("order_id");
    asked.request_id = fields.text("request_id");
    asked.redirect_url = fields.text("redirect_url");
    asked.webhook_url = fields.text("webhook_url");
    asked.memo = fields.text("memo");
    asked.use_notification = fields.flag("use_notification", false);
    asked.send_types = send_types_from(body, fields);
    asked.expires_at = fields.instant("expired_at");
    asked.metadata = fields.structure("metadata", false);
    asked.user = fields.structure("user", false);
    asked.products = products_from(body, fields);
    if (!asked.webhook_url.empty()) {
        const auto fault = webhook_url_fault(asked.webhook_url, switches.loopback_webhooks);
        if (!fault.empty()) fields.wrong("webhook_url " + fault);
    }
    const auto user = body.find("user");
    if (user != body.end() && user->is_object()) {
        Fields inner{*user};
        asked.email = inner.text("email");
        asked.phone = inner.text("phone");
        asked.user_id = inner.text("user_id");
        if (inner.fault()) fields.wrong("user." + inner.fault()->detail);
    }
    const auto extra = body.find("extra");
    if (extra != body.end() && extra->is_object()) {
        Fields inner{*extra};
        asked.separately_confirmed = inner.flag("separately_confirmed", false);
        if (inner.fault()) fields.wrong("extra." + inner.fault()->detail);
    }
    return asked;
}

CommerceApi::CommerceApi(
    Bootpay& bootpay, Commerce& commerce, Credentials accepted, std::uint64_t seed
)
    : bootpay_{bootpay},
      commerce_{commerce},
      accepted_{std::move(accepted)},
      tokens_{scattered(seed + commerce_tokens_row)} {}

const std::vector<CommerceApi::Route>& CommerceApi::routes() {
    using C = CommerceApi;
    constexpr const char *any = "", *supervisor = "supervisor";
    constexpr const char* requests = "/v1/order_subscriptions/requests/ing/";
    static const std::string pausing = std::string{requests} + "pause",
                             resuming = std::string{requests} + "resume",
                             ending = std::string{requests} + "termination",
                             fee = std::string{requests} + "calculate_termination_fee";
    static const std::vector<Route> table{
        {"POST", "/v1/request/token", Call::token, &C::issue_token, any},
        {"GET", "/v1/products", Call::lookup, &C::products, any},
        {"GET", "/v1/products/{id}", Call::lookup, &C::product, any},
        {"POST", "/v1/invoices", Call::link, &C::create_invoice, any},
        {"GET", "/v1/invoices", Call::lookup, &C::invoices, any},
        {"GET", "/v1/invoices/{id}", Call::lookup, &C::invoice, any},
        {"POST", "/v1/invoices/{id}/notify", Call::link, &C::notify, any},
        {"GET", "/v1/orders", Call::lookup, &C::orders, any},
        {"GET", "/v1/orders/{id}", Call::lookup, &C::order, any},
        {"GET", "/v1/order_subscriptions", Call::lookup, &C::hosted_list, any},
        {"GET", "/v1/order_subscriptions/{id}", Call::lookup, &C::hosted, any},
        {"PUT", "/v1/order_subscriptions/{id}/pause", Call::hosted, &C::pause, supervisor},
        {"PUT", "/v1/order_subscriptions/{id}/resume", Call::hosted, &C::resume, supervisor},
        {"PUT", "/v1/order_subscriptions/{id}/terminate", Call::hosted, &C::terminate, supervisor},
        {"POST", pausing.c_str(), Call::hosted, &C::request_pause, any},
        {"PUT", resuming.c_str(), Call::hosted, &C::request_resume, any},
        {"POST", resuming.c_str(), Call::hosted, &C::request_resume, any},  // [C] against [N, R]
        {"POST", ending.c_str(), Call::hosted, &C::request_termination, any},
        {"GET", fee.c_str(), Call::lookup, &C::termination_fee, any},
        {"GET", "/v1/order_subscription_bills", Call::lookup, &C::bills, any},
        {"GET", "/v1/order_subscription_bills/{id}", Call::lookup, &C::bill, any},
    };
    return table;
}

Response CommerceApi::act(
    const Route& route, const Request& request, const PathParameters& parameters
) {
    const auto fault = authorization_fault(request, accepted_, tokens_, bootpay_.now());
    if (fault) return refusal_answer(*fault);
    const std::string_view role = request.headers.get("BOOTPAY-ROLE").value_or("user");
    if (*route.role != '\0' && role != route.role)
        return refusal_answer(refuse(refusals::role_not_supported));
    return (this->*route.action)(request, parameters);
}

Response CommerceApi::issue_token(const Request& request, const PathParameters&) {
    // The keys stand in the body too [W]; Ruby leaves them out, and the header counts [R].
    if (!request.body.empty() && request.body != "{}") {
        const auto body = body_of(request);
        if (const auto* refusal = std::get_if<Refusal>(&body)) return commerce_refusal(*refusal);
        Fields fields{*std::get_if<json>(&body)};
        if (fields.text("client_key") != accepted_.client_key)
            return refusal_answer(refuse(refusals::client_key_not_found));
        if (fields.text("secret_key") != accepted_.secret_key)
            return refusal_answer(refuse(refusals::secret_not_matched));
    }
    const IssuedToken token = tokens_.issue(bootpay_.now());
    return json_answer(json{
        {"access_token", token.text},
        {"expire_in", token.expire_in.count()},
        {"expired_at", korean(bootpay_.now() + token.expire_in)}});
}

Response CommerceApi::products(const Request& request, const PathParameters&) {
    const auto keyword = request.query("keyword"), ex_uid = request.query("ex_uid");
    const auto wanted = [&](const Product& product) {
        return holds(product.name, keyword) && (!ex_uid || product.ex_uid == *ex_uid);
    };
    return json_answer(page_of(request, commerce_.products(), 50, wanted, product_view));
}

Response CommerceApi::product(const Request&, const PathParameters& parameters) {
    return answer_of(commerce_.product(named(parameters, "id")), product_view);
}

Response CommerceApi::create_invoice(const Request& request, const PathParameters&) {
    const auto parsed = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&parsed)) return commerce_refusal(*refusal);
    const json& body = *std::get_if<json>(&parsed);
    for (const char* name : {"metadata", "extra"}) {
        const bool empty = body.contains(name) && body[name].is_object() && body[name].empty();
        if (empty && bootpay_.switches().empty_metadata_fails)
            return refusal_answer(refuse(refusals::server_error, "an empty object"));
    }
    Fields fields{body};
    NewInvoice asked = invoice_from(body, fields, bootpay_.switches());
    const auto expire_in = fields.whole("expire_in");
    if (expire_in && (*expire_in < 1 || *expire_in > 366LL * 86'400))
        fields.wrong("expire_in must be seconds above 0");
    if (fields.fault()) return commerce_refusal(*fields.fault());
    // Which of the two wins is not published: the moment, because it says what was meant.
    if (expire_in && !asked.expires_at) asked.expires_at = bootpay_.now() + Seconds{*expire_in};
    return answer_of(commerce_.create(std::move(asked)), made_view);
}

Response CommerceApi::invoices(const Request& request, const PathParameters&) {
    constexpr std::int64_t invoices_page = 24;  // [N]
    const auto keyword = request.query("keyword"), user_id = request.query("user_id");
    const auto wanted = [&](const Invoice& invoice) {
        if (user_id && invoice.asked.user_id != *user_id) return false;
        return !invoice.denied &&
               (holds(invoice.asked.name, keyword) || holds(invoice.asked.request_id, keyword) ||
                holds(invoice.asked.order_id, keyword));
    };
    return json_answer(page_of(request, commerce_.invoices(), invoices_page, wanted, invoice_view));
}

Response CommerceApi::invoice(const Request&, const PathParameters& parameters) {
    return answer_of(commerce_.invoice(named(parameters, "id")), invoice_view);
}

Response CommerceApi::notify(const Request& request, const PathParameters& parameters) {
    std::vector<int> types;
    if (!request.body.empty()) {
        const auto body = body_of(request);
        if (const auto* refusal = std::get_if<Refusal>(&body)) return commerce_refusal(*refusal);
        Fields fields{*std::get_if<json>(&body)};
        types = send_types_from(*std::get_if<json>(&body), fields);
        if (fields.fault()) return commerce_refusal(*fields.fault());
    }
    return answer_of(commerce_.send_again(named(parameters, "id"), types), invoice_view);
}

Response CommerceApi::orders(const Request& request, const PathParameters&) {
    const auto keyword = request.query("keyword");
    const auto wanted = [&](const CommerceOrder& order) {
        return holds(order.invoice->asked.name, keyword) || holds(order.order_number, keyword);
    };
    const auto view = [&](const CommerceOrder& order) {
        return order_view(order, bootpay_.switches());
    };
    return json_answer(page_of(request, commerce_.orders(), 50, wanted, view));
}

Response CommerceApi::order(const Request&, const PathParameters& parameters) {
    return answer_of(commerce_.order(named(parameters, "id")), [&](const CommerceOrder& order) {
        return order_view(order, bootpay_.switches());
    });
}

}  // namespace maedal::sandbox
