#include "maedalctl/story.hpp"

#include <gtest/gtest.h>

namespace maedal::ctl {
namespace {

using nlohmann::json;

json attempt(int number, const char* state, const char* sent, const char* closed) {
    return {
        {"order_id", "m1-c1-a" + std::to_string(number)},
        {"attempt", number},
        {"state", state},
        {"billing_key_id", "key_000001"},
        {"amount", 29'900},
        {"execute_at", "2026-01-31T09:00:00+09:00"},
        {"sent_at", sent == nullptr ? json(nullptr) : json(sent)},
        {"closed_at", closed == nullptr ? json(nullptr) : json(closed)},
        {"gateway_code", nullptr}};
}

std::string told(const json& charge) {
    std::string text;
    for (const auto& line : story_of(charge))
        text += line.at.substr(5, 5) + " " + line.what + "\n";
    return text;
}

TEST(Story, GoesByTheOrderOfTime) {
    const json charge{
        {"due_at", "2026-01-31T09:00:00+09:00"},
        {"attempts",
         json::array(
             {attempt(1, "declined", "2026-01-30T09:00:00+09:00", "2026-01-31T09:00:05+09:00"),
              attempt(2, "paid", "2026-02-02T09:00:00+09:00", "2026-02-03T09:00:05+09:00")}
         )},
        {"receipts",
         json::array(
             {{{"receipt_id", "r1"},
               {"amount", 29'900},
               {"paid_at", "2026-02-03T09:00:01+09:00"},
               {"role", "settles"}}}
         )},
        {"refunds",
         json::array(
             {{{"cancel_id", "c1"},
               {"amount", 900},
               {"reason", "goodwill"},
               {"state", "done"},
               {"created_at", "2026-02-05T09:00:00+09:00"},
               {"closed_at", "2026-02-05T09:00:02+09:00"}}}
         )}};
    EXPECT_EQ(
        told(charge),
        "01-30 try 1 (m1-c1-a1): reservation asked for on key_000001, 29,900 won at "
        "2026-01-31 09:00\n"
        "01-31 due\n"
        "01-31 try 1 declined\n"
        "02-02 try 2 (m1-c1-a2): reservation asked for on key_000001, 29,900 won at "
        "2026-01-31 09:00\n"
        "02-03 29,900 won taken, receipt r1\n"
        "02-03 try 2 paid\n"
        "02-05 refund of 900 won asked for: goodwill (c1)\n"
        "02-05 refund of 900 won done\n"
    );
}

TEST(Story, ShowsADoubtAndAnAttemptThatWaits) {
    auto waiting = attempt(2, "planned", nullptr, nullptr);
    waiting["waits_for_slot"] = true;
    const json charge{
        {"due_at", "2026-01-31T09:00:00+09:00"},
        {"attempts",
         json::array({attempt(1, "doubt", "2026-01-30T09:00:00+09:00", nullptr), waiting})},
        {"receipts", json::array()},
        {"refunds", json::array()}};
    const auto text = told(charge);
    EXPECT_NE(text.find("01-30 try 1 is in doubt\n"), std::string::npos) << text;
    EXPECT_NE(text.find("planned, waits for a free slot"), std::string::npos) << text;
}

}  // namespace
}  // namespace maedal::ctl
