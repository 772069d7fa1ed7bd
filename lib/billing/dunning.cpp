#include "billing/dunning.hpp"

#include "base/contract.hpp"

namespace maedal::billing {

bool counts_as_decline(const Attempt& ended) {
    return ended.state == AttemptState::declined || ended.state == AttemptState::refused ||
           ended.state == AttemptState::lapsed;
}

Following after_ended(
    const Charge& charge,
    const Attempt& ended,
    const DunningPolicy& policy,
    bool counted,
    bool key_usable
) {
    MAEDAL_EXPECTS(!live(ended.state));
    if (!unsettled(charge.state) || ended.state == AttemptState::paid) return NothingFollows{};
    if (!key_usable) return AskForKey{};
    if (!counted) return TryAgain{ended.execute_at};

    MAEDAL_EXPECTS(charge.declines >= 1);
    const auto failures = static_cast<std::size_t>(charge.declines);
    if (failures <= policy.waits.size())
        return TryAgain{ended.execute_at + policy.waits[failures - 1]};
    GiveUp up{policy.end, std::nullopt};
    if (policy.end == DunningEnd::leave_past_due)
        up.cancel_at = ended.execute_at + policy.cancel_after;
    return up;
}

}  // namespace maedal::billing
