#include "book.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace maedal::integration {

const char* const book::plans =
    "  - { id: daily, name: Daily, price: 800, interval: day, reserve_lead: 30d,"
    " reserve_ahead: 10 }\n"
    "  - { id: weekly, name: Weekly, price: 3000, interval: week, reserve_lead: 60d,"
    " reserve_ahead: 4 }\n"
    "  - { id: basic, name: Basic, price: 9900, interval: month }\n"
    "  - { id: club, name: Club, price: 55000, interval: month, reserve_lead: 100d,"
    " reserve_ahead: 3 }\n"
    "  - { id: greens, name: Greens, price: 18900, tax_free: 18900, interval: week }\n";

void book::open(Pair& pair) {
    const auto arum = pair.add_key("arum", "6580c1a2e4b03f0a11d70001");
    const auto bora = pair.add_key("bora", "6580c1a2e4b03f0a11d70002");
    const auto chan = pair.add_key("chan", "6580c1a2e4b03f0a11d70003");
    const auto dabin = pair.add_key("dabin", "6580c1a2e4b03f0a11d70004");
    const nlohmann::json decline{{"billing_key", "6580c1a2e4b03f0a11d70002"}, {"times", 2}};
    EXPECT_EQ(pair.sandbox("POST", "/_sandbox/declines", decline).status, 200);
    pair.subscribe("arum-daily", "daily", arum, "arum", "2028-01-05T06:00:00");
    pair.subscribe("arum-weekly", "weekly", arum, "arum", "2028-01-07T06:00:00");
    pair.subscribe("bora-basic", "basic", bora, "bora", "2028-01-31T10:00:00");
    pair.subscribe("chan-club", "club", chan, "chan", "2028-01-30T09:00:00");
    pair.subscribe("dabin-basic", "basic", dabin, "dabin", "2028-01-29T08:30:00");
    pair.subscribe("dabin-greens", "greens", dabin, "dabin", "2028-01-03T08:30:00");
}

void book::cancel_in_the_middle(Pair& pair) {
    const auto canceled = pair.admin("POST", "/v1/subscriptions/chan-club/cancel", {{"at", "now"}});
    EXPECT_EQ(canceled.status, 202) << canceled.text;
}

namespace {

/// All rows of a list, page by page.
std::vector<nlohmann::json> all_of(const Pair& pair, const std::string& noun) {
    constexpr int pages_max = 100;
    std::vector<nlohmann::json> rows;
    std::string after;
    for (int page = 0; page < pages_max; ++page) {
        const auto reply = pair.admin("GET", "/v1/" + noun + "?limit=100" + after);
        EXPECT_EQ(reply.status, 200) << reply.text;
        if (reply.status != 200) break;
        for (const auto& row : reply.body.at("items"))
            rows.push_back(row);
        if (reply.body.at("next").is_null()) break;
        after = "&after=" + reply.body["next"].get<std::string>();
    }
    return rows;
}

std::vector<nlohmann::json> books_of_the_sandbox(const Pair& pair, const std::string& noun) {
    const auto reply = pair.sandbox("GET", "/_sandbox/" + noun + "?limit=100000");
    EXPECT_EQ(reply.status, 200) << reply.text;
    return reply.body.at(noun == "ledger" ? "movements" : noun);
}

std::string line_of(const Fate& fate) {
    return fmt::format(
        "{} {} at {}, late: {}", fate.state, fate.amount, fate.settled_at, fate.late
    );
}

/// The most that waited at one time on each key, by the sandbox's own times. A reservation that
/// ends in the second in which another is placed makes room for it.
std::map<std::string, int> most_waiting(const Pair& pair) {
    std::map<std::string, std::map<std::string, int>> steps;  // key, time, by how many
    const auto end_of = [](const nlohmann::json& row) -> nlohmann::json {
        for (const char* end : {"reserve_revoked_at", "reserve_started_at"})
            if (!row.at(end).is_null()) return row.at(end);
        return nullptr;
    };
    for (const auto& row : books_of_the_sandbox(pair, "reservations")) {
        auto& of_key = steps[row.at("billing_key")];
        of_key[row.at("reserve_requested_at")] += 1;
        if (const auto end = end_of(row); !end.is_null()) of_key[end] -= 1;
    }
    std::map<std::string, int> most;
    for (const auto& [key, times] : steps) {
        int waiting = 0;
        for (const auto& [time, step] : times) {
            waiting += step;
            most[key] = std::max(most[key], waiting);
        }
    }
    return most;
}

}  // namespace

