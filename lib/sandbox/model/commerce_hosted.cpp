// Subscriptions that Bootpay bills by itself.
#include "sandbox/model/commerce.hpp"

#include <algorithm>

namespace maedal::sandbox {
namespace {

constexpr Seconds cycle{30LL * 86'400};  // every hosted subscription of the sandbox is monthly
constexpr int bills_max = 1'200;

HostedBill ready_bill(std::string id, const HostedSubscription& of, Instant at) {
    return {
        .bill_id = std::move(id),
        .duration = static_cast<int>(of.bills.size()) + 1,
        .price = of.price,
        .reserve_payment_at = at,
        .purchased_at = std::nullopt,
        .status = BillStatus::ready};
}

void drop_ready(HostedSubscription& subscription) {
    for (HostedBill& bill : subscription.bills)
        if (bill.status == BillStatus::ready) bill.status = BillStatus::terminated;
}

}  // namespace

void Commerce::subscribe(CommerceOrder& order) {
    for (const OrderLine& line : order.invoice->asked.products) {
        const auto known = product(line.product_id);
        const auto* sold = std::get_if<const Product*>(&known);
        if (!sold || !(*sold)->use_subscription) continue;
        HostedSubscription& made = hosted_.emplace_back(HostedSubscription{
            .subscription_id = ids_.next(),
            .order = &order,
            .status = order.receipt->purchased_at ? HostedStatus::active : HostedStatus::pending,
            .price = order.receipt->asked->price,
            .total_duration = line.duration,
            .service_start_at = bootpay_.now(),
            .payment_next_at = std::nullopt,
            .paused_at = std::nullopt,
            .expected_resume_at = std::nullopt,
            .terminated_at = std::nullopt,
            .bills = {}});
        HostedBill first = ready_bill(ids_.next(), made, bootpay_.now());
        if (order.receipt->purchased_at) {
            first.status = BillStatus::done;
            first.purchased_at = bootpay_.now();
        }
        made.bills.push_back(std::move(first));
        made.payment_next_at = bootpay_.now() + cycle;
        made.bills.push_back(ready_bill(ids_.next(), made, *made.payment_next_at));
        order.subscriptions.push_back(&made);
    }
}

void Commerce::catch_up() {
    for (HostedSubscription& subscription : hosted_) {
        if (subscription.status == HostedStatus::pending &&
            subscription.order->receipt->purchased_at) {
            subscription.status = HostedStatus::active;
            subscription.bills.front().status = BillStatus::done;
            subscription.bills.front().purchased_at = subscription.order->receipt->purchased_at;
        }
        while (subscription.status == HostedStatus::active && subscription.payment_next_at &&
               *subscription.payment_next_at <= bootpay_.now() &&
               std::ssize(subscription.bills) < bills_max) {
            HostedBill& due = subscription.bills.back();
            due.status = BillStatus::done;
            due.purchased_at = due.reserve_payment_at;
            subscription.payment_next_at = *subscription.payment_next_at + cycle;
            subscription.bills.push_back(
                ready_bill(ids_.next(), subscription, *subscription.payment_next_at)
            );
        }
    }
}

HostedSubscription* Commerce::found_hosted(std::string_view id) {
    for (HostedSubscription& subscription : hosted_)
        if (subscription.subscription_id == id) return &subscription;
    return nullptr;
}

Answer<const HostedSubscription*> Commerce::hosted(std::string_view id) const {
    for (const HostedSubscription& subscription : hosted_)
        if (subscription.subscription_id == id) return &subscription;
    return refuse(refusals::hosted_not_found);
}

Answer<const HostedSubscription*> Commerce::pause(
    std::string_view id, std::optional<Instant> expected_resume_at
) {
    HostedSubscription* found = found_hosted(id);
    if (!found) return refuse(refusals::hosted_not_found);
    if (found->status != HostedStatus::active) return refuse(refusals::hosted_not_active);
    found->status = HostedStatus::paused;
    found->paused_at = bootpay_.now();
    found->expected_resume_at = expected_resume_at;
    return found;
}

Answer<const HostedSubscription*> Commerce::resume(std::string_view id) {
    HostedSubscription* found = found_hosted(id);
    if (!found) return refuse(refusals::hosted_not_found);
    if (found->status != HostedStatus::paused) return refuse(refusals::resume_unable);
    found->status = HostedStatus::active;
    found->paused_at.reset();
    found->expected_resume_at.reset();
    found->payment_next_at = std::max(*found->payment_next_at, bootpay_.now() + Seconds{60});
    found->bills.back().reserve_payment_at = *found->payment_next_at;
    return found;
}

Answer<const HostedSubscription*> Commerce::terminate(std::string_view id) {
    HostedSubscription* found = found_hosted(id);
    if (!found) return refuse(refusals::hosted_not_found);
    if (found->status == HostedStatus::terminated) return refuse(refusals::hosted_not_active);
    found->status = HostedStatus::terminated;
    found->terminated_at = bootpay_.now();
    found->payment_next_at.reset();
    drop_ready(*found);
    return found;
}

}  // namespace maedal::sandbox
