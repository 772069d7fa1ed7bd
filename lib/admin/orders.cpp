#include "admin/body.hpp"
#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"
#include "admin/shop_rows.hpp"

namespace maedal::admin {
namespace {

using billing::ShopOrder;
using billing::ShopOrderState;

/// 202 while the gateway's word is awaited, `done` else.
engine::Render order_rendered(int done, LocalTimes times) {
    return [done, times = std::move(times)](const Result<engine::Outcome>& outcome) {
        if (!outcome) return problem_answer(outcome.error());
        if (const auto* link = std::get_if<billing::PaymentLink>(&*outcome))
            return awaiting_answer(shown(*link, times));
        const auto& order = std::get<ShopOrder>(*outcome);
        const bool awaited =
            order.state == ShopOrderState::confirming || order.state == ShopOrderState::doubt;
        return awaited ? awaiting_answer(shown(order, times)) : answer(done, shown(order, times));
    };
}

engine::Render check_rendered(LocalTimes times) {
    return [times = std::move(times)](const Result<engine::Outcome>& outcome) {
        if (!outcome) return problem_answer(outcome.error());
        const auto& check = std::get<engine::ConfirmCheck>(*outcome);
        nlohmann::json said{{"can_confirm", !check.why_not}, {"order", shown(check.order, times)}};
        if (check.why_not) {
            said["code"] = check.why_not->reason;
            said["message"] = check.why_not->detail;
        }
        return answer(200, said);
    };
}

Task<net::Response> confirm(Visit visit, bool check_only) {
    Body body{visit.request};
    engine::ConfirmOrder wanted{
        visit.path["order_id"], body.text("receipt_id"), check_only, std::nullopt, std::nullopt};
    auto render = check_only ? check_rendered(visit.times) : order_rendered(200, visit.times);
    return carried_out(std::move(visit), body, std::move(wanted), std::move(render));
}

}  // namespace

Task<net::Response> list_orders(Visit visit) {
    Query query{visit.request};
    const auto state = query.word("state", billing::shop_order_state_names);
    const auto page = query.page();
    ReadAnswer read = [state, page, times = visit.times](engine::Reads& reads) {
        const auto rows = reads.shop_orders(state, page);
        auto items = nlohmann::json::array();
        for (const auto& row : rows)
            items.push_back(shown(row, times));
        return list_answer(std::move(items), page, rows.empty() ? "" : rows.back().id.text());
    };
    return looked_up(visit.desk, query, std::move(read));
}

Task<net::Response> show_order(Visit visit) {
    const billing::OrderId id{visit.path["order_id"]};
    ReadAnswer read = [id, times = visit.times](engine::Reads& reads) {
        const auto order = reads.shop_order(id);
        if (!order) return nothing_called("order", id.text());
        auto row = shown(*order, times);
        row["receipts"] = all_shown(reads.receipts_of(id), times);
        row["calls"] = all_shown(reads.calls_of(id.text()), times);
        if (const auto link = reads.payment_link(id)) row["payment_link"] = shown(*link, times);
        return answer(200, row);
    };
    return looked_up(visit.desk, std::move(read));
}

Task<net::Response> prepare_order(Visit visit) {
    Body body{visit.request};
    engine::PrepareOrder wanted{};
    wanted.order_id = body.text("order_id");
    wanted.name = body.text("name");
    wanted.amount = body.integer("amount");
    wanted.tax_free = body.integer_if_given("tax_free").value_or(0);
    wanted.customer_id = body.text_or_empty("customer_id");
    wanted.expires_at = body.instant_if_given("expires_at");
    wanted.at_gateway = body.flag("at_gateway", false);
    wanted.details = link_details_from(body);
    auto render = order_rendered(201, visit.times);
    return carried_out(
        std::move(visit),
        body,
        std::move(wanted),
        std::move(render),
        Location{"/v1/orders", "order_id"}
    );
}

Task<net::Response> verify_order(Visit visit) {
    Body body{visit.request};
    engine::VerifyOrder wanted{
        visit.path["order_id"],
        body.text_or_empty("order_number"),
        body.text_or_empty("receipt_id"),
        std::nullopt,
        std::nullopt};
    auto render = order_rendered(200, visit.times);
    return carried_out(std::move(visit), body, std::move(wanted), std::move(render));
}

Task<net::Response> confirm_order(Visit visit) {
    return confirm(std::move(visit), false);
}

Task<net::Response> check_confirm(Visit visit) {
    return confirm(std::move(visit), true);
}

Task<net::Response> complete_order(Visit visit) {
    Body body{visit.request};
    engine::VerifyOrder wanted{
        visit.path["order_id"], {}, body.text("receipt_id"), std::nullopt, std::nullopt};
    auto render = order_rendered(200, visit.times);
    return carried_out(std::move(visit), body, std::move(wanted), std::move(render));
}

}  // namespace maedal::admin
