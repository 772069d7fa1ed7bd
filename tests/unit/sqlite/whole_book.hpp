#pragma once
#include "billing/planner.hpp"
#include "unit/sqlite/disk_ledger.hpp"

#include <string>
#include <vector>

namespace maedal::sqlite {

/// A small book in which every invariant holds, written as a turn would write it:
///
///   sub_1  charge 1 paid at the second attempt, 2 paid and partly refunded, 3 reserved
///   sub_2  charge 4 in doubt, 5 planned
///   sub_3  canceled; charge 6 voided, and paid all the same: its money is on the way back
///   sub_4  charge 7 waived, 8 planned
///   slot_1 to slot_9, on another key: one charge planned, one reserved
///   bk_3   a key that was deleted at the gateway
///   o_1    an order, settled by receipt_o1; o_2 one whose confirm is in doubt
///   l_1    a payment link, paid by receipt_l1; l_2 one that is open
///   h_1    a hosted subscription whose pause is in doubt
class WholeBook {
public:
    /// A moment in the second period of sub_1.
    static constexpr Instant now{Seconds{1'783'000'000}};

    explicit WholeBook(ports::Ledger& ledger) : ledger_{ledger} {
        sample::in_transaction(ledger_, [&] {
            add_key("bk_1");
            ledger_.add(plan_, cause("plan.added", now - Seconds{90 * 86'400}));
            // Another one, taken off sale: its version is its name and does not rise with changes.
            auto other = sample::plan("other");
            ledger_.add(other, cause("plan.added"));
            ledger_.set_on_sale(other.version, false, cause("plan.off_sale"));
        });
        in_one_turn([&] { tried_and_paid(); });
        in_one_turn([&] { in_doubt(); });
        in_one_turn([&] { canceled_and_paid(); });
        in_one_turn([&] { waived(); });
        in_one_turn([&] { nine_reserved(); });
        in_one_turn([&] { deleted_key(); });
        in_one_turn([&] { shop(); });
    }

    [[nodiscard]] static ports::Yardstick yardstick() {
        static const billing::Zone seoul = billing::korea();
        return {
            .now = now,
            .awake_since = now - Seconds{30 * 86'400},
            .order_id_rule = billing::OrderIdRule::unproven,
            .timing = {},
            .zone = [](const std::string& name) {
                return name == seoul.name() ? &seoul : nullptr;
            }};
    }

    void add_key(const std::string& id) {
        auto key = sample::key(id);
        ledger_.add(key, sample::key_secret(id), cause("billing_key.added"));
    }

    /// A subscription that began `periods - 1` months ago, with a charge for each period and the
    /// coming one.
    billing::Subscription subscribe(
        const std::string& id, Seconds ago, std::int64_t periods, const std::string& key = "bk_1"
    ) {
        static const billing::Zone seoul = billing::korea();
        auto row = sample::subscription(id, plan_.version, key);
        row.anchor.local = seoul.to_local(now - ago);
        row.anchor_at = row.starts_at = now - ago;
        row.created_at = row.anchor_at - Seconds{3'600};
        row.periods_made = periods;
        row.next_step_at = billing::next_step_at(row, plan_, seoul, now);
        ledger_.add(row, cause("subscription.created", row.created_at));
        for (std::int64_t n = 0; n < periods; ++n) {
            auto charge = sample::charge(ledger_.next_charge_number(), id, n);
            charge.period_start = billing::period_start(row.anchor.local, plan_.interval, n, seoul);
            charge.period_end =
                billing::period_start(row.anchor.local, plan_.interval, n + 1, seoul);
            ledger_.add(charge, cause("charge.owed", row.created_at));
        }
        return row;
    }
    [[nodiscard]] billing::Charge charge(const std::string& subscription, std::int64_t period) {
        return ledger_.charges_of(billing::SubscriptionId{subscription})
            .at(static_cast<std::size_t>(period));
    }

    billing::Attempt planned(
        const billing::Charge& of, int number = 1, const std::string& key = "bk_1"
    ) {
        auto row = sample::attempt(of, number, key);
        row.execute_at = of.period_start + Seconds{3'600} * (number - 1);
        row.next_act = number == 1 ? billing::NextAct::send : billing::NextAct::look;
        row.next_look_at = row.execute_at - Seconds{1'200};
        ledger_.add(row, cause("attempt.planned", row.execute_at - Seconds{1'800}));
        if (number == 1) return row;
        row.next_act = billing::NextAct::send;
        ledger_.store(row, cause("attempt.look_planned", row.execute_at - Seconds{1'200}));
        return row;
    }
    billing::Attempt reserved(
        const billing::Charge& of, int number = 1, const std::string& key = "bk_1"
    ) {
        auto row = planned(of, number, key);
        const auto call = sent(row);
        ledger_.close_call(call, "done", "", cause("call.done", *row.sent_at));
        row.state = billing::AttemptState::reserved;
        row.reserve_id = billing::ReserveId{"reserve-" + row.order_id.text()};
        row.next_look_at = row.execute_at + Seconds{10};
        ledger_.store(row, cause("attempt.reserved", *row.sent_at));
        return row;
    }

    /// An errand that is about to delete a key.
    static billing::Errand deleting(const std::string& key) {
        return {
            .id = "er_" + key,
            .kind = billing::ErrandKind::delete_key,
            .subject = key,
            .customer = {},
            .state = billing::ErrandState::sending,
            .told = {},
            .code = {},
            .created_at = now - Seconds{3'600},
            .closed_at = std::nullopt,
            .next_look_at = std::nullopt,
            .looks = 0,
            .version = 0};
    }

    template <class Work>
    void in_one_turn(Work work) {
        sample::in_transaction(ledger_, work);
    }

private:
    static billing::Plan monthly() {
        auto plan = sample::plan("monthly");
        plan.interval = {billing::Unit::month, 1};
        plan.trial_days = 0;
        plan.periods = 0;
        plan.reserve_ahead = 1;
        return plan;
    }
    static ports::Cause cause(std::string event, Instant at = now - Seconds{80 * 86'400}) {
        return sample::cause(std::move(event), at);
    }

    std::int64_t sent(billing::Attempt& row) {
        row.state = billing::AttemptState::sending;
        row.sent_at = row.execute_at - Seconds{600};
        row.next_act = billing::NextAct::look;
        row.next_look_at.reset();
        ledger_.store(row, cause("attempt.sending", *row.sent_at));
        ports::GatewayCall call{
            .number = 0,
            .kind = "reserve",
            .subject = row.order_id.text(),
            .intent_at = *row.sent_at,
            .closed_at = std::nullopt,
            .outcome = {},
            .code = {}};
        ledger_.add(call, cause("call.reserve", *row.sent_at));
        return call.number;
    }
    void end(billing::Attempt& row, billing::AttemptState state) {
        row.state = state;
        row.next_look_at.reset();
        row.closed_at = row.execute_at + Seconds{10};
        ledger_.store(row, cause("attempt.ended", *row.closed_at));
    }
    void paid(billing::Attempt& row, const std::string& receipt_id) {
        auto receipt = sample::receipt(receipt_id, row.order_id);
        receipt.paid_at = row.execute_at + Seconds{5};
        ledger_.add(receipt, cause("receipt.paid", receipt.paid_at));
        row.receipt = receipt.id;
        end(row, billing::AttemptState::paid);
        auto of = *ledger_.charge(row.charge);
        of.state = billing::ChargeState::paid;
        of.receipt = receipt.id;
        of.settled_at = receipt.paid_at;
        ledger_.store(of, cause("charge.paid", receipt.paid_at));
    }
    void refunded(const std::string& receipt_id, std::int64_t won) {
        auto back = sample::refund("refund-of-" + receipt_id, billing::ReceiptId{receipt_id}, won);
        ledger_.add(back, cause("refund.planned"));
        back.state = billing::RefundState::sending;
        back.next_look_at.reset();
        ledger_.store(back, cause("refund.sending"));
        auto receipt = *ledger_.receipt(billing::ReceiptId{receipt_id});
        receipt.refunded = sample::won(won);
        ledger_.store(receipt, cause("receipt.refunded"));
        back.state = billing::RefundState::done;
        back.closed_at = now;
        ledger_.store(back, cause("refund.done"));
    }

    void tried_and_paid() {
        subscribe("sub_1", Seconds{40 * 86'400}, 3);
        auto first = reserved(charge("sub_1", 0));
        end(first, billing::AttemptState::declined);
        auto tried = charge("sub_1", 0);
        tried.declines = 1;
        tried.state = billing::ChargeState::past_due;
        ledger_.store(tried, cause("charge.failed"));
        auto second = reserved(charge("sub_1", 0), 2);
        paid(second, "receipt_1");
        auto next = reserved(charge("sub_1", 1));
        paid(next, "receipt_2");
        refunded("receipt_2", 3'000);
        reserved(charge("sub_1", 2));
    }
    void in_doubt() {
        subscribe("sub_2", Seconds{3'600}, 2);
        auto lost = planned(charge("sub_2", 0));
        const auto call = sent(lost);
        ledger_.close_call(call, "in_doubt", "timeout", cause("call.in_doubt", *lost.sent_at));
        lost.state = billing::AttemptState::doubt;
        lost.next_look_at = now + Seconds{600};
        ledger_.store(lost, cause("attempt.doubt", *lost.sent_at));
        planned(charge("sub_2", 1));
    }
    void canceled_and_paid() {
        auto row = subscribe("sub_3", Seconds{7'200}, 1);
        auto taken = reserved(charge("sub_3", 0));
        auto gone = charge("sub_3", 0);
        gone.state = billing::ChargeState::voided;
        ledger_.store(gone, cause("charge.voided"));
        row.cancel_at = now - Seconds{7'100};
        row.cancel_reason = "requested";
        row.status = billing::SubscriptionStatus::canceled;
        row.next_step_at.reset();
        ledger_.store(row, cause("subscription.canceled"));
        auto receipt = sample::receipt("receipt_3", taken.order_id);
        receipt.role = billing::ReceiptRole::surplus;
        ledger_.add(receipt, cause("receipt.paid"));
        taken.receipt = receipt.id;
        end(taken, billing::AttemptState::paid);
        auto back = sample::refund("refund-of-receipt_3", receipt.id, 9'900);
        back.next_look_at = now + Seconds{60};
        ledger_.add(back, cause("refund.planned"));
    }
    void waived() {
        subscribe("sub_4", Seconds{86'400}, 2);
        auto forgiven = charge("sub_4", 0);
        forgiven.state = billing::ChargeState::waived;
        ledger_.store(forgiven, cause("charge.waived"));
        planned(charge("sub_4", 1));
    }

    void nine_reserved() {
        add_key("bk_2");
        for (int n = 1; n <= 9; ++n) {
            const auto id = "slot_" + std::to_string(n);
            subscribe(id, Seconds{60}, 2, "bk_2");
            planned(charge(id, 0), 1, "bk_2");
            reserved(charge(id, 1), 1, "bk_2");
        }
    }

    void deleted_key() {
        add_key("bk_3");
        auto errand = deleting("bk_3");
        ledger_.add(errand, cause("errand.sending", errand.created_at));
        const auto call = called("errand", errand.id);
        ledger_.close_call(call, "done", "", cause("call.done"));
        errand.state = billing::ErrandState::done;
        errand.closed_at = now - Seconds{600};
        ledger_.store(errand, cause("errand.done", *errand.closed_at));
        auto key = *ledger_.billing_key(billing::BillingKeyId{"bk_3"});
        key.state = billing::KeyState::dead;
        ledger_.store(key, cause("billing_key.deleted", *errand.closed_at));
    }

    std::int64_t called(const char* kind, const std::string& subject) {
        ports::GatewayCall call{
            .number = 0,
            .kind = kind,
            .subject = subject,
            .intent_at = now - Seconds{600},
            .closed_at = std::nullopt,
            .outcome = {},
            .code = {}};
        ledger_.add(call, cause("call.written_down"));
        return call.number;
    }
    void settles(const std::string& receipt_id, const billing::OrderId& of, billing::Won paid) {
        auto receipt = sample::receipt(receipt_id, of);
        receipt.paid = paid;
        receipt.refunded = sample::won(0);
        ledger_.add(receipt, cause("receipt.paid"));
    }
    void shop() {
        auto order = sample::shop_order("o_1");
        ledger_.put_shop_order(order, cause("order.prepared"));
        order.state = billing::ShopOrderState::settled;
        order.receipt = billing::ReceiptId{"receipt_o1"};
        order.settled_at = now;
        settles("receipt_o1", order.id, order.amount);
        ledger_.put_shop_order(order, cause("order.settled"));
        auto doubtful = sample::shop_order("o_2");
        ledger_.put_shop_order(doubtful, cause("order.prepared"));
        const auto confirm = called("confirm", "o_2");
        doubtful.state = billing::ShopOrderState::confirming;
        doubtful.receipt = billing::ReceiptId{"receipt_o2"};
        ledger_.put_shop_order(doubtful, cause("order.confirming"));
        ledger_.close_call(confirm, "in_doubt", "timeout", cause("call.in_doubt"));
        doubtful.state = billing::ShopOrderState::doubt;
        doubtful.next_look_at = now + Seconds{600};
        ledger_.put_shop_order(doubtful, cause("order.doubt"));
        for (const char* id : {"l_1", "l_2"}) {
            auto link = sample::payment_link(id);
            ledger_.put_link(link, cause("payment_link.planned"));
            ledger_.keep_link_details(link.order_id, R"({"user":{"phone":"01012345678"}})");
            const auto call = called("link", id);
            link = billing::link_intended(std::move(link), now - Seconds{600});
            ledger_.put_link(link, cause("payment_link.sending"));
            ledger_.close_call(call, "done", "", cause("call.done"));
            link.state = billing::LinkState::open;
            link.link_id = billing::LinkId{"inv-" + link.order_id.text()};
            link.url = "https://pay.example/" + link.order_id.text();
            link.next_look_at = now + Seconds{300};
            ledger_.put_link(link, cause("payment_link.open"));
            if (id != std::string{"l_1"}) continue;
            settles("receipt_l1", link.order_id, link.amount);
            link.state = billing::LinkState::paid;
            link.receipt = billing::ReceiptId{"receipt_l1"};
            link.next_look_at.reset();
            link.closed_at = now;
            ledger_.put_link(link, cause("payment_link.paid"));
        }
        auto hosted = sample::hosted("h_1");
        hosted.wish = billing::HostedWish::pause;
        hosted.wish_state = billing::WishState::doubt;
        hosted.next_look_at = now + Seconds{60};
        ledger_.put_hosted(hosted, cause("hosted_subscription.doubt"));
        ledger_.keep_contact("sub_1", R"({"user":{"phone":"01012345678"}})");
    }

    ports::Ledger& ledger_;
    billing::Plan plan_ = monthly();
};

}  // namespace maedal::sqlite
