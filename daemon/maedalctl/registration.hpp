#pragma once
#include "maedalctl/command.hpp"

namespace maedal::ctl {

/// The verbs of `key` that ask Bootpay for a key, or to delete one.
void add_registrations(CLI::App& noun, Run& run);

}  // namespace maedal::ctl
