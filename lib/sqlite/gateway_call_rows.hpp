#pragma once
#include "ports/ledger.hpp"
#include "sqlite/row_writer.hpp"

namespace maedal::sqlite {

/// Gives it its number.
void add_gateway_call(Writer& writer, ports::GatewayCall& row, const ports::Cause& cause);
/// At the moment of the cause. A call that is closed already is not as it was read: throws.
std::string close_gateway_call(
    Writer& writer,
    std::int64_t number,
    const std::string& outcome,
    const std::string& code,
    const ports::Cause& cause
);

/// By number.
[[nodiscard]] std::vector<ports::GatewayCall> gateway_calls_of(
    Connection& connection, const std::string& subject
);
/// The first attempt that stands, or was paid, although its call was answered with this code.
[[nodiscard]] std::optional<billing::OrderId> order_carried_out_with_code(
    Connection& connection, const std::string& kind, const std::string& code
);
/// By number.
[[nodiscard]] std::vector<ports::GatewayCall> open_gateway_calls(Connection& connection);

/// The most that were begun within one hour of the clock.
[[nodiscard]] std::int64_t busiest_hour_between(Connection& connection, Instant from, Instant to);

}  // namespace maedal::sqlite
