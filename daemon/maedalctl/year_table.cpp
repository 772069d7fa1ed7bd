#include "maedalctl/year_table.hpp"

#include "maedalctl/words.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace maedal::ctl {
namespace {

using nlohmann::json;

constexpr std::string_view marks_in_order[]{
    mark::paid,
    mark::paid_late,
    mark::declined,
    mark::given_back,
    mark::voided,
    mark::given_up,
    mark::waived,
    mark::owed};
constexpr std::size_t drawn_one_by_one_max = 3;

using Marks = std::vector<std::string_view>;

/// How a charge ended; empty while its last try was declined and the next is to come.
std::string_view end_of(const json& charge, const Sums& sums) {
    const auto state = text_in(charge, "state");
    if (sums.refunded > 0) return mark::given_back;
    if (state == "paid") return text_in(charge, "late") == "none" ? mark::paid : mark::paid_late;
    if (state == "voided") return mark::voided;
    if (state == "uncollectible") return mark::given_up;
    if (state == "waived") return mark::waived;
    const bool tried = state == "past_due" && number_in(charge, "declines") > 0;
    return tried ? std::string_view{} : mark::owed;
}

Marks marks_of(const json& charge, const Sums& sums) {
    Marks marks(static_cast<std::size_t>(number_in(charge, "declines")), mark::declined);
    if (const auto end = end_of(charge, sums); !end.empty()) marks.push_back(end);
    return marks;
}

std::string cell_of(std::size_t charges, const Marks& marks) {
    std::string cell;
    if (charges <= drawn_one_by_one_max) {
        for (const auto sign : marks)
            cell.append(sign);
        return cell;
    }
    for (const auto sign : marks_in_order) {
        const auto count = std::count(marks.begin(), marks.end(), sign);
        if (count > 0) cell.append(std::to_string(count)).append(sign);
    }
    return cell;
}

/// A row that is being filled.
struct Draft {
    YearRow row;
    std::vector<std::size_t> charges;  // of each month
    std::vector<Marks> marks;          // of each month
};

std::map<std::string, Draft> drafts_of(const YearFacts& facts, std::size_t months) {
    std::map<std::int64_t, const json*> plans;
    for (const auto& plan : facts.plans)
        plans[number_in(plan, "plan_version")] = &plan;
    std::map<std::string, Draft> drafts;
    for (const auto& subscription : facts.subscriptions) {
        const auto found = plans.find(number_in(subscription, "plan_version"));
        const auto id = text_in(subscription, "subscription_id");
        const auto plan_id = text_in(subscription, "plan_id");
        Draft draft;
        draft.row = {
            id,
            text_in(subscription, "customer_id"),
            plan_id,
            found == plans.end() ? plan_id : text_in(*found->second, "name"),
            text_in(subscription, "status"),
            found == plans.end() ? 0 : number_in(*found->second, "price"),
            {},
            {}};
        draft.charges.resize(months);
        draft.marks.resize(months);
        drafts.emplace(id, std::move(draft));
    }
    return drafts;
}

std::map<std::int64_t, Sums> sums_by_charge(const json& receipts) {
    std::map<std::int64_t, Sums> sums;
    for (const auto& receipt : receipts)
        sums[number_in(receipt, "charge_number")].add(
            {1, number_in(receipt, "amount"), number_in(receipt, "refunded")}
        );
    return sums;
}

}  // namespace

void Sums::add(const Sums& other) {
    payments += other.payments;
    paid += other.paid;
    refunded += other.refunded;
}

YearTable year_table(const YearFacts& facts, const std::vector<Month>& months) {
    YearTable table{months, {}, std::vector<Sums>(months.size()), {}};
    auto drafts = drafts_of(facts, months.size());
    auto money = sums_by_charge(facts.receipts);
    for (const auto& charge : facts.charges) {
        const auto draft = drafts.find(text_in(charge, "subscription_id"));
        const auto month = month_from(text_in(charge, "due_at"));
        const auto column = std::find(months.begin(), months.end(), month.value_or(Month{}));
        if (draft == drafts.end() || column == months.end()) continue;
        const auto at = static_cast<std::size_t>(column - months.begin());
        const Sums& sums = money[number_in(charge, "charge_number")];
        auto& [row, charges, marks] = draft->second;
        charges[at] += 1;
        for (const auto sign : marks_of(charge, sums))
            marks[at].push_back(sign);
        row.sums.add(sums);
        table.month_sums[at].add(sums);
        table.sums.add(sums);
    }
    for (auto& [id, draft] : drafts) {
        for (std::size_t at = 0; at < months.size(); ++at)
            draft.row.cells.push_back(cell_of(draft.charges[at], draft.marks[at]));
        table.rows.push_back(std::move(draft.row));
    }
    std::stable_sort(table.rows.begin(), table.rows.end(), [](const auto& a, const auto& b) {
        return std::tie(a.customer_id, a.subscription_id) <
               std::tie(b.customer_id, b.subscription_id);
    });
    return table;
}

}  // namespace maedal::ctl
