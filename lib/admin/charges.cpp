#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"

#include <charconv>
#include <map>

namespace maedal::admin {
namespace {

nlohmann::json with_customers(
    engine::Reads& reads, const std::vector<billing::Charge>& charges, const LocalTimes& times
) {
    std::map<std::string, nlohmann::json> customers;  // by subscription
    auto items = nlohmann::json::array();
    for (const auto& charge : charges) {
        const auto [known, fresh] = customers.try_emplace(charge.subscription.text());
        if (fresh) {
            if (const auto subscription = reads.subscription(charge.subscription))
                known->second = subscription->customer.text();
        }
        auto row = shown(charge, times);
        row["customer_id"] = known->second;
        items.push_back(std::move(row));
    }
    return items;
}

engine::Answer story_answer(
    const engine::ChargeStory& story, const std::string& plan_id, const LocalTimes& times
) {
    auto row = shown(story.charge, times);
    row["customer_id"] = story.subscription.customer.text();
    row["subscription"] = shown(story.subscription, plan_id, times);
    row["attempts"] = all_shown(story.attempts, times);
    row["receipts"] = all_shown(story.receipts, times);
    row["refunds"] = all_shown(story.refunds, times);
    row["calls"] = all_shown(story.calls, times);
    return answer(200, row);
}

std::optional<billing::ChargeNumber> number_from(const std::string& text) {
    billing::ChargeNumber number{0};
    const auto* last = text.data() + text.size();
    const auto read = std::from_chars(text.data(), last, number.value);
    if (read.ec != std::errc{} || read.ptr != last || number.value < 1) return std::nullopt;
    return number;
}

}  // namespace

Task<net::Response> list_charges(Visit visit) {
    Query query{visit.request};
    const engine::ChargeFilter filter{
        query.text("subscription_id"),
        query.text("customer_id"),
        query.word("state", billing::charge_state_names),
        query.instant("due_from"),
        query.instant("due_to"),
        query.flag("late")};
    const auto page = query.numbered_page();

    ReadAnswer read = [filter, page, times = visit.times](engine::Reads& reads) {
        const auto rows = reads.charges(filter, page);
        const auto last = rows.empty() ? "" : std::to_string(rows.back().number.value);
        return list_answer(with_customers(reads, rows, times), page, last);
    };
    return looked_up(visit.desk, query, std::move(read));
}

Task<net::Response> show_charge(Visit visit) {
    const auto text = visit.path["number"];
    const auto number = number_from(text);
    if (!number) return told(response_of(nothing_called("charge", text)));

    ReadAnswer read = [number, text, times = visit.times](engine::Reads& reads) {
        const auto story = engine::charge_story(reads, *number);
        if (!story) return nothing_called("charge", text);
        return story_answer(*story, plan_id_of(reads, story->subscription.plan), times);
    };
    return looked_up(visit.desk, std::move(read));
}

}  // namespace maedal::admin
