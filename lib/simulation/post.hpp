#pragma once
#include "engine/events.hpp"
#include "sandbox/model/bootpay.hpp"
#include "simulation/tally.hpp"
#include "simulation/weather.hpp"

#include <map>
#include <optional>
#include <vector>

namespace maedal::simulation {

/// Brings the gateway's webhooks to the door: some are lost, late, doubled, in another order, or
/// made by somebody else.
class Post {
public:
    Post(sandbox::Bootpay& bootpay, const Weather& weather, std::uint64_t seed, Tally& tally);

    /// The notices that are at the door now. `ticket` rises by one for each.
    std::vector<engine::NoticeTaken> brought(std::size_t& ticket);
    /// The door has said yes or no.
    void answered(std::size_t ticket, bool stored);
    /// The door died before it answered: the gateway will try again.
    void door_died();
    [[nodiscard]] std::optional<Instant> next_due() const;

private:
    engine::NoticeHint forged();

    sandbox::Bootpay& bootpay_;
    const Weather& weather_;
    sandbox::Dice dice_;
    Tally& tally_;
    std::map<std::size_t, std::uint64_t> at_the_door_;  ///< notice numbers by ticket
    std::multimap<Instant, engine::NoticeHint> late_;
    std::uint64_t forgeries_ = 0;
};

}  // namespace maedal::simulation
