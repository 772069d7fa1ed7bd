#pragma once
#include "maedalctl/command.hpp"

namespace maedal::ctl {

/// The writes at the gateway that an answer carries in `calls`.
void print_calls(const Session& session, const nlohmann::json& answer);

}  // namespace maedal::ctl
