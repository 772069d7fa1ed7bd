#pragma once
#include "simulation/weather.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maedal::simulation {

/// A chosen mix of faults: "fine" (none), "everyday" or "storm". Empty for another name.
[[nodiscard]] std::optional<Weather> mix_named(std::string_view name);

/// Sets one fault of `weather`, by the name of its member and in its unit. False when there is none
/// of this name, or the strength is below 0 or above all chances.
[[nodiscard]] bool set_fault(Weather& weather, std::string_view name, int strength);

/// The names that set_fault knows.
[[nodiscard]] std::vector<std::string> fault_names();

}  // namespace maedal::simulation
