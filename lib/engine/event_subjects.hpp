#pragma once
#include "engine/events.hpp"

#include <string>

namespace maedal::engine {

/// Who is behind an event, for the journal.
[[nodiscard]] std::string actor_of(const Event& event);

/// What an event is about: the name under which its failures are counted, and that of the write or
/// look-up which it answers.
[[nodiscard]] std::string subject_of_event(const Event& event);
[[nodiscard]] std::string subject_of_write(const Write& write);
[[nodiscard]] std::string subject_of_look(const Look& look);

/// Whether the event is the answer of a write, of a look-up.
[[nodiscard]] bool answers_write(const Event& event);
[[nodiscard]] bool answers_look(const Event& event);
/// Whether the gateway has not answered what the look-up asked.
[[nodiscard]] bool is_unanswered(const Event& event);

}  // namespace maedal::engine
