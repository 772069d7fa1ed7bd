#include "admin/body.hpp"
#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"

namespace maedal::admin {

Task<net::Response> list_refunds(Visit visit) {
    Query query{visit.request};
    const auto page = query.page();

    ReadAnswer read = [page, times = visit.times](engine::Reads& reads) {
        const auto rows = reads.refunds(page);
        return list_answer(all_shown(rows, times), page, rows.empty() ? "" : rows.back().id.text());
    };
    return looked_up(visit.desk, query, std::move(read));
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
    return looked_up(visit.desk, std::move(read));
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

    auto render = rendered<billing::Refund>(201, visit.times);
    return carried_out(
        std::move(visit),
        body,
        std::move(wanted),
        std::move(render),
        Location{"/v1/refunds", "cancel_id"}
    );
}

}  // namespace maedal::admin
