// A customer's means of payment: added, and put in the place of another.
#include "base/contract.hpp"
#include "engine/attempts.hpp"
#include "engine/course.hpp"
#include "engine/input.hpp"
#include "engine/restored.hpp"

namespace maedal::engine {
namespace {

using namespace billing;

/// What is left as it is when the key changes: what is about to be executed runs. What is planned
/// in a ledger that is not armed may have been sent on the old key, by the one that was lost: the
/// arming decides.
bool stays(Papers& papers, const Attempt& attempt) {
    if (attempt.state == AttemptState::planned) return disarmed(papers);
    return attempt.state == AttemptState::reserved &&
           attempt.execute_at - papers.rules.timing.replace_margin <= papers.now;
}

/// The open reservations of the old key are taken back and planned again. What was past due, or
/// waited for a key, is tried at once.
void move_charges(Papers& papers, const Subscription& subscription) {
    for (const auto& charge : papers.ledger.unsettled_charges_of(subscription.id)) {
        ChargeFile file = file_of(papers, charge.number);
        const bool hurry = charge.needs_key || charge.state == ChargeState::past_due;
        bool live_one = false;
        // What is made up for after an outage keeps its place in the line: no burst on a new card.
        Instant at = hurry ? std::max(papers.now, charge.due_at()) : charge.due_at();
        for (auto& attempt : file.attempts) {
            if (!live(attempt.state)) continue;
            Attempt after = stays(papers, attempt) ? attempt : revoke_wanted(attempt, papers.now);
            if (after.state != attempt.state) store_changed(papers, attempt, after);
            if (!hurry) at = std::max(at, attempt.execute_at);
            attempt = after;
            live_one = live_one || live(after.state);
        }
        if (live_one) continue;  // its end plans the next, on the new key
        if (file.charge.needs_key) {
            file.charge.needs_key = false;
            papers.ledger.store(file.charge, papers.cause("charge.has_key"));
        }
        plan_attempt(papers, file, at);
    }
}

}  // namespace

Result<Outcome> carry_out(Papers& papers, const AddBillingKey& command) {
    if (const auto fault = id_fault(command.customer_id); !fault.empty())
        return bad_id(fault, "customer_id");
    MAEDAL_EXPECTS(!command.billing_key.empty());  // the desk has looked it up
    if (const auto known = papers.ledger.key_with_secret(command.billing_key)) {
        if (known->customer.text() == command.customer_id) return Outcome{*known};
        return Error{
            Errc::conflict,
            "billing_key_of_another_customer",
            "this billing key belongs to another customer",
            "billing_key"};
    }
    BillingKey key{
        .id = BillingKeyId{papers.ledger.new_id("bk")},
        .customer = CustomerId{command.customer_id},
        .shown = command.billing_key.masked(),
        .method = command.method,
        .state = KeyState::usable,
        .added_at = papers.now,
        .version = 0};
    papers.ledger.add(key, command.billing_key, papers.cause("billing_key.added"));
    return Outcome{key};
}

Result<Outcome> carry_out(Papers& papers, const ReplaceBillingKey& command) {
    if (const auto fault = id_fault(command.subscription_id); !fault.empty())
        return bad_id(fault, "subscription_id");
    if (const auto fault = id_fault(command.billing_key_id); !fault.empty())
        return bad_id(fault, "billing_key_id");
    auto subscription = papers.ledger.subscription(SubscriptionId{command.subscription_id});
    if (!subscription)
        return Error{
            Errc::not_found, "unknown_subscription", "no such subscription", "subscription_id"};
    const auto key = papers.ledger.billing_key(BillingKeyId{command.billing_key_id});
    if (!key) return invalid("unknown_billing_key", "no such billing key", "billing_key_id");
    if (key->customer != subscription->customer)
        return invalid(
            "billing_key_of_another_customer",
            "this billing key belongs to another customer",
            "billing_key_id"
        );
    if (key->state == KeyState::dead)
        return invalid("dead_billing_key", "this billing key is dead", "billing_key_id");
    if (may_be_gone(papers, key->id))
        return invalid("billing_key_on_its_way_out", "it is being deleted", "billing_key_id");
    if (terminal(subscription->status))
        return Error{
            Errc::conflict,
            "subscription_is_over",
            "the subscription is " +
                std::string{subscription_status_names.of(subscription->status)},
            "subscription_id"};
    if (subscription->billing_key == key->id) return Outcome{*subscription};

    subscription->billing_key = key->id;
    refresh(papers, *subscription, "subscription.key_replaced");
    move_charges(papers, *subscription);
    refresh(papers, subscription->id, "subscription.changed");
    return Outcome{*papers.ledger.subscription(subscription->id)};
}

}  // namespace maedal::engine
