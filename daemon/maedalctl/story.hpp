#pragma once
#include "maedalctl/screen.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace maedal::ctl {

/// One thing that happened to a charge.
struct StoryLine {
    std::string at;  ///< RFC 3339
    std::string what;
    Tone tone;
};

/// What became of a charge, in the order of time: from the answer of /v1/charges/{number}.
[[nodiscard]] std::vector<StoryLine> story_of(const nlohmann::json& charge);

}  // namespace maedal::ctl
