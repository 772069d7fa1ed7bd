#pragma once
#include "maedalctl/command.hpp"

#include <string>

namespace maedal::ctl {

/// What the operator types after `question`. `given` stands in for it when it is not empty, so that
/// programs are not asked; `option` is where they give it. Throws Failure (usage) when nobody can
/// be asked.
[[nodiscard]] std::string confirmation(
    const Session& session,
    const std::string& question,
    const std::string& given,
    const std::string& option
);

/// Throws Failure (refused) unless the confirmation is `wanted`.
void confirm(
    const Session& session,
    const std::string& question,
    const std::string& wanted,
    const std::string& given,
    const std::string& option
);

}  // namespace maedal::ctl
