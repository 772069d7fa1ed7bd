#include "maedalctl/two_ledgers.hpp"

#include <gtest/gtest.h>

namespace maedal::ctl {
namespace {

using nlohmann::json;

json receipt(const char* id, std::int64_t amount, std::int64_t refunded = 0) {
    return {
        {"receipt_id", id},
        {"order_id", std::string{"o-"} + id},
        {"amount", amount},
        {"refunded", refunded}};
}

json movement(const char* kind, const char* id, std::int64_t amount) {
    return {
        {"kind", kind},
        {"receipt_id", id},
        {"order_id", std::string{"o-"} + id},
        {"amount", amount}};
}

json refund(const char* receipt, const char* state, std::int64_t amount) {
    return {{"receipt_id", receipt}, {"state", state}, {"amount", amount}};
}

const json receipts = json::array({receipt("a", 9'900), receipt("b", 20'000, 5'000)});
const json refunds = json::array({refund("b", "done", 5'000), refund("a", "refused", 100)});
const json movements = json::array(
    {movement("paid", "b", 20'000), movement("paid", "a", 9'900), movement("canceled", "b", 5'000)}
);

TEST(TwoLedgers, AreEqualWhenEveryRowIs) {
    const auto comparison = compared(receipts, refunds, movements);
    EXPECT_TRUE(comparison.equal());
    EXPECT_EQ(
        closing_line(comparison),
        "ledger 29,900 won paid, 5,000 refunded = sandbox 29,900 / 5,000: equal to the won, "
        "2 payments, 0 differences"
    );
}

TEST(TwoLedgers, DifferInWhatOnlyOneSideHas) {
    json theirs = movements;
    theirs.push_back(movement("paid", "c", 1));
    const auto more = compared(receipts, refunds, theirs);
    ASSERT_EQ(more.differences.size(), 1U);
    EXPECT_EQ(more.differences[0], "receipt c: ledger has nothing; sandbox has o-c, 1 won paid");
    theirs = json::array({movements[0], movements[2]});
    EXPECT_EQ(compared(receipts, refunds, theirs).differences.size(), 1U);
}

TEST(TwoLedgers, DifferThoughTheirSumsAgree) {
    const json swapped = json::array({receipt("a", 20'000, 5'000), receipt("b", 9'900)});
    const auto comparison = compared(swapped, json::array({refund("a", "done", 5'000)}), movements);
    EXPECT_EQ(comparison.ours, comparison.theirs);
    EXPECT_EQ(comparison.differences.size(), 2U);
    EXPECT_FALSE(comparison.equal());
}

TEST(TwoLedgers, DifferWhenAReceiptWasPaidTwice) {
    json theirs = movements;
    theirs.push_back(movement("paid", "a", 9'900));
    EXPECT_EQ(compared(receipts, refunds, theirs).differences.size(), 1U);
}

TEST(TwoLedgers, DifferWhenTheOrderIsAnother) {
    json ours = receipts;
    ours[0]["order_id"] = "another";
    EXPECT_EQ(compared(ours, refunds, movements).differences.size(), 1U);
}

TEST(TwoLedgers, HoldRefundsAgainstTheReceiptsToo) {
    const auto comparison = compared(receipts, json::array(), movements);
    EXPECT_FALSE(comparison.equal());
    EXPECT_NE(closing_line(comparison).find("NOT EQUAL"), std::string::npos);
}

}  // namespace
}  // namespace maedal::ctl
