// What every ledger keeps to, whatever it is built on. A second ledger adds its factory below.
#include "conformance/same_rows.hpp"
#include "conformance/sample_book.hpp"
#include "sqlite/ledger.hpp"
#include "sqlite/reads.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>

namespace maedal {
namespace {

using namespace sample;
namespace fs = std::filesystem;

/// A ledger that can be closed and opened again, and read beside its writer.
class LedgerHost {
public:
    virtual ~LedgerHost() = default;
    virtual std::unique_ptr<ports::Ledger> open() = 0;
    virtual std::unique_ptr<ports::LedgerReads> reads() = 0;
};

class SqliteHost final : public LedgerHost {
public:
    SqliteHost() {
        std::string pattern = (fs::temp_directory_path() / "ledger-XXXXXX").string();
        directory_ = ::mkdtemp(pattern.data());
    }
    ~SqliteHost() override { fs::remove_all(directory_); }
    std::unique_ptr<ports::Ledger> open() override {
        return sqlite::SqliteLedger::open(
            {.path = path(),
             .key_hex = Secret{std::string(64, 'a')},
             .installation = "m1",
             .vfs = ""}
        );
    }
    std::unique_ptr<ports::LedgerReads> reads() override {
        return sqlite::SqliteReads::open(path());
    }

private:
    [[nodiscard]] std::string path() const { return (directory_ / "ledger.db").string(); }
    fs::path directory_;
};

template <class Host>
class LedgerContract : public testing::Test {
protected:
    LedgerContract() : ledger{host.open()}, book{*ledger} {}

    /// Closes the ledger and opens it again, as after a crash: what was committed is there.
    void reopen() {
        ledger.reset();
        ledger = host.open();
    }

