#include "admin/body.hpp"
#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"
#include "admin/shop_rows.hpp"

namespace maedal::admin {
namespace {

engine::Render link_rendered(int done, LocalTimes times) {
    return [done, times = std::move(times)](const Result<engine::Outcome>& outcome) {
        if (!outcome) return problem_answer(outcome.error());
        const auto& link = std::get<billing::PaymentLink>(*outcome);
        const bool awaited = link.state == billing::LinkState::planned ||
                             link.state == billing::LinkState::sending ||
                             link.state == billing::LinkState::doubt;
        return awaited ? awaiting_answer(shown(link, times)) : answer(done, shown(link, times));
    };
}

}  // namespace

Task<net::Response> list_payment_links(Visit visit) {
    Query query{visit.request};
    const auto state = query.word("state", billing::link_state_names);
    const auto page = query.page();
    ReadAnswer read = [state, page, times = visit.times](engine::Reads& reads) {
        const auto rows = reads.payment_links(state, page);
        auto items = nlohmann::json::array();
        for (const auto& row : rows)
            items.push_back(shown(row, times));
        return list_answer(std::move(items), page, rows.empty() ? "" : rows.back().order_id.text());
    };
    return looked_up(visit.desk, query, std::move(read));
}

Task<net::Response> show_payment_link(Visit visit) {
    const billing::OrderId id{visit.path["order_id"]};
    ReadAnswer read = [id, times = visit.times](engine::Reads& reads) {
        const auto link = reads.payment_link(id);
        if (!link) return nothing_called("payment link", id.text());
        auto row = shown(*link, times);
        row["receipts"] = all_shown(reads.receipts_of(id), times);
        row["calls"] = all_shown(reads.calls_of(id.text()), times);
        return answer(200, row);
    };
    return looked_up(visit.desk, std::move(read));
}

Task<net::Response> create_payment_link(Visit visit) {
    Body body{visit.request};
    engine::CreateLink wanted{};
    wanted.order_id = body.text_or_empty("order_id");
    wanted.name = body.text("name");
    wanted.amount = body.integer("amount");
    wanted.tax_free = body.integer_if_given("tax_free").value_or(0);
    wanted.customer_id = body.text_or_empty("customer_id");
    wanted.send_by = body.words_if_given("send_by");
    wanted.expires_at = body.instant_if_given("expires_at");
    wanted.expire_in = body.integer_if_given("expire_in");
    wanted.details = link_details_from(body);
    auto render = link_rendered(201, visit.times);
    return carried_out(
        std::move(visit),
        body,
        std::move(wanted),
        std::move(render),
        Location{"/v1/payment-links", "order_id"}
    );
}

Task<net::Response> send_payment_link(Visit visit) {
    Body body{visit.request, true};
    engine::SendLink wanted{visit.path["order_id"], body.words_if_given("send_by")};
    auto render = link_rendered(200, visit.times);
    return carried_out(std::move(visit), body, std::move(wanted), std::move(render));
}

}  // namespace maedal::admin
