#pragma once
#include "ports/checks.hpp"
#include "sqlite/connection.hpp"

#include <set>
#include <string>
#include <vector>

namespace maedal::sqlite {

/// What SQL cannot know: the calendar. Held against the very functions that plan.
struct PlannedInvariant {
    enum class About { horizon, status } about;
    const char* name;
    const char* promise;
};
inline constexpr PlannedInvariant horizon_reached{
    PlannedInvariant::About::horizon,
    "whole.horizon",
    "Every period that may be owed has its charge, or the subscription a timer that makes it."};
inline constexpr PlannedInvariant status_derived{
    PlannedInvariant::About::status,
    "whole.status",
    "The status that is shown is the one that follows from the facts."};

/// The violations of one of the two over the whole book, page by page; at most `limit`.
[[nodiscard]] std::vector<ports::Violation> check_planned(
    Connection& connection,
    const PlannedInvariant& invariant,
    const ports::Yardstick& yardstick,
    int limit
);
/// Both over some subscriptions.
[[nodiscard]] std::vector<ports::Violation> check_planned(
    Connection& connection,
    const std::set<std::string>& subscriptions,
    const ports::Yardstick& yardstick
);

}  // namespace maedal::sqlite
