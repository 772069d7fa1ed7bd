#include "maedalctl/year_lists.hpp"

#include "base/instant.hpp"
#include "maedalctl/words.hpp"

#include <algorithm>

namespace maedal::ctl {
namespace {

using nlohmann::json;

bool shown_month(const YearTable& table, std::string_view rfc3339) {
    const auto month = month_from(rfc3339);
    return month &&
           std::find(table.months.begin(), table.months.end(), *month) != table.months.end();
}

const YearRow* row_of(const YearTable& table, const std::string& subscription) {
    const auto found = std::find_if(table.rows.begin(), table.rows.end(), [&](const YearRow& row) {
        return row.subscription_id == subscription;
    });
    return found == table.rows.end() ? nullptr : &*found;
}

/// "hyunwoo.shin, 프리미엄 월정액"
std::string whose(const YearTable& table, const std::string& subscription) {
    const auto* row = row_of(table, subscription);
    return row == nullptr ? subscription : row->customer_id + ", " + row->plan;
}

/// "declined 2028-03-25 10:00, 2028-03-26 10:00; paid 2028-03-29 10:00"
std::string tries_of(const json& charge) {
    std::string declined, next;
    for (const auto& attempt : charge.at("attempts")) {
        const auto state = text_in(attempt, "state"), when = minute_in(attempt, "execute_at");
        if (state == "declined") declined += (declined.empty() ? "" : ", ") + when;
        if (state == "planned" || state == "reserved") next = when;
    }
    std::string text = "declined " + declined;
    const auto state = text_in(charge, "state");
    if (state == "paid") return text + "; paid " + minute_in(charge, "settled_at");
    if (!next.empty()) return text + "; next try " + next;
    return text + "; " + (state == "uncollectible" ? "given up" : state);
}

YearList declined_list(const YearTable& table, const YearStories& stories) {
    YearList list{"declined and tried again", {}};
    for (const auto& charge : stories.declined)
        list.lines.push_back(
            whose(table, text_in(charge, "subscription_id")) + ", " + amount_in(charge, "amount") +
            " won: " + tries_of(charge)
        );
    return list;
}

struct Lateness {
    std::int64_t times = 0;
    Seconds longest{0};
};

YearList late_list(const YearFacts& facts, const YearTable& table) {
    std::map<std::string, Lateness> by_whose;
    for (const auto& charge : facts.charges) {
        const auto due = instant_from_rfc3339(text_in(charge, "due_at"));
        const auto paid = instant_from_rfc3339(text_in(charge, "settled_at"));
        if (text_in(charge, "late") != "want_of_slot" || !due || !paid) continue;
        if (!shown_month(table, text_in(charge, "due_at"))) continue;
        auto& late = by_whose[whose(table, text_in(charge, "subscription_id"))];
        late.times += 1;
        late.longest = std::max(late.longest, *paid - *due);
    }
    YearList list{"late for want of a slot: a billing key holds ten reservations at a time", {}};
    for (const auto& [name, late] : by_whose)
        list.lines.push_back(
            name + ": " + counted(late.times, "payment") + ", at most " +
            counted(late.longest.count(), "second") + " after they were due"
        );
    return list;
}

YearList canceled_list(const YearFacts& facts, const YearTable& table, const YearStories& stories) {
    std::vector<std::pair<std::string, std::string>> by_time;
    for (const auto& subscription : facts.subscriptions) {
        const auto at = text_in(subscription, "cancel_at");
        if (!shown_month(table, at)) continue;
        const auto id = text_in(subscription, "subscription_id");
        const auto found = stories.revoked.find(id);
        const auto count = found == stories.revoked.end() ? 0 : found->second;
        const bool asked = text_in(subscription, "cancel_reason") == "requested";
        std::string line = minute_of(at) + "  " + whose(table, id) + ": ";
        line += asked ? "as asked" : "after its last try was declined";
        if (count > 0)
            line += "; " + counted(static_cast<std::int64_t>(count), "reservation") + " revoked";
        by_time.emplace_back(at, std::move(line));
    }
    std::sort(by_time.begin(), by_time.end());
    YearList list{"canceled and revoked", {}};
    for (auto& [at, line] : by_time)
        list.lines.push_back(std::move(line));
    return list;
}

YearList refund_list(const YearFacts& facts, const YearTable& table, const YearStories& stories) {
    std::map<std::string, const json*> receipts;
    for (const auto& receipt : facts.receipts)
        receipts[text_in(receipt, "receipt_id")] = &receipt;
    std::map<std::int64_t, std::string> subscriptions;
    for (const auto& charge : facts.charges)
        subscriptions[number_in(charge, "charge_number")] = text_in(charge, "subscription_id");
    YearList list{"paid and given back", {}};
    for (const auto& refund : stories.refunds) {
        const auto receipt = receipts.find(text_in(refund, "receipt_id"));
        if (receipt == receipts.end()) continue;
        const auto subscription = subscriptions.find(number_in(*receipt->second, "charge_number"));
        if (subscription == subscriptions.end()) continue;
        list.lines.push_back(
            minute_in(refund, "created_at") + "  " + whose(table, subscription->second) + ": " +
            amount_in(refund, "amount") + " won, " + text_in(refund, "reason") + " (" +
            text_in(refund, "state") + ")"
        );
    }
    std::sort(list.lines.begin(), list.lines.end());
    return list;
}

}  // namespace

std::vector<YearList> year_lists(
    const YearFacts& facts, const YearTable& table, const YearStories& stories
) {
    std::vector<YearList> lists{
        declined_list(table, stories),
        late_list(facts, table),
        canceled_list(facts, table, stories),
        refund_list(facts, table, stories)};
    std::erase_if(lists, [](const YearList& list) { return list.lines.empty(); });
    return lists;
}

}  // namespace maedal::ctl