    Host host;
    std::unique_ptr<ports::Ledger> ledger;
    Book book;
};

using Hosts = testing::Types<SqliteHost>;
TYPED_TEST_SUITE(LedgerContract, Hosts);

TYPED_TEST(LedgerContract, GivesRowsBackAsTheyWereAdded) {
    auto owed = this->book.owed();
    auto tried = attempt(owed);
    this->book.add(tried);
    this->reopen();

    auto expected_key = key();
    expected_key.version = 1;
    EXPECT_TRUE(same(this->ledger->billing_key(expected_key.id), expected_key));
    auto expected_plan = plan();
    expected_plan.version = this->book.plan_version;
    EXPECT_TRUE(same(this->ledger->plan(this->book.plan_version), expected_plan));
    auto expected_subscription = subscription("sub_1", this->book.plan_version);
    expected_subscription.version = 1;
    EXPECT_TRUE(same(this->ledger->subscription(expected_subscription.id), expected_subscription));
    EXPECT_TRUE(same(this->ledger->charge(owed.number), owed));
    EXPECT_TRUE(same(this->ledger->attempt(tried.order_id), tried));
    EXPECT_EQ(owed.version, 1);
    EXPECT_EQ(tried.version, 1);
}

TYPED_TEST(LedgerContract, GivesRowsBackAsTheyWereStoredWithAllThatMayBeEmpty) {
    auto held = *this->ledger->subscription(SubscriptionId{"sub_1"});
    held.periods_made = 1;
    held.cancel_at = noon + Seconds{1};
    held.cancel_reason = "requested";
    held.paused_at = noon + Seconds{2};
    held.past_due_until = noon + Seconds{3};
    held.status = SubscriptionStatus::canceling;
    held.next_step_at = noon + Seconds{4};
    this->book.store(held);

    auto tried = this->book.planned();
    tried.waits_for_slot = true;
    tried.looks = 3;
    this->book.store(tried);
    tried.execute_at = noon + Seconds{77};  // fixed only by the intent
    this->book.sent(tried);
    tried.state = AttemptState::reserved;
    tried.reserve_id = ReserveId{"reserve-1"};
    tried.code = "OK";
    this->book.store(tried);
    tried.state = AttemptState::declined;
    tried.next_look_at.reset();
    tried.closed_at = noon + Seconds{78};
    this->book.store(tried);

    auto owed = *this->ledger->charge(tried.charge);
    owed.state = ChargeState::past_due;
    owed.declines = 1;
    owed.needs_key = true;
    owed.late = Lateness::want_of_slot;
    this->book.store(owed);

    auto dead = *this->ledger->billing_key(BillingKeyId{"bk_1"});
    dead.state = KeyState::dead;
    this->book.store(dead);
    this->reopen();

    EXPECT_TRUE(same(this->ledger->subscription(held.id), held));
    EXPECT_TRUE(same(this->ledger->attempt(tried.order_id), tried));
    EXPECT_TRUE(same(this->ledger->charge(owed.number), owed));
    EXPECT_TRUE(same(this->ledger->billing_key(dead.id), dead));
    EXPECT_EQ(tried.version, 5);
}

TYPED_TEST(LedgerContract, GivesMoneyBackAsItWasBooked) {
    auto tried = this->book.planned();
    auto money = this->book.paid(tried);
    auto back = refund("cancel-1", money.id);
    this->book.add(back);
    back.state = RefundState::sending;
    back.looks = 1;
    back.refunded_before = won(0);
    back.next_act = NextAct::look;
    this->book.store(back);
    back.state = RefundState::done;
    back.next_look_at.reset();
    back.closed_at = noon + Seconds{9};
    back.code = "CANCELLED";
    this->book.store(back);
    money.refunded = won(3'000);
    money.next_look_at = noon + Seconds{10};
    this->book.store(money);
    this->reopen();

    EXPECT_TRUE(same(this->ledger->receipt(money.id), money));
    EXPECT_TRUE(same(this->ledger->refund(back.id), back));
    ASSERT_EQ(this->ledger->receipts_of(tried.order_id).size(), 1U);
    ASSERT_EQ(this->ledger->refunds_of(money.id).size(), 1U);
    EXPECT_TRUE(same(this->ledger->receipts_of(tried.order_id).front(), money));
    EXPECT_TRUE(same(this->ledger->refunds_of(money.id).front(), back));
    const auto settled = this->ledger->charge(tried.charge);
    EXPECT_EQ(settled->state, ChargeState::paid);
    EXPECT_EQ(settled->receipt, money.id);
    EXPECT_EQ(settled->settled_at, money.paid_at);
}

TYPED_TEST(LedgerContract, OpensASecretOnlyAsItWasSealed) {
    const auto secret = this->ledger->secret_of(BillingKeyId{"bk_1"});
    EXPECT_TRUE(secret.same_as(key_secret()));
    const auto found = this->ledger->key_with_secret(key_secret());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id.text(), "bk_1");
    EXPECT_FALSE(this->ledger->key_with_secret(key_secret("bk_2")));
}

TYPED_TEST(LedgerContract, RefusesAStoreOverARowThatHasChanged) {
    auto first = this->book.planned();
    auto second = first;
    first.looks = 1;
    this->book.store(first);
    second.looks = 9;
    EXPECT_THROW(this->book.store(second), ports::LedgerRefusal);
    EXPECT_EQ(this->ledger->attempt(first.order_id)->looks, 1);
}

TYPED_TEST(LedgerContract, KeepsNothingOfWhatIsRolledBack) {
    const auto entries = this->ledger->totals().journal_entries;
    const auto number = this->ledger->next_charge_number();
    this->ledger->begin();
    auto row = charge(number, "sub_1", 0);
    this->ledger->add(row, cause());
    auto tried = attempt(row);
    this->ledger->add(tried, cause());
    const auto id = this->ledger->new_id("sub");
    EXPECT_TRUE(this->ledger->charge(number));
    this->ledger->roll_back();

    EXPECT_FALSE(this->ledger->charge(number));
    EXPECT_FALSE(this->ledger->attempt(tried.order_id));
    EXPECT_EQ(this->ledger->totals().journal_entries, entries);
    EXPECT_EQ(this->ledger->next_charge_number(), number);
    this->ledger->begin();
    EXPECT_EQ(this->ledger->new_id("sub"), id);
    this->ledger->roll_back();
}

TYPED_TEST(LedgerContract, RefusesEverythingAfterAFailureUntilItIsRolledBack) {
    auto tried = this->book.planned();
    this->ledger->begin();
    auto illegal = tried;
    illegal.state = AttemptState::paid;
    EXPECT_THROW(this->ledger->store(illegal, cause()), ports::LedgerRefusal);
    EXPECT_THROW(this->ledger->store(tried, cause()), ports::LedgerFailure);
    EXPECT_THROW((void)this->ledger->attempt(tried.order_id), ports::LedgerFailure);
    EXPECT_THROW(this->ledger->commit(), ports::LedgerFailure);
    EXPECT_THROW(this->ledger->begin(), ports::LedgerFailure);
    this->ledger->roll_back();
    this->book.store(tried);
    EXPECT_EQ(this->ledger->attempt(tried.order_id)->version, 2);
}

TYPED_TEST(LedgerContract, RollingBackWithoutATransactionDoesNothing) {
    this->ledger->roll_back();
    EXPECT_TRUE(this->ledger->subscription(SubscriptionId{"sub_1"}));
}

TYPED_TEST(LedgerContract, TakesOnlyTheEdgesOfBilling) {
    using enum AttemptState;
    for (const auto& [from, from_name] : attempt_state_names.all()) {
        if (from == planned) continue;
        for (const auto& [to, to_name] : attempt_state_names.all()) {
            if (from != sending) continue;  // the rest is told by the schema's own table of edges
            auto row = this->book.planned();
            this->book.sent(row);
            row.state = to;
            row.reserve_id = ReserveId{"reserve"};
            row.receipt = ReceiptId{"receipt-" + row.order_id.text()};
            const auto store = [&] {
                in_transaction(*this->ledger, [&] {
                    auto money = receipt(row.receipt->text(), row.order_id);
                    money.role = ReceiptRole::surplus;
                    this->ledger->add(money, cause());
                    this->ledger->store(row, cause());
                });
            };
            if (from == to || legal(from, to)) {
                EXPECT_NO_THROW(store()) << from_name << " to " << to_name;
            } else {
                EXPECT_THROW(store(), ports::LedgerRefusal) << from_name << " to " << to_name;
            }
            auto stored = *this->ledger->attempt(row.order_id);
            if (!holds_slot(stored.state)) continue;
            // Room for the next one: the key has ten slots.
            stored.state = stored.state == sending ? dropped : stored.state;
            if (stored.state == doubt) stored.state = absent;
            if (stored.state == reserved) stored.state = revoked;
            this->book.store(stored);
        }
    }
}

TYPED_TEST(LedgerContract, NeverHoldsTwoLiveAttemptsOfACharge) {
    const auto owed = this->book.owed();
    auto first = attempt(owed, 1);
    this->book.add(first);
    auto second = attempt(owed, 2);
    EXPECT_THROW(this->book.add(second), ports::LedgerRefusal);
    first.state = AttemptState::dropped;
    this->book.store(first);
    this->book.add(second);
    const auto both = this->ledger->attempts_of(owed.number);
    ASSERT_EQ(both.size(), 2U);
    EXPECT_EQ(both[0].number, 1);
    EXPECT_EQ(both[1].number, 2);
}

TYPED_TEST(LedgerContract, NeverHoldsAnEleventhSlotOfAKey) {
    for (int i = 0; i < BillingKey::slots_max; ++i) {
        auto row = this->book.planned();
        this->book.reserved(row);
    }
    auto eleventh = this->book.planned();
    EXPECT_THROW(this->book.sent(eleventh), ports::LedgerRefusal);
    EXPECT_EQ(this->ledger->slots_held(BillingKeyId{"bk_1"}), BillingKey::slots_max);
}

}  // namespace
}  // namespace maedal
