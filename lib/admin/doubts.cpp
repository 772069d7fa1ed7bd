#include "engine/doubts.hpp"

#include "admin/body.hpp"
#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"
#include "admin/shop_rows.hpp"
#include "engine/shop_doubts.hpp"

namespace maedal::admin {
namespace {

using nlohmann::json;

json doubt_row(const engine::Doubt& doubt, Instant now, const LocalTimes& times) {
    auto row = shown(doubt.attempt, times);
    const auto& subscription = doubt.subscription;
    row["subscription_id"] = subscription ? json(subscription->id.text()) : json(nullptr);
    row["customer_id"] = subscription ? json(subscription->customer.text()) : json(nullptr);
    row["known"] = times.clause(doubt.known);
    row["settled_by"] = times.clause(doubt.settled_by);
    row["until"] = times.json(doubt.until);
    row["absent_from"] = times.text(doubt.absent_from);
    row["may_be_absent"] = doubt.absent_from <= now;
    return row;
}

json errand_doubt_rows(engine::Reads& reads, const LocalTimes& times) {
    auto items = json::array();
    for (const auto& doubt : engine::errand_doubts(reads)) {
        auto row = shown(doubt.errand, times);
        row["known"] = times.clause(doubt.known);
        row["settled_by"] = times.clause(doubt.settled_by);
        row["needs_person"] = doubt.needs_person;
        items.push_back(std::move(row));
    }
    return items;
}

engine::ResolveDoubt::As as_of(const std::string& word) {
    using As = engine::ResolveDoubt::As;
    if (word == "paid") return As::paid;
    return word == "absent" ? As::absent : As::waived;
}

}  // namespace

Task<net::Response> list_doubts(Visit visit) {
    Query query{visit.request};
    const auto page = query.page();
    if (const auto fault = query.fault()) return told(problem(400, *fault));
    if (!engine::is_doubt_cursor(page.after)) {
        return told(problem(
            400,
            {Errc::invalid, "malformed_cursor", "after has to be the `next` of a page", "after"}
        ));
    }

    ReadAnswer read =
        [page, yardstick = visit.desk.yardstick(), times = visit.times](engine::Reads& reads) {
            const auto rows = engine::doubts(reads, page, yardstick);
            auto items = json::array();
            for (const auto& row : rows)
                items.push_back(doubt_row(row, yardstick.now, times));
            const bool full = rows.size() == static_cast<std::size_t>(page.limit);
            json list{
                {"items", std::move(items)},
                {"next", full ? json(engine::cursor_of(rows.back())) : json(nullptr)}};
            if (page.after.empty()) {
                list["errands"] = errand_doubt_rows(reads, times);
                list["more_errands"] = list["errands"].size() >= engine::Page::limit_max;
            }
            return answer(200, list);
        };
    return looked_up(visit.desk, std::move(read));
}

Task<net::Response> show_doubt(Visit visit) {
    const billing::OrderId id{visit.path["order_id"]};
    ReadAnswer read =
        [id, yardstick = visit.desk.yardstick(), times = visit.times](engine::Reads& reads) {
            const auto found = engine::doubt(reads, id, yardstick);
            if (!found) return nothing_called("doubt", id.text());
            auto row = doubt_row(*found, yardstick.now, times);
            row["calls"] = all_shown(reads.calls_of(id.text()), times);
            row["receipts"] = all_shown(reads.receipts_of(id), times);
            row["journal"] = all_shown(reads.journal("attempt:" + id.text(), {}), times);
            return answer(200, row);
        };
    return looked_up(visit.desk, std::move(read));
}

Task<net::Response> resolve_doubt(Visit visit) {
    const auto order_id = std::string{visit.path["order_id"]};
    Body body{visit.request};
    const auto word = body.word("as", {"paid", "absent", "waived"});
    engine::ResolveDoubt wanted{
        order_id,
        as_of(word),
        body.text_or_empty("receipt_id"),
        body.text_or_empty("typed"),
        body.text("reason")};
    if (const auto fault = body.fault()) return told(problem(body.fault_status(), *fault));
    if ((word == "paid") == wanted.receipt_id.empty())
        return told(problem(
            400,
            {Errc::invalid,
             "receipt_with_paid",
             "receipt_id goes with paid, and only",
             "receipt_id"}
        ));

    engine::Render render = [times = visit.times](const Result<engine::Outcome>& outcome) {
        if (!outcome) return problem_answer(outcome.error());
        if (const auto* link = std::get_if<billing::PaymentLink>(&*outcome))
            return answer(200, shown(*link, times));
        if (const auto* order = std::get_if<billing::ShopOrder>(&*outcome))
            return answer(200, shown(*order, times));
        return answer(200, shown(std::get<billing::Attempt>(*outcome), times));
    };
    return carried_out(std::move(visit), std::move(wanted), std::move(render));
}

Task<net::Response> list_shop_doubts(Visit visit) {
    Query query{visit.request};

    ReadAnswer read = [times = visit.times](engine::Reads& reads) {
        auto items = json::array();
        for (const auto& doubt : engine::shop_doubts(reads, engine::Page::limit_max))
            items.push_back(
                {{"kind", doubt.kind},
                 {"id", doubt.id},
                 {"state", doubt.state},
                 {"amount", doubt.amount.count()},
                 {"customer_id", doubt.customer ? json(doubt.customer->text()) : json(nullptr)},
                 {"known", times.clause(doubt.known)},
                 {"settled_by", times.clause(doubt.settled_by)},
                 {"next_look_at", times.json(doubt.next_look_at)},
                 {"needs_person", doubt.needs_person}}
            );
        return bounded_list_answer(std::move(items), engine::Page::limit_max);
    };
    return looked_up(visit.desk, query, std::move(read));
}

Task<net::Response> list_refund_doubts(Visit visit) {
    Query query{visit.request};

    ReadAnswer read = [times = visit.times](engine::Reads& reads) {
        auto items = json::array();
        for (const auto& doubt : engine::refund_doubts(reads, engine::Page::limit_max)) {
            auto row = shown(doubt.refund, times);
            row["known"] = times.clause(doubt.known);
            row["settled_by"] = times.clause(doubt.settled_by);
            row["needs_person"] = doubt.needs_person;
            items.push_back(std::move(row));
        }
        return bounded_list_answer(std::move(items), engine::Page::limit_max);
    };
    return looked_up(visit.desk, query, std::move(read));
}

Task<net::Response> resolve_refund(Visit visit) {
    const auto cancel_id = std::string{visit.path["cancel_id"]};
    Body body{visit.request};
    const bool done = body.word("as", {"done", "absent"}) == "done";
    engine::ResolveRefund wanted{cancel_id, done, body.text("reason")};

    auto render = rendered<billing::Refund>(200, visit.times);
    return carried_out(std::move(visit), body, std::move(wanted), std::move(render));
}

}  // namespace maedal::admin
