#include "bootpay/pg/reserve.hpp"

#include "base/digest.hpp"
#include "bootpay/pg/answer.hpp"
#include "bootpay/pg/fields.hpp"
#include "bootpay/pg/gateway_time.hpp"
#include "bootpay/pg/payment_body.hpp"
#include "bootpay/pg/request.hpp"

#include <fmt/format.h>

#include <utility>

namespace maedal::bootpay::pg {
namespace {

/// The first thing in the answer that is not what was asked for; empty when there is none. Only
/// the time is always in the answer [N].
std::string contradiction(Fields& fields, const ports::ReserveRequest& asked) {
    const auto at = fields.instant("reserve_execute_at");
    const auto order_id = fields.optional_id("order_id");
    const auto price = fields.optional_won("price");
    if (!fields.fault().empty()) return fields.fault();
    if (at != asked.execute_at)
        return fmt::format("for {}, asked for {}", rfc3339(at), rfc3339(asked.execute_at));
    if (order_id && *order_id != asked.order_id.text()) return "of another order id";
    if (price && *price != asked.price) return fmt::format("of {} won", price->count());
    return {};
}

}  // namespace

std::string marked_feedback_url(
    const std::string& url,
    const std::optional<Secret>& key,
    const billing::OrderId& order_id,
    billing::Won price
) {
    if (url.empty() || !key) return url;
    const auto mark = keyed_digest_of(*key, {order_id.text(), std::to_string(price.count())});
    return url + (url.find('?') == std::string::npos ? "?mark=" : "&mark=") + mark;
}

net::Request reserve_request(const ports::ReserveRequest& asked, const std::string& feedback_url) {
    auto body = payment_body(asked_by(asked), feedback_url);
    body["reserve_execute_at"] = gateway_time(asked.execute_at);
    return post_request("/subscribe/payment/reserve", body);
}

Result<ports::Reserved> reserved_from(
    const net::Response& response, const ports::ReserveRequest& asked, const Codes& codes
) {
    const auto body = written(response, codes);
    if (!body) return body.error();
    Fields fields{*body};
    auto id = fields.id("reserve_id");
    if (!fields.fault().empty()) return doubtful("unreadable_answer", fields.fault());
    if (const auto wrong = contradiction(fields, asked); !wrong.empty())
        return doubtful("contradiction", fmt::format("reservation {}: {}", id, wrong));
    return ports::Reserved{billing::ReserveId{std::move(id)}};
}

}  // namespace maedal::bootpay::pg
