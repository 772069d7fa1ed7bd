#pragma once
#include "billing/gateway_code.hpp"
#include "sqlite/row_writer.hpp"

#include <optional>
#include <string>
#include <vector>

namespace maedal::sqlite {

void put_finding(Writer& writer, billing::Finding& row, const ports::Cause& cause);
[[nodiscard]] std::optional<billing::Finding> find_finding(
    Connection& connection, const std::string& question
);
/// By question.
[[nodiscard]] std::vector<billing::Finding> all_findings(Connection& connection);

}  // namespace maedal::sqlite
