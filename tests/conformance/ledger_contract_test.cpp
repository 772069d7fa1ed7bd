// What every ledger keeps to, whatever it is built on: what is written is there.
#include "conformance/ledger_hosts.hpp"
#include "conformance/same_rows.hpp"

namespace maedal {
namespace {

using namespace sample;

template <class Host>
class LedgerContract : public LedgerTest<Host> {};
TYPED_TEST_SUITE(LedgerContract, LedgerHosts);

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

TYPED_TEST(LedgerContract, GivesNewIdsThatRiseWhateverThePrefix) {
    const auto take = [&](const char* prefix) {
        return in_transaction(*this->ledger, [&] { return this->ledger->new_id(prefix); });
    };
    EXPECT_EQ(take("sub"), "sub_000001");
    EXPECT_EQ(take("bk"), "bk_000002");
    this->reopen();
    EXPECT_EQ(take("sub"), "sub_000003");
    in_transaction(*this->ledger, [&] { this->ledger->skip_ids(1'000'000); });
    EXPECT_EQ(take("sub"), "sub_1000004") << "whatever another ledger gave between is not given";
}

TYPED_TEST(LedgerContract, GivesEveryPlanAVersionOfItsOwn) {
    auto second = plan();
    second.price = won(12'000);
    second.dunning.waits.clear();
    second.dunning.end = DunningEnd::cancel;
    auto third = plan("premium");
    in_transaction(*this->ledger, [&] {
        this->ledger->add(second, cause());
        this->ledger->add(third, cause());
        this->ledger->set_on_sale(this->book.plan_version, false, cause());
    });
    EXPECT_EQ(second.version.value, this->book.plan_version.value + 1);
    EXPECT_TRUE(same(this->ledger->plan_on_sale(PlanId{"basic"}), second));
    EXPECT_FALSE(this->ledger->plan(this->book.plan_version)->on_sale);
    EXPECT_EQ(this->ledger->plans(false).size(), 3U);
    EXPECT_EQ(this->ledger->plans(true).size(), 2U);
    in_transaction(*this->ledger, [&] {
        this->ledger->set_on_sale(second.version, false, cause());
    });
    EXPECT_FALSE(this->ledger->plan_on_sale(PlanId{"basic"}));
}

void reserve_ended(
    ports::Ledger& ledger, const OrderId& order_id, const char* outcome, const char* code
) {
    ports::GatewayCall call{
        .number = 0,
        .kind = "reserve",
        .subject = order_id.text(),
        .intent_at = noon,
        .closed_at = std::nullopt,
        .outcome = "",
        .code = ""};
    in_transaction(ledger, [&] {
        ledger.add(call, cause());
        ledger.close_call(call.number, outcome, code, cause("call.closed"));
    });
}

TYPED_TEST(LedgerContract, KnowsWhatWasCarriedOutInSpiteOfACode) {
    auto attempt = this->book.planned();
    this->book.sent(attempt);
    reserve_ended(*this->ledger, attempt.order_id, "in_doubt", "STRANGE");
    EXPECT_FALSE(this->ledger->carried_out_with_code("reserve", "STRANGE")) << "nobody knows yet";
    attempt.state = billing::AttemptState::reserved;
    attempt.reserve_id = billing::ReserveId{"r1"};
    attempt.next_act = billing::NextAct::look;
    attempt.next_look_at = noon;
    this->book.store(attempt);
    EXPECT_EQ(this->ledger->carried_out_with_code("reserve", "STRANGE"), attempt.order_id);
    EXPECT_FALSE(this->ledger->carried_out_with_code("pay", "STRANGE"));
    EXPECT_FALSE(this->ledger->carried_out_with_code("reserve", "OTHER"));
}

/// A person has ended it, or the gateway declined what it had executed: the code still lies.
TYPED_TEST(LedgerContract, KnowsWhatWasCarriedOutThoughItHasEndedOtherwise) {
    const auto ended = [&](const char* answered, const char* code, billing::AttemptState state) {
        auto attempt = this->book.planned();
        this->book.sent(attempt);
        reserve_ended(*this->ledger, attempt.order_id, "in_doubt", answered);
        attempt.state = billing::AttemptState::doubt;
        attempt.next_look_at = noon;
        attempt.code = answered;
        this->book.store(attempt);
        attempt.state = state;
        attempt.next_look_at.reset();
        attempt.closed_at = noon;
        attempt.code = code;
        this->book.store(attempt);
        return attempt.order_id;
    };
    ended("DECIDED", "DECIDED", billing::AttemptState::declined);
    EXPECT_FALSE(this->ledger->carried_out_with_code("reserve", "DECIDED"));
    const auto declined = ended("STRANGE", "3143", billing::AttemptState::declined);
    EXPECT_EQ(this->ledger->carried_out_with_code("reserve", "STRANGE"), declined);

    const auto absent = ended("LATE", "LATE", billing::AttemptState::absent);
    EXPECT_FALSE(this->ledger->carried_out_with_code("reserve", "LATE"));
    in_transaction(*this->ledger, [&] {
        auto money = receipt("late", absent);
        money.role = billing::ReceiptRole::surplus;
        this->ledger->add(money, cause("receipt.surplus"));
    });
    EXPECT_EQ(this->ledger->carried_out_with_code("reserve", "LATE"), absent);
}

/// A reservation in doubt is refused with a code when it is sent again, or was when it was sent
/// first; the other call is the one that made it.
TYPED_TEST(LedgerContract, BelievesACodeOfWhatWasSentOnceAlone) {
    auto attempt = this->book.planned();
    this->book.sent(attempt);
    for (const char* code : {"STRANGE", ""}) {
        reserve_ended(*this->ledger, attempt.order_id, *code ? "in_doubt" : "done", code);
    }
    attempt.state = billing::AttemptState::reserved;
    attempt.reserve_id = billing::ReserveId{"r1"};
    attempt.next_act = billing::NextAct::look;
    attempt.next_look_at = noon;
    this->book.store(attempt);
    EXPECT_FALSE(this->ledger->carried_out_with_code("reserve", "STRANGE"));
}

TYPED_TEST(LedgerContract, ClosesAGatewayCallOnce) {
    ports::GatewayCall call{
        .number = 0,
        .kind = "reserve",
        .subject = "m1-sub_1-p0-a1",
        .intent_at = noon,
        .closed_at = std::nullopt,
        .outcome = "",
        .code = ""};
    auto other = call;
    other.subject = "m1-sub_1-p1-a1";
    in_transaction(*this->ledger, [&] {
        this->ledger->add(call, cause());
        this->ledger->add(other, cause());
    });
    EXPECT_EQ(other.number, call.number + 1);
    ASSERT_EQ(this->ledger->open_calls().size(), 2U);
    const auto close = [&] {
        in_transaction(*this->ledger, [&] {
            this->ledger->close_call(call.number, "refused", "LIMIT", cause("", noon + Seconds{1}));
        });
    };
    EXPECT_THROW(close(), ports::LedgerRefusal) << "an event must have a name";
    in_transaction(*this->ledger, [&] {
        this->ledger->close_call(
            call.number, "refused", "LIMIT", cause("call.closed", noon + Seconds{1})
        );
    });
    this->reopen();
    call.closed_at = noon + Seconds{1};
    call.outcome = "refused";
    call.code = "LIMIT";
    ASSERT_EQ(this->ledger->calls_of(call.subject).size(), 1U);
    EXPECT_TRUE(same(this->ledger->calls_of(call.subject).front(), call));
    ASSERT_EQ(this->ledger->open_calls().size(), 1U);
    EXPECT_TRUE(same(this->ledger->open_calls().front(), other));
    EXPECT_FALSE(this->accepts([&] { this->ledger->close_call(call.number, "done", "", cause()); })
    );
}

TYPED_TEST(LedgerContract, KeepsWhatABreakerSays) {
    Breaker clock{
        .kind = BreakerKind::clock,
        .concerns = std::nullopt,
        .tripped = true,
        .why = "the clock went back by 10 days",
        .tripped_at = noon,
        .released_at = std::nullopt,
        .released_by = "",
        .version = 0};
    Breaker of_one = clock;
    of_one.kind = BreakerKind::invariant;
    of_one.concerns = SubscriptionId{"sub_1"};
    in_transaction(*this->ledger, [&] {
        this->ledger->put(clock, cause());
        this->ledger->put(of_one, cause());
    });
    clock.tripped = false;
    clock.released_at = noon + Seconds{60};
    clock.released_by = "uid:0";
    in_transaction(*this->ledger, [&] { this->ledger->put(clock, cause()); });
    this->reopen();

    EXPECT_EQ(this->ledger->breakers(false).size(), 2U);
    const auto tripped = this->ledger->breakers(true);
    ASSERT_EQ(tripped.size(), 1U);
    EXPECT_EQ(tripped.front().concerns, SubscriptionId{"sub_1"});
    EXPECT_EQ(tripped.front().why, of_one.why);
    const auto released = this->ledger->breaker("clock");
    ASSERT_TRUE(released);
    EXPECT_FALSE(released->tripped);
    EXPECT_EQ(released->released_at, clock.released_at);
    EXPECT_EQ(released->released_by, "uid:0");
    EXPECT_EQ(released->version, 2);
    EXPECT_FALSE(this->ledger->breaker("disk"));
    clock.version = 1;
    EXPECT_FALSE(this->accepts([&] { this->ledger->put(clock, cause()); })) << "read long ago";
}

TYPED_TEST(LedgerContract, KeepsWhatWasLearnedAboutTheGateway) {
    GatewayCode code{
        .call = "reserve",
        .code = "SUBSCRIBE_STRANGE",
        .meaning = CodeMeaning::unknown,
        .seen = 1,
        .first_at = noon,
        .last_at = noon,
        .reason = "",
        .version = 0};
    Finding finding{
        .question = "repeated_order_id.reserve",
        .answer = "refused when it is reserved",
        .evidence = "[]",
        .found_at = noon,
        .version = 0};
    in_transaction(*this->ledger, [&] {
        this->ledger->put(code, cause());
        this->ledger->put(finding, cause());
    });
    code.meaning = CodeMeaning::refused;
    EXPECT_FALSE(this->accepts([&] { this->ledger->put(code, cause()); })) << "without a reason";
    code.reason = "the gateway's support says so";
    in_transaction(*this->ledger, [&] { this->ledger->put(code, cause()); });
    this->reopen();

    ASSERT_EQ(this->ledger->gateway_codes().size(), 1U);
    const auto stored = this->ledger->gateway_code("reserve", "SUBSCRIBE_STRANGE");
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->meaning, CodeMeaning::refused);
    EXPECT_EQ(stored->reason, code.reason);
    EXPECT_FALSE(this->ledger->gateway_code("refund", "SUBSCRIBE_STRANGE"))
        << "each call by itself";
    ASSERT_EQ(this->ledger->findings().size(), 1U);
    EXPECT_EQ(this->ledger->finding(finding.question)->answer, finding.answer);
}

TYPED_TEST(LedgerContract, TakesANoticeOnce) {
    auto first = notice("digest-1");
    auto again = notice("digest-1");
    again.type = "another word";
    in_transaction(*this->ledger, [&] {
        EXPECT_TRUE(this->ledger->add(first));
        EXPECT_FALSE(this->ledger->add(again));
    });
    EXPECT_GT(first.number, 0);
    EXPECT_TRUE(same(this->ledger->notice(first.number), first));
    first.looks = 2;
    first.next_look_at.reset();
    in_transaction(*this->ledger, [&] { this->ledger->store(first); });
    this->reopen();
    EXPECT_TRUE(same(this->ledger->notice(first.number), first));
    EXPECT_FALSE(this->ledger->notice(first.number + 1));
}

TYPED_TEST(LedgerContract, KeepsAnAnswerForItsRepeats) {
    const ports::KeptAnswer answer{
        .key = "idem-1", .request = "digest", .status = 201, .body = "{\"id\":1}", .at = noon};
    in_transaction(*this->ledger, [&] { this->ledger->keep(answer); });
    this->reopen();
    const auto kept = this->ledger->kept_answer("idem-1");
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->request, answer.request);
    EXPECT_EQ(kept->status, answer.status);
    EXPECT_EQ(kept->body, answer.body);
    EXPECT_EQ(kept->at, answer.at);
    EXPECT_FALSE(this->ledger->kept_answer("idem-2"));
    EXPECT_FALSE(this->accepts([&] { this->ledger->keep(answer); }));
}

TYPED_TEST(LedgerContract, JournalsEveryChangeWithTheRowAfterIt) {
    auto tried = this->book.planned();
    this->book.sent(tried);
    const std::string subject = "attempt:" + tried.order_id.text();
    const auto entries = this->ledger->journal(subject, {});
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_GT(entries[0].number, entries[1].number) << "newest first";
    EXPECT_EQ(entries[0].actor, "test");
    EXPECT_EQ(entries[0].event, "test.stored");
    EXPECT_EQ(entries[0].at, noon);
    EXPECT_NE(entries[0].image.find(R"("state":"sending")"), std::string::npos);
    EXPECT_NE(entries[0].image.find(R"("version":2)"), std::string::npos);
    EXPECT_NE(entries[1].image.find(R"("state":"planned")"), std::string::npos);
    EXPECT_NE(entries[1].image.find(R"("amount":9900)"), std::string::npos);
    EXPECT_EQ(entries[0].hash.size(), 64U);

    const auto all = this->ledger->journal("", {});
    ASSERT_EQ(static_cast<std::int64_t>(all.size()), this->ledger->totals().journal_entries);
    const auto older =
        this->ledger->journal("", {.after = std::to_string(all[1].number), .limit = 2});
    ASSERT_EQ(older.size(), 2U);
    EXPECT_EQ(older[0].number, all[2].number);
    EXPECT_TRUE(this->ledger->journal("", {.after = "not a number", .limit = 2}).empty());
    EXPECT_TRUE(this->ledger->journal("attempt:", {}).empty());
}

TYPED_TEST(LedgerContract, JournalsABillingKeyWithoutWhatTellsOfTheCard) {
    const auto entries = this->ledger->journal("billing_key:bk_1", {});
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].image.find("plain-text"), std::string::npos);
    EXPECT_EQ(entries[0].image.find("1b6f"), std::string::npos);
    EXPECT_EQ(entries[0].image.find("5570"), std::string::npos);
    EXPECT_NE(entries[0].image.find("fingerprint"), std::string::npos);
}

TYPED_TEST(LedgerContract, ShowsReadersWhatIsCommittedAndNothingElse) {
    const auto reads = this->host.reads();
    this->ledger->begin();
    auto row = charge(this->ledger->next_charge_number(), "sub_1", 0);
    this->ledger->add(row, cause());
    EXPECT_FALSE(reads->charge(row.number));
    this->ledger->commit();
    EXPECT_TRUE(same(reads->charge(row.number), row));
    this->ledger.reset();
    EXPECT_TRUE(same(this->host.reads()->charge(row.number), row)) << "without a writer too";
    this->ledger = this->host.open();
}

}  // namespace
}  // namespace maedal
