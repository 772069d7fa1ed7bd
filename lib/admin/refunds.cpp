#include "admin/body.hpp"
#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"

namespace maedal::admin {

Task<net::Response> list_refunds(Visit visit) {
    Query query{visit.request};
    const auto page = query.page();
    if (const auto fault = query.fault()) co_return problem(400, *fault);

    ReadAnswer read = [page, times = visit.times](engine::Reads& reads) {
        const auto rows = reads.refunds(page);
        return list_answer(all_shown(rows, times), page, rows.empty() ? "" : rows.back().id.text());
    };
    auto looking = looked_up(visit.desk, std::move(read));
    co_return co_await std::move(looking);
}

Task<net::Response> show_refund(Visit visit) {
    const billing::CancelId id{visit.path["cancel_id"]};
    ReadAnswer read = [id, times = visit.times](engine::Reads& reads) {
        const auto refund = reads.refund(id);
        if (!refund) return nothing_called("refund", id.text());
        auto row = shown(*refund, times);
        row["calls"] = all_shown(reads.calls_of(id.text()), times);
        return answer(200, row);
    };
    auto looking = looked_up(visit.desk, std::move(read));
    co_return co_await std::move(looking);
}

Task<net::Response> request_refund(Visit visit) {
    Body body{visit.request};
    engine::RequestRefund wanted{
        body.text("receipt_id"),
        body.integer_if_given("amount"),
        body.text("reason"),
        body.text_or_empty("cancel_id"),
        body.integer_if_given("tax_free"),
        body.secret_or_empty("bank_account"),
        body.secret_or_empty("bank_username"),
        body.text_or_empty("bank_code")};
    if (const auto fault = body.fault()) co_return problem(body.fault_status(), *fault);

    std::function<nlohmann::json(const billing::Refund&)> row =
        [times = visit.times](const billing::Refund& refund) { return shown(refund, times); };
    auto carrying = carried_out(
        std::move(visit),
        std::move(wanted),
        rendered(201, std::move(row)),
        Location{"/v1/refunds", "cancel_id"}
    );
    co_return co_await std::move(carrying);
}

}  // namespace maedal::admin