Fates fates(const Pair& pair) {
    Fates all;
    for (const auto& row : all_of(pair, "charges")) {
        const std::pair<std::string, std::int64_t> name{
            row.at("subscription_id"), row.at("period")};
        const auto& settled = row.at("settled_at");
        const bool once = all.emplace(
                                 name,
                                 Fate{
                                     row.at("charge_number"),
                                     row.at("state"),
                                     row.at("amount"),
                                     settled.is_null() ? "null" : settled.get<std::string>(),
                                     row.at("late")}
        )
                              .second;
        EXPECT_TRUE(once) << name.first << " has two charges of period " << name.second;
    }
    return all;
}

std::string difference(const Fates& expected, const Fates& found) {
    std::string lines;
    const auto note = [&lines](const auto& name, const std::string& a, const std::string& b) {
        lines += fmt::format("{} period {}: {} / {}\n", name.first, name.second, a, b);
    };
    for (const auto& [name, fate] : expected) {
        const auto other = found.find(name);
        if (other == found.end())
            note(name, line_of(fate), "nothing");
        else if (!fate.same_as(other->second))
            note(name, line_of(fate), line_of(other->second));
    }
    for (const auto& [name, fate] : found)
        if (!expected.contains(name)) note(name, "nothing", line_of(fate));
    return lines;
}

std::string stories_of_differences(const Pair& pair, const Fates& expected, const Fates& found) {
    std::string text;
    for (const auto& [name, fate] : found) {
        const auto other = expected.find(name);
        if (other != expected.end() && fate.same_as(other->second)) continue;
        const auto story = pair.admin("GET", "/v1/charges/" + std::to_string(fate.number));
        text += fmt::format("{} period {}: {}\n", name.first, name.second, story.text);
    }
    for (const auto& row : all_of(pair, "doubts"))
        text += "in doubt: " + row.dump() + "\n";
    return text;
}

std::set<std::int64_t> charges_in_doubt(const Pair& pair) {
    std::set<std::int64_t> numbers;
    for (const auto& row : all_of(pair, "doubts"))
        if (row.at("execute_at") < book::end)  // texts of one zone
            numbers.insert(row.at("charge_number").get<std::int64_t>());
    return numbers;
}

void expect_one_truth(const Pair& pair) {
    using Money =
        std::map<std::string, std::pair<std::int64_t, std::int64_t>>;  // taken, given back
    Money told, taken;
    std::map<std::string, int> settled_by;
    for (const auto& row : all_of(pair, "receipts")) {
        told[row.at("receipt_id")] = {row.at("amount"), row.at("refunded")};
        const std::string order_id = row.at("order_id");
        if (row.at("role") == "settles") settled_by[order_id.substr(0, order_id.rfind('-'))] += 1;
        EXPECT_TRUE(row.at("role") == "settles" || row["amount"] == row["refunded"]) << row.dump();
    }
    for (const auto& row : books_of_the_sandbox(pair, "ledger")) {
        auto& money = taken[row.at("receipt_id")];
        (row.at("kind") == "paid" ? money.first : money.second) +=
            row["amount"].get<std::int64_t>();
    }
    EXPECT_EQ(told, taken);
    EXPECT_FALSE(taken.empty());
    for (const auto& [charge, receipts] : settled_by)
        EXPECT_EQ(receipts, 1) << charge;
    constexpr int slots_max = 10;
    for (const auto& [key, waiting] : most_waiting(pair))
        EXPECT_LE(waiting, slots_max) << key;
}

}  // namespace maedal::integration
