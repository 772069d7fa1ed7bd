#pragma once
#include "engine/queries.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace maedal::admin::testing {

using namespace billing;

inline Instant at(const char* text) {
    return *instant_from_rfc3339(text);
}

/// A small ledger that only answers: one customer with one subscription, two charges, a paid one
/// with its receipt and refund and one in doubt.
class FixedReads final : public engine::Reads {
public:
    std::vector<BillingKey> keys_{
        {BillingKeyId{"key_000001"},
         CustomerId{"kim"},
         "…1b6c",
         "국민 55704204****1074",
         KeyState::usable,
         at("2026-01-01T00:00:00Z")}};
    std::vector<Plan> plans_{plan_row(1, 19'900, false), plan_row(2, 29'900, true)};
    std::vector<Subscription> subscriptions_{
        {SubscriptionId{"sub_000001"},
         CustomerId{"kim"},
         PlanVersionNumber{2},
         BillingKeyId{"key_000001"},
         {*local_from_text("2026-01-31T09:00:00"), "Asia/Seoul"},
         at("2026-01-31T00:00:00Z"),
         at("2026-01-31T00:00:00Z"),
         at("2026-01-02T00:00:00Z"),
         2,
         std::nullopt,
         {},
         std::nullopt,
         std::nullopt,
         SubscriptionStatus::active,
         at("2026-02-28T00:00:00Z")}};
    std::vector<Charge> charges_{
        charge_row(1, "2026-01-31T00:00:00Z", ChargeState::paid),
        charge_row(2, "2026-02-28T00:00:00Z", ChargeState::owed)};
    std::vector<Attempt> attempts_{
        attempt_row("m1-c1-a1", 1, AttemptState::paid),
        attempt_row("m1-c2-a1", 2, AttemptState::doubt)};
    std::vector<Receipt> receipts_{
        {ReceiptId{"rcpt1"},
         OrderId{"m1-c1-a1"},
         ReceiptRole::settles,
         won(29'900),
         won(900),
         at("2026-01-31T00:00:02Z"),
         std::nullopt}};
    std::vector<Errand> errands_;
    std::map<std::string, std::string> sealed_;
    std::vector<Refund> refunds_{
        {CancelId{"cancel_1"},
         ReceiptId{"rcpt1"},
         won(900),
         "goodwill",
         RefundState::done,
         won(0),
         std::nullopt,
         NextAct::look,
         1,
         at("2026-02-01T00:00:00Z"),
         at("2026-02-01T00:00:05Z"),
         {}}};
    std::vector<engine::GatewayCall> calls_{
        {7,
         "reserve",
         "m1-c2-a1",
         at("2026-02-27T00:00:00Z"),
         std::nullopt,
         "in_doubt",
         "timeout"}};
    std::vector<engine::JournalEntry> journal_{
        {12,
         at("2026-01-31T00:00:03Z"),
         "gateway",
         "charge.paid",
         "charge:1",
         R"({"state":"paid"})",
         "ab12"}};
    std::vector<Breaker> breakers_{
        {BreakerKind::clock,
         std::nullopt,
         false,
         "it stood still",
         at("2026-01-05T00:00:00Z"),
         at("2026-01-05T01:00:00Z"),
         "clock",
         2},
        {BreakerKind::surplus,
         std::nullopt,
         true,
         "two payments that nobody asked for",
         at("2026-01-31T00:00:00Z"),
         std::nullopt,
         {},
         1}};
    std::vector<GatewayCode> codes_{
        {"reserve",
         "RC_NEW",
         CodeMeaning::unknown,
         3,
         at("2026-01-10T00:00:00Z"),
         at("2026-01-31T00:00:00Z"),
         {},
         3}};
    std::vector<Finding> findings_{
        {"repeated_order_id.reserve",
         "refused",
         R"({"code":"DUPLICATE"})",
         at("2026-01-02T00:00:00Z"),
         1}};
    std::int64_t refunds_in_doubt = 0;
    std::vector<HostedSubscription> hosted_rows;
    std::vector<Receipt> unclaimed;
    std::vector<PaymentLink> links_before;
    PaymentLink link{
        .order_id = OrderId{"shop-1"},
        .charge = std::nullopt,
        .customer = CustomerId{"kim"},
        .name = "Pro",
        .amount = won(29'900),
        .tax_free = won(0),
        .send_by = "sms,kakao",
        .lives = std::nullopt,
        .expires_at = at("2026-02-08T00:00:00Z"),
        .state = LinkState::open,
        .link_id = LinkId{"inv_1"},
        .url = "https://pay.example/inv_1",
        .request_id = "shop-1",
        .order_number = {},
        .receipt = std::nullopt,
        .times_sent = 1,
        .remind_at = std::nullopt,
        .next_act = NextAct::look,
        .next_look_at = std::nullopt,
        .looks = 0,
        .created_at = at("2026-02-01T00:00:00Z"),
        .sent_at = at("2026-02-01T00:00:00Z"),
        .closed_at = std::nullopt,
        .code = {},
        .version = 1};
    ShopOrder order{
        .id = OrderId{"ORDER_123"},
        .customer = CustomerId{"kim"},
        .name = "Sneakers",
        .amount = won(50'000),
        .tax_free = won(0),
        .expires_at = std::nullopt,
        .request_id = {},
        .state = ShopOrderState::open,
        .receipt = std::nullopt,
        .checked = std::nullopt,
        .order_number = {},
        .hosted = {},
        .next_look_at = std::nullopt,
        .looks = 0,
        .created_at = at("2026-02-01T00:00:00Z"),
        .settled_at = std::nullopt,
        .code = {},
        .version = 1};
    engine::SubscriptionFilter subscription_filter;  ///< as it was asked for last
    engine::ChargeFilter charge_filter;
    engine::AttemptFilter attempt_filter;
    engine::Page page_asked;
    std::string text_asked;

    std::optional<BillingKey> billing_key(const BillingKeyId& id) override {
        return first(keys_, [&](const auto& row) { return row.id == id; });
    }
    std::optional<Plan> plan(PlanVersionNumber version) override {
        return first(plans_, [&](const auto& row) { return row.version == version; });
    }
    std::optional<Plan> plan_on_sale(const PlanId& id) override {
        return first(plans_, [&](const auto& row) { return row.id == id && row.on_sale; });
    }
    std::optional<Subscription> subscription(const SubscriptionId& id) override {
        return first(subscriptions_, [&](const auto& row) { return row.id == id; });
    }
    std::optional<Charge> charge(ChargeNumber number) override {
        return first(charges_, [&](const auto& row) { return row.number == number; });
    }
    std::vector<Charge> charges_of(const SubscriptionId& id) override {
        return all(charges_, [&](const auto& row) { return row.subscription == id; });
    }
    std::vector<Charge> unsettled_charges_of(const SubscriptionId& id) override {
        return all(charges_, [&](const auto& row) {
            return row.subscription == id && unsettled(row.state);
        });
    }
    std::optional<Attempt> attempt(const OrderId& id) override {
        return first(attempts_, [&](const auto& row) { return row.order_id == id; });
    }
    std::vector<Attempt> attempts_of(ChargeNumber number) override {
        return all(attempts_, [&](const auto& row) { return row.charge == number; });
    }
    std::optional<Receipt> receipt(const ReceiptId& id) override {
        return first(receipts_, [&](const auto& row) { return row.id == id; });
    }
    std::vector<Receipt> receipts_of(const OrderId& id) override {
        return all(receipts_, [&](const auto& row) { return row.order_id == id; });
    }
    std::optional<Refund> refund(const CancelId& id) override {
        return first(refunds_, [&](const auto& row) { return row.id == id; });
    }
    std::vector<Refund> refunds_of(const ReceiptId& id) override {
        return all(refunds_, [&](const auto& row) { return row.receipt == id; });
    }
    std::vector<engine::GatewayCall> calls_of(const std::string& subject) override {
        return all(calls_, [&](const auto& row) { return row.subject == subject; });
    }
    std::vector<BillingKey> billing_keys(const std::string& customer, engine::Page page) override {
        text_asked = customer;
        page_asked = page;
        return keys_;
    }
    std::vector<Plan> plans(bool on_sale_only) override {
        return all(plans_, [&](const auto& row) { return row.on_sale || !on_sale_only; });
    }
    std::vector<Subscription> subscriptions(
        const engine::SubscriptionFilter& filter, engine::Page page
    ) override {
        subscription_filter = filter;
        page_asked = page;
        return subscriptions_;
    }
    std::vector<Charge> charges(const engine::ChargeFilter& filter, engine::Page page) override {
        charge_filter = filter;
        page_asked = page;
        auto rows = charges_;
        const auto kept = std::min(rows.size(), static_cast<std::size_t>(page.limit));
        rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(kept), rows.end());
        return rows;
    }
    std::vector<Attempt> attempts(const engine::AttemptFilter& filter, engine::Page page) override {
        attempt_filter = filter;
        page_asked = page;
        return all(attempts_, [&](const auto& row) {
            return filter.state.empty() || attempt_state_names.of(row.state) == filter.state;
        });
    }
    std::vector<Receipt> receipts(engine::Page page) override {
        page_asked = page;
        return receipts_;
    }
    std::vector<Refund> refunds(engine::Page page) override {
        page_asked = page;
        return refunds_;
    }
    std::vector<engine::JournalEntry> journal(const std::string& subject, engine::Page page)
        override {
        text_asked = subject;
        page_asked = page;
        return journal_;
    }
    Totals totals() override {
        Totals totals;
        totals.subscriptions["active"] = 1;
        totals.charges = {{"paid", 1}, {"owed", 1}};
        totals.attempts = {{"paid", 1}, {"doubt", 1}, {"quarantined", 2}};
        totals.refunds["doubt"] = refunds_in_doubt;
        totals.paid_won = 29'900;
        totals.refunded_won = 900;
        return totals;
    }
    int slots_held(const BillingKeyId& /*key*/) override { return 1; }
    std::optional<PaymentLink> payment_link(const OrderId& id) override {
        return id.text() == link.order_id.text() ? std::optional{link} : std::nullopt;
    }
    std::vector<PaymentLink> payment_links(const std::string& state, engine::Page page) override {
        text_asked = state;
        page_asked = page;
        std::vector<PaymentLink> rows;
        const auto add = [&](const PaymentLink& row) {
            if (!state.empty() && link_state_names.of(row.state) != state) return;
            if (row.order_id.text() <= page.after) return;
            if (rows.size() < static_cast<std::size_t>(page.limit)) rows.push_back(row);
        };
        std::ranges::for_each(links_before, add);
        add(link);
        return rows;
    }
    std::optional<ShopOrder> shop_order(const OrderId& id) override {
        return id.text() == order.id.text() ? std::optional{order} : std::nullopt;
    }
    std::vector<ShopOrder> shop_orders(const std::string& state, engine::Page page) override {
        text_asked = state;
        page_asked = page;
        if (!state.empty() && shop_order_state_names.of(order.state) != state) return {};
        return {order};
    }
    std::optional<ShopOrder> shop_order_of_number(const std::string& /*number*/) override {
        return std::nullopt;
    }
    std::optional<ShopOrder> shop_order_of_receipt(const ReceiptId& /*id*/) override {
        return std::nullopt;
    }
    std::optional<HostedSubscription> hosted(const HostedId& /*id*/) override {
        return std::nullopt;
    }
    std::vector<HostedSubscription> hosted_in_doubt(int /*limit*/) override { return hosted_rows; }
    std::vector<Receipt> unclaimed_receipts(int /*limit*/) override { return unclaimed; }
    std::optional<Receipt> last_payment_after(Instant /*at*/) override { return std::nullopt; }
    std::vector<Receipt> receipts_paid(Instant from, Instant to, engine::Page /*page*/) override {
        return all(receipts_, [&](const auto& row) {
            return row.paid_at >= from && row.paid_at < to;
        });
    }
    std::int64_t busiest_hour(Instant /*from*/, Instant /*to*/) override { return 0; }
    std::vector<Breaker> breakers(bool tripped_only) override {
        return all(breakers_, [&](const auto& row) { return row.tripped || !tripped_only; });
    }
    std::optional<Breaker> breaker(const std::string& /*name*/) override { return std::nullopt; }
    std::vector<GatewayCode> gateway_codes() override { return codes_; }
    std::optional<Secret> sealed_text(const std::string& name) override {
        const auto found = sealed_.find(name);
        if (found == sealed_.end()) return std::nullopt;
        return Secret{found->second};
    }
    std::optional<Errand> errand(const std::string& id) override {
        return first(errands_, [&](const auto& row) { return row.id == id; });
    }
    std::optional<Errand> open_errand(ErrandKind kind, const std::string& subject) override {
        return first(errands_, [&](const auto& row) {
            return row.kind == kind && row.subject == subject && !row.closed_at;
        });
    }
    std::vector<Errand> errands(const std::string& state, const engine::Page& page) override {
        page_asked = page;
        return all(errands_, [&](const auto& row) {
            return state.empty() || errand_state_names.of(row.state) == state;
        });
    }
    std::vector<Errand> due_errands(Instant /*now*/, int /*limit*/) override { return {}; }
    std::optional<GatewayCode> gateway_code(
        const std::string& /*call*/, const std::string& /*code*/
    ) override {
        return std::nullopt;
    }
    std::vector<Finding> findings() override { return findings_; }
    std::optional<Finding> finding(const std::string& /*question*/) override {
        return std::nullopt;
    }
    std::vector<ports::Violation> violations_{};
    std::vector<ports::Violation> violations(const ports::Yardstick& /*yardstick*/, int /*limit*/)
        override {
        return violations_;
    }
    std::vector<std::string> parts_to_verify() override { return {"one.live_attempt"}; }
    ports::VerifiedPart verify_part(
        const std::string& name, const ports::Yardstick& /*yardstick*/, int /*limit*/
    ) override {
        return {name, "A charge has at most one live attempt.", violations_, {}};
    }
    Result<ports::BackupDone> back_up(
        const std::string& path, const ports::Yardstick& /*yardstick*/
    ) override {
        return ports::BackupDone{path, 4'096, 1, {}, std::chrono::milliseconds{5}};
    }

    static Won won(std::int64_t count) { return *Won::from_count(count); }

private:
    template <class Row, class Fits>
    static std::optional<Row> first(const std::vector<Row>& rows, Fits fits) {
        const auto found = std::find_if(rows.begin(), rows.end(), fits);
        return found == rows.end() ? std::nullopt : std::optional{*found};
    }
    template <class Row, class Fits>
    static std::vector<Row> all(const std::vector<Row>& rows, Fits fits) {
        std::vector<Row> kept;
        std::copy_if(rows.begin(), rows.end(), std::back_inserter(kept), fits);
        return kept;
    }
    static Plan plan_row(std::int64_t version, std::int64_t price, bool on_sale) {
        Plan made{
            PlanVersionNumber{version},
            PlanId{"monthly"},
            "월간 이용권",
            won(price),
            won(0),
            {Unit::month, 1},
            0,
            0,
            "default",
            {},
            Seconds{86'400}};
        made.on_sale = on_sale;
        return made;
    }
    static Charge charge_row(std::int64_t number, const char* due, ChargeState state) {
        Charge made{
            ChargeNumber{number},
            SubscriptionId{"sub_000001"},
            number - 1,
            at(due),
            at(due) + std::chrono::days{28},
            won(29'900),
            won(0),
            state,
            0,
            false,
            Lateness::none,
            std::nullopt,
            std::nullopt};
        if (state == ChargeState::paid) made.receipt = ReceiptId{"rcpt1"};
        return made;
    }
    static Attempt attempt_row(const char* order, std::int64_t charge, AttemptState state) {
        return {
            OrderId{order},
            ChargeNumber{charge},
            1,
            state,
            BillingKeyId{"key_000001"},
            won(29'900),
            won(0),
            at("2026-02-28T00:00:00Z"),
            std::nullopt,
            std::nullopt,
            NextAct::look,
            std::nullopt,
            0,
            false,
            std::nullopt,
            std::nullopt,
            {}};
    }
};

}  // namespace maedal::admin::testing
