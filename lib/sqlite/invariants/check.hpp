#pragma once
#include "ports/checks.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/touched.hpp"

#include <string>
#include <vector>

namespace maedal::sqlite {

/// Gives the invariants the functions they ask for. Once for each connection that checks.
void learn_to_check(Connection& connection);

/// Every invariant by name: those that are queries, then those that need the calendar.
[[nodiscard]] std::vector<std::string> invariant_names();

/// One invariant over the whole book; finds at most `limit`. The name is one of invariant_names.
[[nodiscard]] ports::VerifiedPart check_invariant(
    Connection& connection, const std::string& name, const ports::Yardstick& yardstick, int limit
);

/// All of them over the rows that were touched: what a commit has to leave whole.
[[nodiscard]] std::vector<ports::Violation> check_touched(
    Connection& connection, const Touched& touched, const ports::Yardstick& yardstick
);

}  // namespace maedal::sqlite
