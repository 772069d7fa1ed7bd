// What every ledger refuses, whatever the program above it believes.
#include "conformance/ledger_hosts.hpp"

#include <map>
#include <set>
#include <vector>

namespace maedal {
namespace {

using namespace sample;

template <class Host>
class LedgerGuard : public LedgerTest<Host> {
protected:
    /// Inside an open transaction: a charge of sub_1 with one planned attempt.
    Attempt fresh_attempt() {
        auto& book_ledger = *this->ledger;
        const auto period =
            static_cast<std::int64_t>(book_ledger.charges_of(SubscriptionId{"sub_1"}).size());
        auto owed = charge(book_ledger.next_charge_number(), "sub_1", period);
        book_ledger.add(owed, cause());
        auto row = attempt(owed);
        book_ledger.add(row, cause());
        return row;
    }
    void step(Attempt& row, AttemptState to) {
        row.state = to;
        row.reserve_id = ReserveId{"reserve-" + row.order_id.text()};
        row.receipt = ReceiptId{"receipt-" + row.order_id.text()};
        this->ledger->store(row, cause());
    }
    /// Walks a planned attempt along legal edges.
    void bring(Attempt& row, AttemptState to) {
        using enum AttemptState;
        const std::map<AttemptState, std::vector<AttemptState>> ways{
            {planned, {}},
            {dropped, {dropped}},
            {sending, {sending}},
            {open, {sending, open}},
            {doubt, {sending, doubt}},
            {paid, {sending, paid}},
            {declined, {sending, declined}},
            {refused, {sending, refused}},
            {reserved, {sending, reserved}},
            {absent, {sending, doubt, absent}},
            {quarantined, {sending, doubt, quarantined}},
            {revoking, {sending, reserved, revoking}},
            {revoked, {sending, reserved, revoked}},
            {lapsed, {sending, open, lapsed}}};
        for (const auto state : ways.at(to))
            step(row, state);
    }
};
TYPED_TEST_SUITE(LedgerGuard, LedgerHosts);

TYPED_TEST(LedgerGuard, LetsAnAttemptTakeTheEdgesOfBillingAndNoOthers) {
    for (const auto& [from, from_name] : attempt_state_names.all())
        for (const auto& [to, to_name] : attempt_state_names.all()) {
            const bool accepted = this->accepts([&, start = from, end = to] {
                auto row = this->fresh_attempt();
                this->bring(row, start);
                this->step(row, end);
            });
            EXPECT_EQ(accepted, from == to || legal(from, to)) << from_name << " to " << to_name;
        }
}

TYPED_TEST(LedgerGuard, BeginsAnAttemptPlannedAndNumberedByOne) {
    const auto owed = this->book.owed();
    for (const auto& [state, name] : attempt_state_names.all()) {
        auto row = attempt(owed);
        row.state = state;
        row.reserve_id = ReserveId{"reserve"};
        row.receipt = ReceiptId{"receipt"};
        EXPECT_EQ(
            this->accepts([&] { this->ledger->add(row, cause()); }), state == AttemptState::planned
        ) << name;
    }
    auto second = attempt(owed, 2);
    EXPECT_FALSE(this->accepts([&] { this->ledger->add(second, cause()); }));
}

TYPED_TEST(LedgerGuard, KeepsTheTermsOfAnAttempt) {
    const auto tried = this->book.planned();
    const auto other = this->book.owed();
    const auto accepts_change = [&](auto change) {
        auto row = tried;
        change(row);
        return this->accepts([&] { this->ledger->store(row, cause()); });
    };
    EXPECT_FALSE(accepts_change([](Attempt& row) { row.order_id = OrderId{"another"}; }));
    EXPECT_FALSE(accepts_change([](Attempt& row) { row.amount = won(9'901); }));
    EXPECT_FALSE(accepts_change([](Attempt& row) { row.tax_free = won(0); }));
    EXPECT_FALSE(accepts_change([](Attempt& row) { row.number = 2; }));
    EXPECT_FALSE(accepts_change([&](Attempt& row) { row.charge = other.number; }));
    EXPECT_FALSE(accepts_change([](Attempt& row) { row.next_look_at.reset(); }))
        << "a planned attempt has a timer";
    EXPECT_TRUE(accepts_change([](Attempt& row) { row.looks = 1; }));
}

TYPED_TEST(LedgerGuard, FixesTimeAndKeyOfAnAttemptWithItsIntent) {
    this->book.another_key("bk_2");
    auto tried = this->book.planned();
    tried.execute_at += Seconds{60};
    tried.billing_key = BillingKeyId{"bk_2"};
    this->book.sent(tried);  // the intent itself may set them
    EXPECT_FALSE(this->accepts([&, row = tried]() mutable {
        row.execute_at += Seconds{1};
        this->ledger->store(row, cause());
    }));
    EXPECT_FALSE(this->accepts([&, row = tried]() mutable {
        row.billing_key = BillingKeyId{"bk_1"};
        this->ledger->store(row, cause());
    }));
}

TYPED_TEST(LedgerGuard, AsksForTheEvidenceOfAnAttempt) {
    auto tried = this->book.planned();
    this->book.sent(tried);
    for (const auto state : {AttemptState::reserved, AttemptState::paid})
        EXPECT_FALSE(this->accepts([&, row = tried]() mutable {
            row.state = state;
            this->ledger->store(row, cause());
        }));
    tried.state = AttemptState::reserved;
    tried.reserve_id = ReserveId{"reserve-1"};
    this->book.store(tried);
    tried.reserve_id = ReserveId{"reserve-2"};
    EXPECT_FALSE(this->accepts([&] { this->ledger->store(tried, cause()); }))
        << "a reservation that is known does not become another";
}

TYPED_TEST(LedgerGuard, NeverHoldsTwoLiveAttemptsOfACharge) {
    const auto owed = this->book.owed();
    auto first = attempt(owed, 1);
    this->book.add(first);
    auto second = attempt(owed, 2);
    EXPECT_FALSE(this->accepts([&] { this->ledger->add(second, cause()); }));
    first.state = AttemptState::dropped;
    this->book.store(first);
    this->book.add(second);
    EXPECT_EQ(this->ledger->attempts_of(owed.number).size(), 2U);
}

TYPED_TEST(LedgerGuard, NeverHoldsAnEleventhSlotOfAKey) {
    EXPECT_FALSE(this->accepts([&] {
        for (int i = 0; i <= BillingKey::slots_max; ++i) {
            auto row = this->fresh_attempt();
            EXPECT_EQ(this->ledger->slots_held(*row.billing_key), i);
            this->bring(row, AttemptState::sending);
        }
    }));
    EXPECT_TRUE(this->accepts([&] {
        for (int i = 0; i < BillingKey::slots_max; ++i) {
            auto row = this->fresh_attempt();
            this->bring(row, AttemptState::reserved);
        }
        // One that ends makes room for one more.
        auto last = this->fresh_attempt();
        auto first =
            this->ledger->attempts({.subscription = "sub_1", .billing_key = "", .state = ""}, {})
                .front();
        this->step(first, AttemptState::revoked);
        this->bring(last, AttemptState::sending);
    }));
}

TYPED_TEST(LedgerGuard, SendsNothingForAChargeThatIsSettled) {
    auto tried = this->book.planned();
    auto settled = *this->ledger->charge(tried.charge);
    settled.state = ChargeState::voided;
    this->book.store(settled);
    tried.state = AttemptState::sending;
    EXPECT_FALSE(this->accepts([&] { this->ledger->store(tried, cause()); }));
    tried.state = AttemptState::dropped;
    EXPECT_TRUE(this->accepts([&] { this->ledger->store(tried, cause()); }));
}

TYPED_TEST(LedgerGuard, LetsAChargeTakeItsEdgesAndNoOthers) {
    using enum ChargeState;
    const std::map<ChargeState, std::set<ChargeState>> edges{
        {owed, {past_due, paid, voided, waived, uncollectible}},
        {past_due, {paid, voided, waived, uncollectible}},
        {paid, {}},
        {voided, {paid}},
        {waived, {paid}},
        {uncollectible, {paid}}};
    for (const auto& [from, from_name] : charge_state_names.all())
        for (const auto& [to, to_name] : charge_state_names.all()) {
            const bool accepted = this->accepts([&, start = from, end = to] {
                auto tried = this->fresh_attempt();
                auto row = *this->ledger->charge(tried.charge);
                row.receipt = ReceiptId{"receipt"};
                row.settled_at = noon;
                for (const auto state : {start, end}) {
                    row.state = state;
                    this->ledger->store(row, cause());
                }
            });
            EXPECT_EQ(accepted, from == to || edges.at(from).contains(to))
                << from_name << " to " << to_name;
        }
}

TYPED_TEST(LedgerGuard, NumbersChargesAndTheirPeriodsByOne) {
    const auto first = this->book.owed();
    const auto accepts_charge = [&](std::int64_t number, std::int64_t period) {
        auto row = charge({number}, "sub_1", period);
        return this->accepts([&] { this->ledger->add(row, cause()); });
    };
    EXPECT_TRUE(accepts_charge(first.number.value + 1, 1));
    EXPECT_FALSE(accepts_charge(first.number.value + 2, 1));
    EXPECT_FALSE(accepts_charge(first.number.value + 1, 0));
    EXPECT_FALSE(accepts_charge(first.number.value + 1, 2));
    auto paid = charge({first.number.value + 1}, "sub_1", 1);
    paid.state = ChargeState::paid;
    paid.receipt = ReceiptId{"receipt"};
    paid.settled_at = noon;
    EXPECT_FALSE(this->accepts([&] { this->ledger->add(paid, cause()); }));
}

TYPED_TEST(LedgerGuard, FreezesTheAmountOfAChargeWhileSomeoneIsAskedForIt) {
    auto row = this->book.owed();
    row.amount = won(5'000);
    EXPECT_TRUE(this->accepts([&, free = row]() mutable { this->ledger->store(free, cause()); }));
    auto tried = attempt(*this->ledger->charge(row.number));
    this->book.add(tried);
    EXPECT_FALSE(this->accepts([&] { this->ledger->store(row, cause()); }));
}

TYPED_TEST(LedgerGuard, AsksForTheReceiptOfAPaidCharge) {
    auto row = this->book.owed();
    row.state = ChargeState::paid;
    EXPECT_FALSE(this->accepts([&] { this->ledger->store(row, cause()); }));
    row.receipt = ReceiptId{"of-nobody"};
    row.settled_at = noon;
    EXPECT_THROW(this->book.store(row), ports::LedgerRefusal) << "no such receipt at the commit";
}

TYPED_TEST(LedgerGuard, SettlesAChargeOnce) {
    auto tried = this->book.planned();
    const auto money = this->book.paid(tried);
    auto second = receipt("receipt-2", tried.order_id);
    EXPECT_FALSE(this->accepts([&] { this->ledger->add(second, cause()); }));
    second.role = ReceiptRole::surplus;
    this->book.add(second);
    second.role = ReceiptRole::settles;
    EXPECT_FALSE(this->accepts([&] { this->ledger->store(second, cause()); }));
    auto settled = *this->ledger->charge(tried.charge);
    settled.receipt = second.id;
    EXPECT_FALSE(this->accepts([&] { this->ledger->store(settled, cause()); }));
    EXPECT_EQ(this->ledger->charge(tried.charge)->receipt, money.id);
}

TYPED_TEST(LedgerGuard, KeepsWhatWasPaidAndGivenBack) {
    auto tried = this->book.planned();
    auto money = this->book.paid(tried);
    money.refunded = won(5'000);
    this->book.store(money);
    const auto accepts_change = [&](auto change) {
        auto row = money;
        change(row);
        return this->accepts([&] { this->ledger->store(row, cause()); });
    };
    EXPECT_FALSE(accepts_change([](Receipt& row) { row.refunded = won(4'999); }));
    EXPECT_FALSE(accepts_change([](Receipt& row) { row.refunded = won(9'901); }));
    EXPECT_FALSE(accepts_change([](Receipt& row) { row.paid = won(9'901); }));
    EXPECT_TRUE(accepts_change([](Receipt& row) { row.refunded = won(9'900); }));
}

TYPED_TEST(LedgerGuard, GivesBackOneRefundAtATimeAndNotMoreThanCame) {
    auto tried = this->book.planned();
    const auto money = this->book.paid(tried);
    auto too_much = refund("cancel-0", money.id, 9'901);
    EXPECT_FALSE(this->accepts([&] { this->ledger->add(too_much, cause()); }));
    auto first = refund("cancel-1", money.id);
    this->book.add(first);
    auto second = refund("cancel-2", money.id);
    EXPECT_FALSE(this->accepts([&] { this->ledger->add(second, cause()); }));
    first.amount = won(1);
    EXPECT_FALSE(this->accepts([&] { this->ledger->store(first, cause()); }));
}

TYPED_TEST(LedgerGuard, LetsARefundTakeItsEdgesAndNoOthers) {
    using enum RefundState;
    auto tried = this->book.planned();
    const auto money = this->book.paid(tried);
    const std::map<RefundState, std::set<RefundState>> edges{
        {planned, {sending}},
        {sending, {done, refused, doubt, planned}},
        {doubt, {sending, done, refused}},
        {done, {}},
        {refused, {}}};
    const std::map<RefundState, std::vector<RefundState>> ways{
        {planned, {}},
        {sending, {sending}},
        {doubt, {sending, doubt}},
        {done, {sending, done}},
        {refused, {sending, refused}}};
    for (const auto& [from, from_name] : refund_state_names.all())
        for (const auto& [to, to_name] : refund_state_names.all()) {
            const bool accepted = this->accepts([&, start = from, end = to] {
                auto row = refund("cancel-1", money.id);
                this->ledger->add(row, cause());
                auto way = ways.at(start);
                way.push_back(end);
                for (const auto state : way) {
                    row.state = state;
                    this->ledger->store(row, cause());
                }
            });
            EXPECT_EQ(accepted, from == to || edges.at(from).contains(to))
                << from_name << " to " << to_name;
        }
}

TYPED_TEST(LedgerGuard, KnowsWhatARowHangsOn) {
    auto of_nobody = charge(this->ledger->next_charge_number(), "sub_9", 0);
    EXPECT_FALSE(this->accepts([&] { this->ledger->add(of_nobody, cause()); }));
    auto of_nothing = attempt(charge({77}, "sub_1", 0));
    EXPECT_FALSE(this->accepts([&] { this->ledger->add(of_nothing, cause()); }));
    auto keyless = attempt(this->book.owed(), 1, "bk_9");
    EXPECT_FALSE(this->accepts([&] { this->ledger->add(keyless, cause()); }));
    auto strange = receipt("receipt-1", OrderId{"order-of-nobody"});
    EXPECT_FALSE(this->accepts([&] { this->ledger->add(strange, cause()); }));
    auto groundless = refund("cancel-1", ReceiptId{"receipt-9"});
    EXPECT_FALSE(this->accepts([&] { this->ledger->add(groundless, cause()); }));
    auto tried = this->book.planned();
    this->book.sent(tried);
    tried.state = AttemptState::paid;
    tried.receipt = ReceiptId{"receipt-9"};
    EXPECT_THROW(this->book.store(tried), ports::LedgerRefusal) << "no such receipt at the commit";
}

TYPED_TEST(LedgerGuard, SettlesOneChargeWithAReceipt) {
    auto first = this->book.planned();
    const auto money = this->book.paid(first);
    auto other = this->book.owed();
    other.state = ChargeState::paid;
    other.receipt = money.id;
    other.settled_at = noon;
    EXPECT_FALSE(this->accepts([&] { this->ledger->store(other, cause()); }));
}

TYPED_TEST(LedgerGuard, BeginsARefundPlanned) {
    auto tried = this->book.planned();
    const auto money = this->book.paid(tried);
    for (const auto& [state, name] : refund_state_names.all()) {
        auto row = refund("cancel-1", money.id);
        row.state = state;
        EXPECT_EQ(
            this->accepts([&] { this->ledger->add(row, cause()); }), state == RefundState::planned
        ) << name;
    }
}

TYPED_TEST(LedgerGuard, LeavesASubscriptionThatIsOverAsItIs) {
    auto row = *this->ledger->subscription(SubscriptionId{"sub_1"});
    row.status = SubscriptionStatus::ended;
    this->book.store(row);
    row.status = SubscriptionStatus::active;
    EXPECT_FALSE(this->accepts([&] { this->ledger->store(row, cause()); }));
    auto stranger = subscription("sub_2", {77});
    EXPECT_FALSE(this->accepts([&] { this->ledger->add(stranger, cause()); })) << "no such plan";
    auto keyless = subscription("sub_2", this->book.plan_version, "bk_9");
    EXPECT_FALSE(this->accepts([&] { this->ledger->add(keyless, cause()); })) << "no such key";
}

TYPED_TEST(LedgerGuard, HoldsABillingKeyOnce) {
    auto row = key("bk_2");
    EXPECT_FALSE(this->accepts([&] { this->ledger->add(row, key_secret("bk_1"), cause()); }));
    EXPECT_TRUE(this->accepts([&] { this->ledger->add(row, key_secret("bk_2"), cause()); }));
}

}  // namespace
}  // namespace maedal
