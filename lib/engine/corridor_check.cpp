// The whole book is checked after a start, and who would write meanwhile waits.
#include "base/log.hpp"
#include "engine/corridor.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace maedal::engine {

Task<std::vector<ports::Violation>> Corridor::verified(std::string part) {
    constexpr int violations_max = 50;
    std::vector<ports::Violation> found;
    ports::Yardstick now = yardstick();
    now.awake_since = now.now;
    std::function<void(Reads&)> verify = [&](Reads& reads) {
        found = reads.verify_part(part, now, violations_max).violations;
    };
    co_await read(std::move(verify));
    co_return found;
}

/// The whole book after a start; nothing is sent until it is known to be whole, or what is not.
Task<void> Corridor::check_ledger() {
    // What is due in this very second may not have been done yet: only what stays counts.
    constexpr std::chrono::milliseconds a_moment{2'000};
    LedgerChecked checked;
    std::vector<std::string> parts;
    std::function<void(Reads&)> name_parts = [&](Reads& reads) { parts = reads.parts_to_verify(); };
    co_await read(std::move(name_parts));
    for (const auto& part : parts) {
        if (stopping_) co_return;
        auto first = co_await verified(part);
        if (first.empty()) continue;
        co_await around_.pause(a_moment);
        auto again = co_await verified(part);
        for (auto& violation : again) {
            const bool stays = std::ranges::any_of(first, [&](const ports::Violation& one) {
                return one.subject == violation.subject;
            });
            if (stays) checked.violations.push_back(std::move(violation));
        }
    }
    for (const auto& found : checked.violations)
        log::error(fmt::format("{}: {}: {}", found.invariant, found.subject, found.what));
    checking_ = false;
    if (checked.violations.empty())
        bell_.ring();
    else
        enqueue(std::move(checked));
}

/// Nothing is written at the gateway before the check of a start is over.
Task<Result<Done>> Corridor::book_is_checked() {
    constexpr std::chrono::milliseconds a_moment{100};
    constexpr int moments_max = 200;
    for (int moment = 0; checking_ && moment < moments_max && !stopping_; ++moment)
        co_await around_.pause(a_moment);
    if (!checking_ && !stopping_) co_return Done{};
    co_return Error{
        Errc::unavailable,
        "ledger_checking",
        "the ledger is still being checked; ask again in a moment",
        ""};
}

}  // namespace maedal::engine
