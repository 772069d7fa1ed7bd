#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"

namespace maedal::admin {
namespace {

nlohmann::json with_charge(
    engine::Reads& reads, const billing::Receipt& receipt, const LocalTimes& times
) {
    auto row = shown(receipt, times);
    const auto attempt = reads.attempt(receipt.order_id);
    row["charge_number"] =
        attempt ? nlohmann::json(attempt->charge.value) : nlohmann::json(nullptr);
    return row;
}

}  // namespace

Task<net::Response> list_receipts(Visit visit) {
    Query query{visit.request};
    const auto from = query.instant("paid_from"), to = query.instant("paid_to");
    const auto page = query.page();

    ReadAnswer read = [from, to, page, times = visit.times](engine::Reads& reads) {
        auto items = nlohmann::json::array();
        const auto rows = from || to
                              ? reads.receipts_paid(
                                    from.value_or(Instant::min()), to.value_or(Instant::max()), page
                                )
                              : reads.receipts(page);
        for (const auto& row : rows)
            items.push_back(with_charge(reads, row, times));
        return list_answer(std::move(items), page, rows.empty() ? "" : rows.back().id.text());
    };
    return looked_up(visit.desk, query, std::move(read));
}

Task<net::Response> show_receipt(Visit visit) {
    const billing::ReceiptId id{visit.path["id"]};
    ReadAnswer read = [id, times = visit.times](engine::Reads& reads) {
        const auto receipt = reads.receipt(id);
        if (!receipt) return nothing_called("receipt", id.text());
        auto row = with_charge(reads, *receipt, times);
        row["refunds"] = all_shown(reads.refunds_of(id), times);
        return answer(200, row);
    };
    return looked_up(visit.desk, std::move(read));
}

}  // namespace maedal::admin
