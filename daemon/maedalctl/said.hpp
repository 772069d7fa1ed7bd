#pragma once
#include "maedalctl/command.hpp"

#include <string>

namespace maedal::ctl {

/// What a person found in Bootpay's console about one write in doubt.
struct Said {
    std::string id, reason;
    bool done = false, absent = false;  ///< one of the two

    [[nodiscard]] nlohmann::json body() const;
};

/// The verb `resolve` of a noun whose doubts are either done or absent.
CLI::App* add_said(CLI::App& noun, const char* about, const char* id, Said& said);

}  // namespace maedal::ctl
