#pragma once
#include "billing/errand.hpp"
#include "sqlite/row_writer.hpp"

#include <optional>
#include <string>
#include <vector>

namespace maedal::sqlite {

void add_errand(Writer& writer, billing::Errand& row, const ports::Cause& cause);
void store_errand(Writer& writer, billing::Errand& row, const ports::Cause& cause);
[[nodiscard]] std::optional<billing::Errand> find_errand(
    Connection& connection, const std::string& id
);
/// That is being sent or in doubt.
[[nodiscard]] std::optional<billing::Errand> find_open_errand(
    Connection& connection, billing::ErrandKind kind, const std::string& subject
);
/// By id; every state when it is empty.
[[nodiscard]] std::vector<billing::Errand> errand_page(
    Connection& connection, const std::string& state, const ports::Page& page
);
[[nodiscard]] std::vector<billing::Errand> errands_due(
    Connection& connection, Instant now, int limit
);

}  // namespace maedal::sqlite
