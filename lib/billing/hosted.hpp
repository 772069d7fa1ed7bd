#pragma once
#include "billing/shop_order.hpp"

namespace maedal::billing {

/// What the merchant wants of a subscription that the gateway bills.
enum class HostedWish { none, pause, resume, terminate };
inline constexpr Names hosted_wish_names{std::to_array<std::pair<HostedWish, std::string_view>>({
    {HostedWish::none, "none"},
    {HostedWish::pause, "pause"},
    {HostedWish::resume, "resume"},
    {HostedWish::terminate, "terminate"},
})};

enum class WishState {
    none,
    sending,  ///< the intent is committed, the answer is not
    doubt,    ///< sent, outcome unknown: a look-up will tell
    done,     ///< proven by a look-up
    refused,  ///< never carried out
};
inline constexpr Names wish_state_names{std::to_array<std::pair<WishState, std::string_view>>({
    {WishState::none, "none"},
    {WishState::sending, "sending"},
    {WishState::doubt, "doubt"},
    {WishState::done, "done"},
    {WishState::refused, "refused"},
})};

/// A subscription that the gateway bills, as far as we know it. One wish at a time.
struct HostedSubscription {
    HostedId id;
    std::string name;
    Won price;
    HostedStatus status;              ///< the gateway's last word
    std::optional<OrderId> order_id;  ///< of our order that started it
    HostedWish wish = HostedWish::none;
    WishState wish_state = WishState::none;
    std::string reason;
    std::optional<Instant> next_look_at;
    int looks = 0;
    Instant told_at;  ///< when the gateway said its last word
    std::string code;
    std::int64_t version = 0;
};

/// Whether a new wish may be sent. `reason` of the Error: wish_under_way, hosted_is_over,
/// hosted_not_active, hosted_not_paused.
[[nodiscard]] Result<Done> may_wish(const HostedSubscription& subscription, HostedWish wish);

/// The answer to a change. Done it still waits for the look-up that proves it.
[[nodiscard]] HostedSubscription hosted_answered(
    HostedSubscription subscription, const Result<Done>& answer, Instant now
);
/// What the gateway says of it now. A wish that is not seen to be carried out an hour after it was
/// sent never was.
[[nodiscard]] HostedSubscription hosted_looked_up(
    HostedSubscription subscription, const GatewayHosted& told, Instant now
);
/// The gateway knows none of this id. A wish of which that is so for an hour was never carried out.
[[nodiscard]] HostedSubscription hosted_unknown(HostedSubscription subscription, Instant now);

}  // namespace maedal::billing
