#pragma once
#include "billing/breaker.hpp"
#include "sqlite/row_writer.hpp"

#include <optional>
#include <string>
#include <vector>

namespace maedal::sqlite {

void put_breaker(Writer& writer, billing::Breaker& row, const ports::Cause& cause);

[[nodiscard]] std::optional<billing::Breaker> find_breaker(
    Connection& connection, const std::string& name
);
/// By name; only the tripped ones, or all that ever were.
[[nodiscard]] std::vector<billing::Breaker> all_breakers(Connection& connection, bool tripped_only);

}  // namespace maedal::sqlite
