#pragma once
#include "base/error.hpp"
#include "engine/errand_commands.hpp"
#include "engine/errand_desk.hpp"

#include <optional>
#include <string>

namespace maedal::engine {

/// What is wrong with a form, naming its field; empty when it may be sent. Never holds a value.
[[nodiscard]] std::optional<Error> fault_of(const ErrandForm& form);

/// The intent of a form.
[[nodiscard]] BeginErrand intent_of(const ErrandForm& form);

}  // namespace maedal::engine
