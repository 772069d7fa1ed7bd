// What every ledger finds: what is due, what waits, and the pages of its lists.
#include "conformance/ledger_hosts.hpp"
#include "conformance/same_rows.hpp"

#include <functional>
#include <set>
#include <vector>

namespace maedal {
namespace {

using namespace sample;

template <class Host>
class LedgerLists : public LedgerTest<Host> {
protected:
    /// An attempt that wants something at `look_at` and executes at `execute_at`.
    Attempt planned_at(Seconds look_at, Seconds execute_at, bool waits = false) {
        auto row = attempt(this->book.owed());
        row.next_look_at = noon + look_at;
        row.execute_at = noon + execute_at;
        row.waits_for_slot = waits;
        this->book.add(row);
        return row;
    }
};
TYPED_TEST_SUITE(LedgerLists, LedgerHosts);

template <class Row>
std::vector<std::string> ids(const std::vector<Row>& rows) {
    std::vector<std::string> found;
    for (const auto& row : rows) {
        if constexpr (requires {
                          row.order_id.text();
                          row.charge;
                      })
            found.push_back(row.order_id.text());
        else if constexpr (requires { row.number.value; })
            found.push_back(std::to_string(row.number.value));
        else
            found.push_back(row.id.text());
    }
    return found;
}

/// Reads a list page by page; the pages together must be the whole list.
template <class List>
std::vector<std::string> paged(List list, int limit) {
    std::vector<std::string> all;
    std::string after;
    for (;;) {
        const auto page = ids(list(ports::Page{after, limit}));
        EXPECT_LE(page.size(), static_cast<std::size_t>(limit));
        if (page.empty()) return all;
        all.insert(all.end(), page.begin(), page.end());
        after = page.back();
    }
}

using Texts = std::vector<std::string>;

TYPED_TEST(LedgerLists, GivesPlannedAttemptsByTheMomentTheyExecute) {
    const auto late = this->planned_at(Seconds{1}, Seconds{900});
    const auto near = this->planned_at(Seconds{3}, Seconds{300});
    const auto twin = this->planned_at(Seconds{2}, Seconds{300});
    const auto later = this->planned_at(Seconds{50}, Seconds{100});
    auto looked = this->planned_at(Seconds{0}, Seconds{600});
    this->book.sent(looked);

    const auto due = this->ledger->due_attempts(noon + Seconds{3}, 10);
    EXPECT_EQ(
        ids(due),
        (Texts{
            looked.order_id.text(),
            near.order_id.text(),
            twin.order_id.text(),
            late.order_id.text()})
    );
    EXPECT_TRUE(same(due[1], near));
    EXPECT_EQ(
        ids(this->ledger->due_attempts(noon + Seconds{3}, 1)),
        (Texts{looked.order_id.text(), near.order_id.text()})
    ) << "so many look-ups, and so many sends: the ones do not hide the others";
    EXPECT_TRUE(this->ledger->due_attempts(noon - Seconds{1}, 10).empty());
    EXPECT_EQ(this->ledger->due_attempts(*later.next_look_at, 10).size(), 5U);
}

TYPED_TEST(LedgerLists, LooksGoOnWhileNothingIsSent) {
    const auto waits = this->planned_at(Seconds{0}, Seconds{600});
    auto looked = this->planned_at(Seconds{2}, Seconds{600});
    this->book.sent(looked);
    looked.next_act = NextAct::look;
    this->book.store(looked);
    EXPECT_EQ(this->ledger->due_attempts(noon + Seconds{5}, 10).size(), 2U);
    EXPECT_EQ(
        ids(this->ledger->due_look_ups(noon + Seconds{5}, 10)), (Texts{looked.order_id.text()})
    );
    EXPECT_EQ(this->ledger->next_due(true), waits.next_look_at);
    EXPECT_EQ(this->ledger->next_due(false), looked.next_look_at);
}

TYPED_TEST(LedgerLists, GivesWhatWasToBeRevokedAsALookOnceItsExecutionHasPassed) {
    auto row = this->planned_at(Seconds{0}, Seconds{600});
    this->book.reserved(row);
    row.state = AttemptState::revoking;
    row.next_act = NextAct::send;
    row.next_look_at = noon;
    this->book.store(row);
    EXPECT_TRUE(this->ledger->due_look_ups(noon + Seconds{599}, 10).empty());
    EXPECT_EQ(this->ledger->due_look_ups(noon + Seconds{600}, 10).size(), 1U);
    EXPECT_EQ(this->ledger->due_attempts(noon + Seconds{599}, 10).size(), 1U);
    EXPECT_EQ(this->ledger->due_attempts(noon + Seconds{600}, 10).size(), 1U);
}

TYPED_TEST(LedgerLists, FindsThePaymentsOfATime) {
    auto tried = this->planned_at(Seconds{500}, Seconds{900});
    const auto money = this->book.paid(tried);
    const Instant at = money.paid_at;
    const ports::Page page{"", 10};
    EXPECT_EQ(
        ids(this->ledger->receipts_paid(at, at + Seconds{1}, page)), (Texts{money.id.text()})
    );
    EXPECT_TRUE(this->ledger->receipts_paid(at + Seconds{1}, at + Seconds{9}, page).empty());
    EXPECT_TRUE(this->ledger->receipts_paid(at - Seconds{9}, at, page).empty()) << "end excluded";
    ASSERT_TRUE(this->ledger->last_payment_after(at - Seconds{1}));
    EXPECT_EQ(this->ledger->last_payment_after(at - Seconds{1})->id, money.id);
    EXPECT_FALSE(this->ledger->last_payment_after(at));
}

TYPED_TEST(LedgerLists, FindsWhatWasSentAndIsOverByItsEnd) {
    const Instant at = noon + Seconds{900};
    auto never_sent = this->planned_at(Seconds{500}, Seconds{900});
    never_sent.state = billing::AttemptState::dropped;
    never_sent.closed_at = at;
    this->book.store(never_sent);
    auto tried = this->planned_at(Seconds{500}, Seconds{900});
    this->book.paid(tried);
    tried.closed_at = at;
    this->book.store(tried);
    const auto listed = [&](Instant from, const std::string& after, Instant to) {
        return ids(this->ledger->sent_attempts_in_order(from, after, to, 10));
    };
    const Texts one{tried.order_id.text()};
    EXPECT_EQ(listed(at, "", at + Seconds{1}), one);
    EXPECT_EQ(listed(at - Seconds{9}, one.front(), at + Seconds{1}), one);
    EXPECT_TRUE(listed(at, one.front(), at + Seconds{1}).empty()) << "behind it";
    EXPECT_TRUE(listed(at - Seconds{9}, "", at).empty()) << "end excluded";
    EXPECT_TRUE(this->ledger->sent_attempts_in_order(at, "", at + Seconds{1}, 0).empty());

    auto perhaps_sent = this->planned_at(Seconds{500}, Seconds{900});
    perhaps_sent.code = billing::presumed_sent;
    perhaps_sent.state = billing::AttemptState::dropped;
    perhaps_sent.closed_at = at + Seconds{5};
    this->book.store(perhaps_sent);
    EXPECT_EQ(listed(at + Seconds{1}, "", at + Seconds{9}), Texts{perhaps_sent.order_id.text()});
}

TYPED_TEST(LedgerLists, CountsTheCallsOfTheBusiestHour) {
    EXPECT_EQ(this->ledger->busiest_hour(noon, noon + Seconds{7'200}), 0);
    const auto call_at = [&](Seconds after) {
        ports::GatewayCall call{
            .number = 0,
            .kind = "reserve",
            .subject = "m1-sub_1-p0-a1",
            .intent_at = noon + after,
            .closed_at = std::nullopt,
            .outcome = "",
            .code = ""};
        in_transaction(*this->ledger, [&] { this->ledger->add(call, cause()); });
    };
    for (const auto after : {Seconds{1}, Seconds{2}, Seconds{3}, Seconds{3'600}, Seconds{3'601}})
        call_at(after);
    EXPECT_EQ(this->ledger->busiest_hour(noon, noon + Seconds{7'200}), 3);
    EXPECT_EQ(this->ledger->busiest_hour(noon + Seconds{3'600}, noon + Seconds{3'601}), 1);
}

TYPED_TEST(LedgerLists, KnowsTheNextMomentAtWhichAnythingIsDue) {
    EXPECT_FALSE(this->ledger->next_due(true));
    auto tried = this->planned_at(Seconds{500}, Seconds{900});
    EXPECT_EQ(this->ledger->next_due(true), noon + Seconds{500});
    auto money = this->book.paid(tried);
    tried.next_look_at.reset();
    this->book.store(tried);
    EXPECT_FALSE(this->ledger->next_due(true));

    money.next_look_at = noon + Seconds{400};
    this->book.store(money);
    EXPECT_EQ(this->ledger->next_due(true), noon + Seconds{400});
    auto back = refund("cancel-1", money.id);
    back.next_look_at = noon + Seconds{300};
    this->book.add(back);
    EXPECT_EQ(this->ledger->next_due(true), noon + Seconds{300});
    auto held = *this->ledger->subscription(SubscriptionId{"sub_1"});
    held.next_step_at = noon + Seconds{200};
    this->book.store(held);
    EXPECT_EQ(this->ledger->next_due(true), noon + Seconds{200});
    auto hint = notice("digest");
    hint.next_look_at = noon + Seconds{100};
    in_transaction(*this->ledger, [&] { EXPECT_TRUE(this->ledger->add(hint)); });
    EXPECT_EQ(this->ledger->next_due(true), noon + Seconds{100});

    const Instant all = noon + Seconds{400};
    ASSERT_EQ(this->ledger->due_receipts(all, 10).size(), 1U);
    ASSERT_EQ(this->ledger->due_refunds(all, 10).size(), 1U);
    ASSERT_EQ(this->ledger->due_subscriptions(all, 10).size(), 1U);
    ASSERT_EQ(this->ledger->due_notices(all, 10).size(), 1U);
    EXPECT_TRUE(same(this->ledger->due_receipts(all, 10).front(), money));
    EXPECT_TRUE(same(this->ledger->due_refunds(all, 10).front(), back));
    EXPECT_TRUE(same(this->ledger->due_subscriptions(all, 10).front(), held));
    EXPECT_TRUE(same(this->ledger->due_notices(all, 10).front(), hint));
    EXPECT_TRUE(this->ledger->due_notices(noon + Seconds{99}, 10).empty());
}

TYPED_TEST(LedgerLists, GivesOverlookedMomentsBackEarliestFirst) {
    for (const int second : {3, 1, 2}) {
        auto hint = notice("digest-" + std::to_string(second));
        hint.next_look_at = noon + Seconds{second};
        in_transaction(*this->ledger, [&] { EXPECT_TRUE(this->ledger->add(hint)); });
    }
    const auto due = this->ledger->due_notices(noon + Seconds{9}, 2);
    ASSERT_EQ(due.size(), 2U);
    EXPECT_EQ(due[0].digest, "digest-1");
    EXPECT_EQ(due[1].digest, "digest-2");
}

TYPED_TEST(LedgerLists, KnowsWhoHoldsTheSlotsOfAKeyAndWhoWaitsForOne) {
    const BillingKeyId bk{"bk_1"};
    EXPECT_FALSE(this->ledger->earliest_execution(bk));
    EXPECT_FALSE(this->ledger->farthest_reserved(bk, noon));
    auto near = this->planned_at(Seconds{0}, Seconds{100});
    auto far = this->planned_at(Seconds{0}, Seconds{300});
    auto unsure = this->planned_at(Seconds{0}, Seconds{900});
    const auto second_in_line = this->planned_at(Seconds{0}, Seconds{200}, true);
    const auto first_in_line = this->planned_at(Seconds{0}, Seconds{50}, true);
    this->book.reserved(near);
    this->book.reserved(far);
    this->book.sent(unsure);

    EXPECT_EQ(this->ledger->slots_held(bk), 3);
    EXPECT_EQ(this->ledger->earliest_execution(bk), near.execute_at);
    const auto farthest = this->ledger->farthest_reserved(bk, noon + Seconds{200});
    EXPECT_TRUE(same(farthest, far)) << "one that is being sent cannot give way";
    EXPECT_FALSE(this->ledger->farthest_reserved(bk, far.execute_at));
    EXPECT_EQ(
        ids(this->ledger->waiting_for_slot(bk, 10)),
        (Texts{first_in_line.order_id.text(), second_in_line.order_id.text()})
    );
    EXPECT_EQ(this->ledger->waiting_for_slot(bk, 1).size(), 1U);
    EXPECT_TRUE(this->ledger->waiting_for_slot(BillingKeyId{"bk_2"}, 10).empty());
}

TYPED_TEST(LedgerLists, FindsTheSubscriptionsOfAKeyThatAreNotOver) {
    in_transaction(*this->ledger, [&] {
        auto second = subscription("sub_2", this->book.plan_version);
        this->ledger->add(second, cause());
        auto over = subscription("sub_3", this->book.plan_version);
        over.status = SubscriptionStatus::canceled;
        this->ledger->add(over, cause());
    });
    EXPECT_EQ(ids(this->ledger->subscriptions_on(BillingKeyId{"bk_1"})), (Texts{"sub_1", "sub_2"}));
}

TYPED_TEST(LedgerLists, FindsTheChargesOfASubscription) {
    const auto first = this->book.owed();
    auto second = this->book.owed();
    const auto third = this->book.owed();
    second.state = ChargeState::waived;
    this->book.store(second);
    const SubscriptionId id{"sub_1"};
    EXPECT_EQ(ids(this->ledger->charges_of(id)), (Texts{"1", "2", "3"}));
    EXPECT_EQ(ids(this->ledger->unsettled_charges_of(id)), (Texts{"1", "3"}));
    EXPECT_TRUE(this->ledger->charges_of(SubscriptionId{"sub_2"}).empty());
}

TYPED_TEST(LedgerLists, PagesSubscriptionsByWhatIsAsked) {
    in_transaction(*this->ledger, [&] {
        for (int i = 2; i <= 7; ++i) {
            auto row = subscription(
                "sub_" + std::to_string(i), this->book.plan_version, "bk_1", i % 2 ? "lee" : "kim"
            );
            if (i == 4) row.status = SubscriptionStatus::paused;
            this->ledger->add(row, cause());
        }
    });
    const auto list = [&](const ports::SubscriptionFilter& filter) {
        return paged(
            [&](ports::Page page) { return this->ledger->subscriptions(filter, page); }, 2
        );
    };
    EXPECT_EQ(list({}), (Texts{"sub_1", "sub_2", "sub_3", "sub_4", "sub_5", "sub_6", "sub_7"}));
    EXPECT_EQ(
        list({.customer = "lee", .status = "", .plan = ""}), (Texts{"sub_3", "sub_5", "sub_7"})
    );
    EXPECT_EQ(list({.customer = "", .status = "paused", .plan = ""}), (Texts{"sub_4"}));
    EXPECT_EQ(list({.customer = "kim", .status = "paused", .plan = "basic"}), (Texts{"sub_4"}));
    EXPECT_TRUE(list({.customer = "lee", .status = "paused", .plan = ""}).empty());
    EXPECT_TRUE(list({.customer = "", .status = "", .plan = "premium"}).empty());
    EXPECT_EQ(list({.customer = "", .status = "", .plan = "basic"}).size(), 7U);
}

TYPED_TEST(LedgerLists, PagesChargesByWhatIsAsked) {
    in_transaction(*this->ledger, [&] {
        auto other = subscription("sub_2", this->book.plan_version, "bk_1", "lee");
        this->ledger->add(other, cause());
    });
    for (int i = 0; i < 5; ++i)
        this->book.owed();
    in_transaction(*this->ledger, [&] {
        auto row = charge(this->ledger->next_charge_number(), "sub_2", 0);
        row.late = Lateness::placed_late;
        this->ledger->add(row, cause());
    });
    auto third = *this->ledger->charge({3});
    third.state = ChargeState::past_due;
    this->book.store(third);

    const auto list = [&](auto ask) {
        ports::ChargeFilter filter;
        ask(filter);
        return paged([&](ports::Page page) { return this->ledger->charges(filter, page); }, 2);
    };
    EXPECT_EQ(list([](auto&) {}), (Texts{"1", "2", "3", "4", "5", "6"}));
    EXPECT_EQ(list([](auto& ask) { ask.subscription = "sub_2"; }), (Texts{"6"}));
    EXPECT_EQ(list([](auto& ask) { ask.customer = "kim"; }), (Texts{"1", "2", "3", "4", "5"}));
    EXPECT_EQ(list([](auto& ask) { ask.customer = "lee"; }), (Texts{"6"}));
    EXPECT_EQ(list([](auto& ask) { ask.state = "past_due"; }), (Texts{"3"}));
    EXPECT_EQ(list([](auto& ask) { ask.late_only = true; }), (Texts{"6"}));
    EXPECT_EQ(
        list([&](auto& ask) {
            ask.due_from = third.period_start;
            ask.due_to = third.period_end;
        }),
        (Texts{"3"})
    );
    EXPECT_EQ(list([&](auto& ask) { ask.due_from = third.period_start; }), (Texts{"3", "4", "5"}));
    EXPECT_TRUE(this->ledger->charges({}, {.after = "x", .limit = 2}).empty());
}

TYPED_TEST(LedgerLists, PagesAttemptsByWhatIsAsked) {
    this->book.another_key("bk_2");
    auto first = this->book.planned();
    auto second = this->book.planned("bk_2");
    auto third = this->book.planned();
    this->book.reserved(second);
    this->book.sent(third);
    const Texts all{first.order_id.text(), second.order_id.text(), third.order_id.text()};
    const auto list = [&](const ports::AttemptFilter& filter) {
        return paged([&](ports::Page page) { return this->ledger->attempts(filter, page); }, 1);
    };
    EXPECT_EQ(list({}), all);
    EXPECT_EQ(list({.subscription = "sub_1", .billing_key = "", .state = ""}), all);
    EXPECT_EQ(list({.subscription = "", .billing_key = "bk_2", .state = ""}), (Texts{all[1]}));
    EXPECT_EQ(list({.subscription = "", .billing_key = "", .state = "planned"}), (Texts{all[0]}));
    EXPECT_EQ(
        list({.subscription = "", .billing_key = "", .state = "open"}), (Texts{all[1], all[2]})
    );
    EXPECT_EQ(
        list({.subscription = "sub_1", .billing_key = "bk_1", .state = "open"}), (Texts{all[2]})
    );
    EXPECT_TRUE(list({.subscription = "sub_2", .billing_key = "", .state = ""}).empty());
}

TYPED_TEST(LedgerLists, PagesKeysReceiptsAndRefunds) {
    this->book.another_key("bk_2");
    this->book.another_key("bk_3");
    in_transaction(*this->ledger, [&] {
        auto row = key("bk_4", "lee");
        this->ledger->add(row, key_secret("bk_4"), cause());
    });
    const auto keys = [&](const std::string& customer) {
        return paged(
            [&](ports::Page page) { return this->ledger->billing_keys(customer, page); }, 2
        );
    };
    EXPECT_EQ(keys(""), (Texts{"bk_1", "bk_2", "bk_3", "bk_4"}));
    EXPECT_EQ(keys("kim"), (Texts{"bk_1", "bk_2", "bk_3"}));

    Texts receipts;
    Texts refunds;
    for (int i = 0; i < 3; ++i) {
        auto tried = this->book.planned();
        const auto money = this->book.paid(tried);
        receipts.push_back(money.id.text());
        auto back = refund("cancel-" + std::to_string(i), money.id);
        this->book.add(back);
        refunds.push_back(back.id.text());
    }
    EXPECT_EQ(paged([&](ports::Page page) { return this->ledger->receipts(page); }, 2), receipts);
    EXPECT_EQ(paged([&](ports::Page page) { return this->ledger->refunds(page); }, 2), refunds);
}

TYPED_TEST(LedgerLists, CountsAndAddsUpTheWholeBook) {
    auto paid = this->book.planned();
    auto money = this->book.paid(paid);
    auto second = receipt("surplus", paid.order_id);
    second.role = ReceiptRole::surplus;
    this->book.add(second);
    auto back = refund("cancel-1", second.id);
    this->book.add(back);
    money.refunded = won(900);
    this->book.store(money);
    this->book.planned();
    auto late = this->book.owed();
    late.late = Lateness::want_of_slot;
    late.needs_key = true;
    this->book.store(late);
    auto hint = notice("digest");
    auto done = notice("digest-2");
    done.next_look_at.reset();
    in_transaction(*this->ledger, [&] {
        EXPECT_TRUE(this->ledger->add(hint));
        EXPECT_TRUE(this->ledger->add(done));
    });

    const auto totals = this->ledger->totals();
    using Counts = std::map<std::string, std::int64_t>;
    EXPECT_EQ(totals.subscriptions, (Counts{{"active", 1}}));
    EXPECT_EQ(totals.charges, (Counts{{"owed", 2}, {"paid", 1}}));
    EXPECT_EQ(totals.attempts, (Counts{{"paid", 1}, {"planned", 1}}));
    EXPECT_EQ(totals.refunds, (Counts{{"planned", 1}}));
    EXPECT_EQ(totals.paid_won, 2 * 9'900);
    EXPECT_EQ(totals.refunded_won, 900);
    EXPECT_EQ(totals.receipts, 2);
    EXPECT_EQ(totals.surplus, 1);
    EXPECT_EQ(totals.late, 1);
    EXPECT_EQ(totals.needs_key, 1);
    EXPECT_EQ(totals.notices, 2);
    EXPECT_EQ(totals.notices_waiting, 1);
    EXPECT_EQ(totals.journal_entries, this->ledger->journal("", {}).front().number);
}

}  // namespace
}  // namespace maedal
