#pragma once
#include "ports/ledger.hpp"

#include <string>

/// Rows for the tests of a ledger: small, legal, and different in every column.
namespace maedal::sample {

using namespace billing;

inline constexpr Instant noon{Seconds{1'780'000'000}};

inline Won won(std::int64_t count) {
    return *Won::from_count(count);
}

inline ports::Cause cause(std::string event = "test.written", Instant at = noon) {
    return {at, "test", std::move(event)};
}

inline BillingKey key(const std::string& id = "bk_1", const std::string& customer = "kim") {
    return {
        .id = BillingKeyId{id},
        .customer = CustomerId{customer},
        .shown = "…1b6f",
        .method = "국민 55704204****1074",
        .state = KeyState::usable,
        .added_at = noon,
        .version = 0};
}

inline Secret key_secret(const std::string& id = "bk_1") {
    return Secret{"billing-key-of-" + id + "-in-plain-text"};
}

inline Plan plan(const std::string& id = "basic") {
    return {
        .version = {0},
        .id = PlanId{id},
        .name = "매달 \"기본\"",
        .price = won(9'900),
        .tax_free = won(900),
        .interval = {Unit::month, 3},
        .trial_days = 7,
        .periods = 12,
        .dunning_name = "patient",
        .dunning =
            {.waits = {Seconds{86'400}, Seconds{259'200}},
             .end = DunningEnd::leave_past_due,
             .cancel_after = Seconds{604'800}},
        .reserve_lead = Seconds{86'400},
        .reserve_ahead = 2,
        .catch_up = CatchUp::bill_latest,
        .on_sale = true};
}

inline Subscription subscription(
    const std::string& id,
    PlanVersionNumber plan_version,
    const std::string& key_id = "bk_1",
    const std::string& customer = "kim"
) {
    return {
        .id = SubscriptionId{id},
        .customer = CustomerId{customer},
        .plan = plan_version,
        .billing_key = BillingKeyId{key_id},
        .anchor = {*local_from_text("2026-01-31T09:00:01"), "Asia/Seoul"},
        .starts_at = noon - Seconds{10},
        .anchor_at = noon - Seconds{9},
        .created_at = noon - Seconds{11},
        .periods_made = 0,
        .cancel_at = std::nullopt,
        .cancel_reason = "",
        .paused_at = std::nullopt,
        .past_due_until = std::nullopt,
        .status = SubscriptionStatus::active,
        .next_step_at = std::nullopt,
        .version = 0};
}

inline Charge charge(ChargeNumber number, const std::string& subscription_id, std::int64_t period) {
    const Instant start = noon + Seconds{2'592'000} * period;
    return {
        .number = number,
        .subscription = SubscriptionId{subscription_id},
        .period = period,
        .period_start = start,
        .period_end = start + Seconds{2'592'000},
        .amount = won(9'900),
        .tax_free = won(900),
        .state = ChargeState::owed,
        .declines = 0,
        .needs_key = false,
        .late = Lateness::none,
        .receipt = std::nullopt,
        .settled_at = std::nullopt,
        .version = 0};
}

inline ShopOrder shop_order(const std::string& id) {
    return {
        .id = OrderId{id},
        .customer = CustomerId{"kim"},
        .name = "운동화",
        .amount = won(50'000),
        .tax_free = won(1'000),
        .expires_at = noon + Seconds{86'400},
        .request_id = "request-" + id,
        .state = ShopOrderState::open,
        .receipt = std::nullopt,
        .checked = std::nullopt,
        .order_number = "",
        .hosted = "",
        .next_look_at = std::nullopt,
        .looks = 0,
        .created_at = noon,
        .settled_at = std::nullopt,
        .code = "",
        .version = 0};
}

inline PaymentLink payment_link(const std::string& id) {
    return {
        .order_id = OrderId{id},
        .charge = std::nullopt,
        .customer = CustomerId{"kim"},
        .name = "Pro 플랜",
        .amount = won(29'900),
        .tax_free = won(900),
        .send_by = "sms,kakao",
        .lives = Seconds{7'200},
        .expires_at = noon + Seconds{7'200},
        .state = LinkState::planned,
        .link_id = std::nullopt,
        .url = "",
        .request_id = "request-" + id,
        .order_number = "",
        .receipt = std::nullopt,
        .times_sent = 0,
        .remind_at = noon + Seconds{3'600},
        .next_act = NextAct::send,
        .next_look_at = noon,
        .looks = 0,
        .created_at = noon,
        .sent_at = std::nullopt,
        .closed_at = std::nullopt,
        .code = "",
        .version = 0};
}

inline HostedSubscription hosted(const std::string& id) {
    return {
        .id = HostedId{id},
        .name = "Pro",
        .price = won(29'900),
        .status = HostedStatus::active,
        .order_id = std::nullopt,
        .wish = HostedWish::none,
        .wish_state = WishState::none,
        .reason = "",
        .next_look_at = std::nullopt,
        .looks = 0,
        .told_at = noon,
        .code = "",
        .version = 0};
}

inline Attempt attempt(const Charge& of, int number = 1, const std::string& key_id = "bk_1") {
    return {
        .order_id = order_id("m1", of.subscription, of.period, number),
        .charge = of.number,
        .number = number,
        .state = AttemptState::planned,
        .billing_key = BillingKeyId{key_id},
        .amount = of.amount,
        .tax_free = of.tax_free,
        .execute_at = of.period_start,
        .reserve_id = std::nullopt,
        .receipt = std::nullopt,
        .next_act = NextAct::send,
        .next_look_at = of.period_start - Seconds{86'400},
        .looks = 0,
        .waits_for_slot = false,
        .sent_at = std::nullopt,
        .closed_at = std::nullopt,
        .code = "",
        .version = 0};
}

inline Receipt receipt(const std::string& id, const OrderId& order) {
    return {
        .id = ReceiptId{id},
        .order_id = order,
        .role = ReceiptRole::settles,
        .paid = won(9'900),
        .refunded = won(0),
        .paid_at = noon + Seconds{5},
        .next_look_at = std::nullopt,
        .version = 0};
}

inline Refund refund(const std::string& id, const ReceiptId& of, std::int64_t amount = 3'000) {
    return {
        .id = CancelId{id},
        .receipt = of,
        .amount = won(amount),
        .reason = "고객 요청",
        .state = RefundState::planned,
        .refunded_before = won(0),
        .next_look_at = noon + Seconds{7},
        .next_act = NextAct::send,
        .looks = 0,
        .created_at = noon,
        .closed_at = std::nullopt,
        .code = "",
        .version = 0};
}

inline ports::Notice notice(const std::string& digest) {
    return {
        .number = 0,
        .digest = digest,
        .receipt_id = "r-of-" + digest,
        .order_id = "",
        .type = "payment",
        .received_at = noon,
        .next_look_at = noon + Seconds{3},
        .looks = 0};
}

/// Does `work` in one transaction; what it throws rolls back and goes on to the caller.
template <class Work>
auto in_transaction(ports::Ledger& ledger, Work work) {
    ledger.begin();
    try {
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            ledger.commit();
        } else {
            auto result = work();
            ledger.commit();
            return result;
        }
    } catch (...) {
        ledger.roll_back();
        throw;
    }
}

/// A key, a plan and a subscription, and charges as they are asked for.
class Book {
public:
    explicit Book(ports::Ledger& ledger) : ledger_{ledger} {
        in_transaction(ledger_, [&] {
            auto first_key = key();
            ledger_.add(first_key, key_secret(), cause("billing_key.added"));
            auto basic = plan();
            ledger_.add(basic, cause("plan.added"));
            plan_version = basic.version;
            auto first = subscription("sub_1", plan_version);
            ledger_.add(first, cause("subscription.created"));
        });
    }

    /// Another key of the same customer.
    void another_key(const std::string& id) {
        in_transaction(ledger_, [&] {
            auto row = key(id);
            ledger_.add(row, key_secret(id), cause("billing_key.added"));
        });
    }

    /// One more period of sub_1.
    Charge owed() {
        return in_transaction(ledger_, [&] {
            auto row = charge(ledger_.next_charge_number(), "sub_1", periods_++);
            ledger_.add(row, cause("charge.owed"));
            return row;
        });
    }
    /// One more period and its first attempt.
    Attempt planned(const std::string& key_id = "bk_1") {
        auto row = attempt(owed(), 1, key_id);
        add(row);
        return row;
    }
    /// A payment of the row's charge: attempt, receipt and charge, as a turn writes them.
    Receipt paid(Attempt& row) {
        sent(row);
        return in_transaction(ledger_, [&] {
            auto money = receipt("receipt-" + row.order_id.text(), row.order_id);
            ledger_.add(money, cause("receipt.paid"));
            row.state = AttemptState::paid;
            row.receipt = money.id;
            ledger_.store(row, cause("attempt.paid"));
            auto of = *ledger_.charge(row.charge);
            of.state = ChargeState::paid;
            of.receipt = money.id;
            of.settled_at = money.paid_at;
            ledger_.store(of, cause("charge.paid"));
            return money;
        });
    }
    void sent(Attempt& row) {
        row.state = AttemptState::sending;
        row.sent_at = noon;
        row.next_act = NextAct::look;
        store(row);
    }
    void reserved(Attempt& row) {
        sent(row);
        row.state = AttemptState::reserved;
        row.reserve_id = ReserveId{"reserve-" + row.order_id.text()};
        store(row);
    }

    template <class Row>
    void add(Row& row) {
        in_transaction(ledger_, [&] { ledger_.add(row, cause("test.added")); });
    }
    template <class Row>
    void store(Row& row) {
        in_transaction(ledger_, [&] { ledger_.store(row, cause("test.stored")); });
    }

    PlanVersionNumber plan_version{0};

private:
    ports::Ledger& ledger_;
    std::int64_t periods_ = 0;
};

}  // namespace maedal::sample
