#include "billing/zone.hpp"

#include "base/contract.hpp"

#include <algorithm>

namespace maedal::billing {

Zone::Zone(std::string name, Seconds first, std::vector<Change> changes)
    : name_{std::move(name)}, first_{first}, changes_{std::move(changes)} {
    const auto out_of_order = [](const Change& a, const Change& b) { return a.from >= b.from; };
    MAEDAL_EXPECTS(
        std::adjacent_find(changes_.begin(), changes_.end(), out_of_order) == changes_.end()
    );
}

Seconds Zone::offset_at(Instant at) const {
    const auto later = [](Instant t, const Change& change) { return t < change.from; };
    const auto after = std::upper_bound(changes_.begin(), changes_.end(), at, later);
    return after == changes_.begin() ? first_ : std::prev(after)->offset;
}

LocalTime Zone::to_local(Instant at) const {
    return LocalTime{at.time_since_epoch() + offset_at(at)};
}

Instant Zone::to_instant(LocalTime local) const {
    const Seconds wanted = local.time_since_epoch();
    // Every offset that could rule near this moment gives a candidate; the earliest one that reads
    // back as `local` is the answer, so a repeated time gives its first occurrence.
    Seconds before = first_;
    for (const auto& change : changes_) {
        const Instant candidate{wanted - before};
        if (candidate < change.from) return candidate;
        // In the gap that this change makes, the first valid instant is the change itself.
        if (Instant{wanted - change.offset} < change.from) return change.from;
        before = change.offset;
    }
    return Instant{wanted - before};
}

Zone korea() {
    return Zone{"Asia/Seoul", std::chrono::hours{9}, {}};
}

}  // namespace maedal::billing
