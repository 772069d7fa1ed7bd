#pragma once
#include "engine/events.hpp"

#include <optional>
#include <string>

namespace maedal::simulation {

// Events and writes as lines of the history: the same for the same events on every machine.

[[nodiscard]] std::string line_of(const engine::Event& event);
[[nodiscard]] std::string line_of(const engine::Write& write);

/// What a write is about; empty for one without an order id.
[[nodiscard]] std::optional<std::string> order_id_of(const engine::Write& write);
/// Whose write is answered by this event, if it answers one.
[[nodiscard]] std::optional<std::string> order_id_of_write_answer(const engine::Event& event);
/// Whether money was found by order id alone, without a reserve_id.
[[nodiscard]] bool settles_by_order_id(const engine::Event& event);

}  // namespace maedal::simulation
