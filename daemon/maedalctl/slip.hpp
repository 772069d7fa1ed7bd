#pragma once
#include <CLI/CLI.hpp>

#include <string>

/// What is wrong with a line that is no whole command.
namespace maedal::ctl {

/// A plain clause with what was probably meant, or what there is. `line` was parsed as far as it
/// goes, until `error`.
[[nodiscard]] std::string slip_of(const CLI::App& line, const CLI::Error& error);

}  // namespace maedal::ctl
