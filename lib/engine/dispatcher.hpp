#pragma once
#include "base/task.hpp"
#include "engine/events.hpp"
#include "ports/gateway.hpp"

namespace maedal::engine {

/// Sends one committed intent, once, and brings the answer back as an event.
Task<Event> send(ports::Gateway& gateway, Write write);

/// Makes the look-ups that one question needs, and brings what was found as an event. Half an
/// answer is passed on as such: the study proves nothing from it.
Task<Event> look_up(ports::Gateway& gateway, Look look);

}  // namespace maedal::engine
