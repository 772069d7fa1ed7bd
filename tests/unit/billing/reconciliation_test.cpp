#include "billing/reconciliation.hpp"

#include <gtest/gtest.h>

namespace maedal::billing {
namespace {

const Instant noon = *instant_from_rfc3339("2026-11-30T12:00:00+09:00");

Won won(std::int64_t count) {
    return *Won::from_count(count);
}

Receipt ours(const char* id, std::int64_t amount = 9'900, std::int64_t refunded = 0) {
    return {
        ReceiptId{id},
        OrderId{std::string{"m1-"} + id},
        ReceiptRole::settles,
        won(amount),
        won(refunded),
        noon,
        std::nullopt};
}

ExportedPayment theirs(const char* id, std::int64_t amount = 9'900, std::int64_t cancelled = 0) {
    return {
        ReceiptId{id}, OrderId{std::string{"m1-"} + id}, won(amount), won(cancelled), noon, true};
}

TEST(Reconciliation, MatchesWhatIsTheSameOnBothSides) {
    const auto result =
        reconciled({ours("a"), ours("b", 100, 40)}, {theirs("b", 100, 40), theirs("a")});
    EXPECT_EQ(result.matched, 2);
    EXPECT_TRUE(result.explained());
    EXPECT_TRUE(reconciled({}, {}).explained());
}

TEST(Reconciliation, NamesWhatOnlyOneSideHas) {
    const auto result = reconciled({ours("a"), ours("b")}, {theirs("b"), theirs("c")});
    ASSERT_EQ(result.only_here.size(), 1U);
    EXPECT_EQ(result.only_here[0].id.text(), "a");
    ASSERT_EQ(result.only_there.size(), 1U);
    EXPECT_EQ(result.only_there[0].receipt.text(), "c");
    EXPECT_FALSE(result.explained());
}

TEST(Reconciliation, NamesTheFieldThatDiffers) {
    auto other_order = theirs("a");
    other_order.order_id = OrderId{"x"};
    auto later = theirs("a");
    later.paid_at = noon + Seconds{60};
    auto unpaid = theirs("a");
    unpaid.paid = false;
    const std::pair<ExportedPayment, const char*> cases[]{
        {theirs("a", 9'901), "amount"},
        {theirs("a", 9'900, 1), "cancelled"},
        {other_order, "order_id"},
        {later, "paid_at"},
        {unpaid, "status"}};
    for (const auto& [row, field] : cases) {
        const auto result = reconciled({ours("a")}, {row});
        ASSERT_EQ(result.different.size(), 1U) << field;
        EXPECT_EQ(result.different[0].field, field);
        EXPECT_NE(result.different[0].ours, result.different[0].theirs);
        EXPECT_EQ(result.matched, 0);
    }
}

TEST(Reconciliation, ForgivesSecondsThatTheExportLeavesOut) {
    auto row = theirs("a");
    row.paid_at = noon - Seconds{59};
    EXPECT_TRUE(reconciled({ours("a")}, {row}).explained());
}

TEST(Reconciliation, LeavesRowsOutByWhichNoMoneyMoved) {
    auto declined = theirs("d");
    declined.paid = false;
    declined.paid_at.reset();
    const auto result = reconciled({}, {declined});
    EXPECT_EQ(result.left_out, 1);
    EXPECT_TRUE(result.explained());
}

TEST(Reconciliation, DoesNotBelieveOneReceiptTwice) {
    const auto result = reconciled({ours("a")}, {theirs("a"), theirs("a")});
    ASSERT_EQ(result.different.size(), 1U);
    EXPECT_EQ(result.different[0].field, "receipt_id");
}

}  // namespace
}  // namespace maedal::billing
