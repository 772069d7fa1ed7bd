#pragma once
#include "maedalctl/command.hpp"

namespace maedal::ctl {

/// An errand as a sheet, with its calls at the gateway, or as JSON.
void show_errand(const Session& session, const nlohmann::json& row);

}  // namespace maedal::ctl
