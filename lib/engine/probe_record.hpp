#pragma once
#include "base/instant.hpp"
#include "billing/ids.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maedal::engine {

/// The finding under which a probe writes down what it has at the gateway, before it asks for it.
inline constexpr const char* probe_run = "probe.run";

/// The first word of that finding's answer.
namespace probe_state {
inline constexpr std::string_view under_way = "under_way";
/// Told in place of under_way where no probe runs any more: the process died over it.
inline constexpr std::string_view cut_short = "cut_short";
inline constexpr std::string_view left_behind = "left_behind";  ///< it ended, not all was cleared
inline constexpr std::string_view stopped = "stopped";          ///< not all was asked
inline constexpr std::string_view done = "done";
}  // namespace probe_state

/// What a probe asked the gateway for: until it is cleared, it may stand there or have taken money.
struct ProbeTrace {
    billing::OrderId order_id;
    Instant at;  ///< when it is executed; of a payment: when it was sent
    std::optional<billing::ReserveId> reserve_id;  ///< empty: of a payment, or no answer told it
};

/// A JSON list of texts, for evidence.
[[nodiscard]] std::string json_lines(const std::vector<std::string>& lines);

/// The traces as evidence that a person can read, and that a later probe reads back.
[[nodiscard]] std::string written(const std::vector<ProbeTrace>& traces);
[[nodiscard]] std::vector<ProbeTrace> read_traces(std::string_view evidence);

/// Which order ids a person would look for, one clause: those that begin with `prefix`, and the
/// others among the traces.
[[nodiscard]] std::string where_to_look(
    const std::string& prefix, const std::vector<ProbeTrace>& traces
);

}  // namespace maedal::engine
