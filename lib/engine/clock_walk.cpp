// The test clock: the daemon and the sandbox walk in step, everything settled before each step.
#include "engine/corridor.hpp"

#include <algorithm>

namespace maedal::engine {

ClockWalk Corridor::clock_walk() const {
    ClockWalk walk = walk_;
    walk.now = around_.clock.now();
    return walk;
}

/// Waits until nothing is under way and nothing is due. False when the gateway does not answer, or
/// the daemon stops.
Task<bool> Corridor::settled() {
    constexpr int unreachable_max = 5;
    while (!idle()) {
        const int tries = std::max(unreachable_, shop_unreachable_);
        if (stopping_ || tries >= unreachable_max) co_return false;
        co_await settled_bell_.rung();
    }
    co_return !stopping_;
}

Task<Result<Instant>> Corridor::walk_clock(Instant to) {
    if (!around_.test_clock)
        co_return Error{
            Errc::conflict, "no_test_clock", "the daemon lives by the real clock", "to"};
    if (walk_.walking)
        co_return Error{
            Errc::conflict, "already_walking", "the clock is being moved already", "to"};
    if (to < around_.clock.now())
        co_return Error{Errc::invalid, "clock_in_the_past", "the clock moves forward only", "to"};
    // The sandbox may have been moved by another hand: its time is the time.
    walk_ = {true, around_.clock.now(), around_.clock.now(), to};
    const auto read = co_await around_.test_clock->read();
    if (!read) {
        walk_.walking = false;
        co_return read.error();
    }
    auto result = co_await walk(to);
    walk_.walking = false;
    co_return result;
}

Task<Result<Instant>> Corridor::walk(Instant to) {
    constexpr Seconds stride_max{7 * 86'400};
    const Error stuck{
        Errc::unavailable, "not_settled", "the gateway does not answer; ask again to go on", ""};
    for (;;) {
        if (!co_await settled()) co_return stuck;
        const Instant now = around_.clock.now();
        if (now >= to) co_return now;
        Instant step = std::min(to, now + stride_max);
        if (next_due_) step = std::min(step, std::max(*next_due_, now + Seconds{1}));
        // Webhooks of the new time arrive while we still live in the old one: they are stored, and
        // nothing goes out, or we would reserve for a moment that the gateway has passed.
        moving_ = true;
        auto moved = co_await around_.test_clock->move(step);
        moving_ = false;
        more_due_ = true;  // until a turn has looked at the new time
        bell_.ring();
        if (!moved) co_return moved.error();
    }
}

}  // namespace maedal::engine
