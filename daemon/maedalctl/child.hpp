#pragma once
#include <functional>
#include <string>
#include <vector>

namespace maedal::ctl {

/// The program of this name beside our own, or where the installation keeps those that only we
/// start. Throws Failure when there is none.
[[nodiscard]] std::string companion(const std::string& name);

/// What a program said at its end.
struct ChildEnd {
    int code;               ///< 128 + n when signal n ended it
    std::string complaint;  ///< its standard error, at most the last complaint_bytes_max
    static constexpr std::size_t complaint_bytes_max = 4'096;
};

/// Runs a program and hands each line of its standard output over as it comes. When `each_line`
/// throws, the program is ended, and nothing of it is left when this returns.
/// Throws Failure when it cannot be started.
ChildEnd run_child(
    const std::vector<std::string>& command,
    const std::function<void(const std::string&)>& each_line
);

}  // namespace maedal::ctl
