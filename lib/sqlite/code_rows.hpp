#pragma once
#include "billing/gateway_code.hpp"
#include "sqlite/row_writer.hpp"

#include <optional>
#include <string>
#include <vector>

namespace maedal::sqlite {

void put_gateway_code(Writer& writer, billing::GatewayCode& row, const ports::Cause& cause);
[[nodiscard]] std::optional<billing::GatewayCode> find_gateway_code(
    Connection& connection, const std::string& call, const std::string& code
);
/// By call and code.
[[nodiscard]] std::vector<billing::GatewayCode> all_gateway_codes(Connection& connection);

}  // namespace maedal::sqlite
