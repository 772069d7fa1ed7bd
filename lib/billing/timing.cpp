#include "billing/timing.hpp"

#include <algorithm>
#include <iterator>

namespace maedal::billing {
namespace {

/// FNV-1a: spreads order ids evenly, and the same for ever.
std::uint64_t spread_of(const OrderId& id) {
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    for (const char c : id.text()) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 1'099'511'628'211U;
    }
    return hash;
}

constexpr Seconds reserved_gaps[]{
    Seconds{10},
    Seconds{30},
    Seconds{60},
    Seconds{120},
    Seconds{300},
    Seconds{600},
    Seconds{1'800},
    Seconds{3'600},
    Seconds{7'200},
    Seconds{21'600}};
constexpr Seconds doubt_looks[]{
    Seconds{60}, Seconds{600}, Seconds{3'600}, Seconds{21'600}, Seconds{86'400}};

template <std::size_t count>
Seconds gap_of(const Seconds (&gaps)[count], int looks) {
    return gaps[std::min(static_cast<std::size_t>(looks), count - 1)];
}

}  // namespace

Instant place_at(Instant execute_at, Seconds lead, const OrderId& id) {
    constexpr std::int64_t width_max = 6 * 3'600;
    const std::int64_t width = std::min(lead.count() / 4, width_max);
    const auto shift =
        width == 0 ? 0
                   : static_cast<std::int64_t>(spread_of(id) % static_cast<std::uint64_t>(width));
    return execute_at - lead + Seconds{shift};
}

Execution execution(Instant wanted, Instant now, const Timing& timing) {
    if (wanted >= now + timing.send_margin) return {wanted, false};
    return {now + timing.near_lead, true};
}

Execution immediate_execution(Instant wanted, Instant now, const Timing& timing) {
    return {now, now > wanted + timing.near_lead};
}

Instant next_look_at_reserved(Instant execute_at, int looks, Instant now) {
    return std::max(execute_at, now) + gap_of(reserved_gaps, looks);
}

Instant next_look_at_doubt(Instant execute_at, int looks, Instant now, const Timing& timing) {
    if (static_cast<std::size_t>(looks) < std::size(doubt_looks)) {
        const Instant look = execute_at + doubt_looks[looks];
        if (look > now) return look;
    }
    const Instant next = now + gap_of(doubt_looks, looks);
    const Instant end = execute_at + timing.doubt_window;
    return now < end ? std::min(next, end) : next;
}

Seconds retry_gap(int tries, Seconds longest) {
    Seconds gap{5};
    for (int i = 0; i < tries && gap < longest; ++i)
        gap *= 2;
    return std::min(gap, longest);
}

}  // namespace maedal::billing
