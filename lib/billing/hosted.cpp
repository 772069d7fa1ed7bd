#include "billing/hosted.hpp"

#include <algorithm>

namespace maedal::billing {
namespace {

constexpr int looks_max = 10;  // 5 s doubling: more than an hour

bool carried_out(HostedWish wish, HostedStatus status) {
    switch (wish) {
        case HostedWish::pause:
            return status == HostedStatus::paused;
        case HostedWish::resume:
            return status == HostedStatus::active || status == HostedStatus::trial;
        case HostedWish::terminate:
            return status == HostedStatus::terminated || status == HostedStatus::ended;
        case HostedWish::none:
            break;
    }
    return true;
}

/// It is looked for for an hour; then nobody waits for it any more.
HostedSubscription not_seen(HostedSubscription subscription, const char* code, Instant now) {
    if (++subscription.looks <= looks_max) {
        subscription.next_look_at = now + order_look_gap(subscription.looks);
        return subscription;
    }
    subscription.wish_state = WishState::refused;
    if (subscription.code.empty()) subscription.code = code;
    subscription.next_look_at.reset();
    return subscription;
}

Error no(std::string reason, std::string detail) {
    return {Errc::conflict, std::move(reason), std::move(detail), "hosted_subscription_id"};
}

}  // namespace

Result<Done> may_wish(const HostedSubscription& subscription, HostedWish wish) {
    if (subscription.wish_state == WishState::sending ||
        subscription.wish_state == WishState::doubt)
        return no("wish_under_way", "another change of it is not finished");
    const auto status = subscription.status;
    if (status == HostedStatus::terminated || status == HostedStatus::ended)
        return no("hosted_is_over", "the subscription is over");
    const bool runs = status == HostedStatus::active || status == HostedStatus::trial;
    if (wish == HostedWish::pause && !runs)
        return no("hosted_not_active", "only a subscription that runs can be paused");
    if (wish == HostedWish::resume && status != HostedStatus::paused)
        return no("hosted_not_paused", "only a paused subscription can be resumed");
    return Done{};
}

HostedSubscription hosted_answered(
    HostedSubscription subscription, const Result<Done>& answer, Instant now
) {
    if (subscription.wish_state != WishState::sending) return subscription;
    subscription.looks = 0;
    subscription.next_look_at = now;
    subscription.wish_state = WishState::doubt;  // even a yes is proven by the look-up alone
    if (answer) {
        subscription.code.clear();
        return subscription;
    }
    subscription.code = answer.error().reason;
    const auto code = answer.error().code;
    if (code == Errc::refused || code == Errc::declined || code == Errc::unsent ||
        code == Errc::unauthorized) {
        subscription.wish_state = WishState::refused;
        subscription.next_look_at.reset();
    }
    return subscription;
}

HostedSubscription hosted_looked_up(
    HostedSubscription subscription, const GatewayHosted& told, Instant now
) {
    subscription.status = told.status;
    subscription.price = told.price;
    if (!told.name.empty()) subscription.name = told.name;
    subscription.told_at = now;
    if (subscription.wish_state != WishState::doubt) {
        subscription.next_look_at.reset();
        return subscription;
    }
    if (carried_out(subscription.wish, told.status)) {
        subscription.wish_state = WishState::done;
        subscription.next_look_at.reset();
        return subscription;
    }
    return not_seen(std::move(subscription), "not_carried_out", now);
}

HostedSubscription hosted_unknown(HostedSubscription subscription, Instant now) {
    if (subscription.wish_state == WishState::doubt)
        return not_seen(std::move(subscription), "unknown_at_gateway", now);
    subscription.next_look_at.reset();
    return subscription;
}

}  // namespace maedal::billing
