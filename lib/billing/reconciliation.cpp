#include "billing/reconciliation.hpp"

#include <chrono>
#include <map>

namespace maedal::billing {
namespace {

constexpr Seconds times_agree_within{60};

std::string text_of(Won won) {
    return std::to_string(won.count());
}

std::vector<ExportDifference> differences(const Receipt& ours, const ExportedPayment& theirs) {
    std::vector<ExportDifference> found;
    const auto differ = [&](const char* field, std::string here, std::string there) {
        if (here != there) found.push_back({ours.id, field, std::move(here), std::move(there)});
    };
    if (!theirs.paid) differ("status", "paid", "not paid");
    differ("order_id", ours.order_id.text(), theirs.order_id.text());
    differ("amount", text_of(ours.paid), text_of(theirs.amount));
    differ("cancelled", text_of(ours.refunded), text_of(theirs.cancelled));
    if (theirs.paid && !theirs.paid_at) differ("paid_at", rfc3339(ours.paid_at), "nothing");
    if (theirs.paid_at && std::chrono::abs(ours.paid_at - *theirs.paid_at) >= times_agree_within)
        differ("paid_at", rfc3339(ours.paid_at), rfc3339(*theirs.paid_at));
    return found;
}

}  // namespace

Reconciliation reconciled(
    const std::vector<Receipt>& ours, const std::vector<ExportedPayment>& theirs
) {
    Reconciliation result;
    std::map<std::string, const Receipt*> here;
    for (const auto& receipt : ours)
        here.emplace(receipt.id.text(), &receipt);
    std::map<std::string, const ExportedPayment*> there;
    for (const auto& row : theirs)
        if (!there.emplace(row.receipt.text(), &row).second)
            result.different.push_back({row.receipt, "receipt_id", "once", "exported twice"});

    for (const auto& [id, receipt] : here)
        if (!there.contains(id)) result.only_here.push_back(*receipt);
    for (const auto& [id, row] : there) {
        const auto known = here.find(id);
        if (known == here.end()) {
            if (row->paid)
                result.only_there.push_back(*row);
            else
                result.left_out += 1;
            continue;
        }
        auto found = differences(*known->second, *row);
        result.matched += found.empty() ? 1 : 0;
        for (auto& difference : found)
            result.different.push_back(std::move(difference));
    }
    return result;
}

}  // namespace maedal::billing
