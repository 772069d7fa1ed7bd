// The whole book is checked after a start, when who would write waits, and each night.
#include "base/log.hpp"
#include "engine/corridor.hpp"
#include "engine/watch.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace maedal::engine {
namespace {

constexpr std::size_t violations_max = 50;  ///< that are named, of each part

}  // namespace

Task<std::vector<ports::Violation>> Corridor::verified(std::string part) {
    std::vector<ports::Violation> found;
    ports::Yardstick now = yardstick();
    if (checking_) now.awake_since = now.now;  // nothing is late for who has just come
    std::function<void(Reads&)> verify = [&](Reads& reads) {
        found = reads.verify_part(part, now, static_cast<int>(violations_max)).violations;
    };
    co_await read(std::move(verify));
    co_return found;
}

/// Every part of the book, one after the other; others read between two.
Task<LedgerChecked> Corridor::whole_book() {
    // What is due in this very second may not have been done yet: only what stays counts.
    constexpr std::chrono::milliseconds a_moment{2'000};
    LedgerChecked checked;
    std::vector<std::string> parts;
    std::function<void(Reads&)> name_parts = [&](Reads& reads) { parts = reads.parts_to_verify(); };
    co_await read(std::move(name_parts));
    for (const auto& part : parts) {
        if (stopping_) co_return checked;
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
        // What is not named is stopped with everything else.
        if (again.size() >= violations_max && !part.starts_with("in_time."))
            checked.violations.push_back(more_than_named(part));
    }
    for (const auto& found : checked.violations)
        log::error(fmt::format("{}: {}: {}", found.invariant, found.subject, found.what));
    co_return checked;
}

/// After a start nothing is sent until the book is known to be whole, or what of it is not.
Task<void> Corridor::check_ledger() {
    auto checked = co_await whole_book();
    if (stopping_) co_return;
    checking_ = false;
    if (checked.violations.empty())
        bell_.ring();
    else
        enqueue(std::move(checked));
}

/// Once more each night, beside everything else: a bit may fall over in a row that nobody touches.
/// Not where a test clock walks through a year of nights within a minute.
Task<void> Corridor::check_ledger_at_night() {
    if (checking_ || checking_at_night_ || around_.test_clock) co_return;
    checking_at_night_ = true;
    auto checked = co_await whole_book();
    checking_at_night_ = false;
    if (!stopping_ && !checked.violations.empty()) enqueue(std::move(checked));
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
