#include "billing/clock_watch.hpp"

#include <fmt/format.h>

namespace maedal::billing {
namespace {

std::string in_words(Seconds span) {
    const auto count = span.count() < 0 ? -span.count() : span.count();
    if (count >= 2 * 86'400) return fmt::format("{} days", count / 86'400);
    if (count >= 2 * 3'600) return fmt::format("{} hours", count / 3'600);
    if (count >= 2 * 60) return fmt::format("{} minutes", count / 60);
    return fmt::format("{} seconds", count);
}

}  // namespace

std::string clock_distrust(
    const std::optional<ClockReading>& before,
    const ClockReading& now,
    const std::optional<Instant>& latest,
    const ClockTolerance& tolerance
) {
    if (now.gateway_ahead) {
        const Seconds ahead = *now.gateway_ahead;
        if (ahead > tolerance.gateway)
            return "our clock is " + in_words(ahead) + " behind the gateway's";
        if (-ahead > tolerance.gateway)
            return "our clock is " + in_words(ahead) + " ahead of the gateway's";
        return {};
    }
    if (latest && now.wall + tolerance.backward < *latest)
        return "our clock went back by " + in_words(*latest - now.wall);
    if (before) {
        const Seconds jump = (now.wall - before->wall) - (now.monotonic - before->monotonic);
        if (jump > tolerance.jump) return "our clock jumped forward by " + in_words(jump);
        return {};
    }
    if (latest && now.wall - *latest > tolerance.jump)
        return "our clock is " + in_words(now.wall - *latest) +
               " past the newest entry of the ledger, and the gateway has not told its time yet";
    return {};
}

}  // namespace maedal::billing
