#pragma once
#include "maedalctl/command.hpp"

#include <string>

namespace maedal::ctl {

/// Which doubts are told absent in one go. Empty texts: any.
struct AbsentAsked {
    std::string from, to;  ///< of their execution, `to` excluded
    std::string code;      ///< the gateway's last word on them
    std::string reason;
    std::string confirmed;  ///< their number; empty: the operator types it
};

/// Shows them, has their number typed, tells them absent one by one with one reason, and draws what
/// became of each. Throws Failure: partly when some were refused, refused when all were.
void resolve_all_absent(const Session& session, const AbsentAsked& asked);

}  // namespace maedal::ctl
