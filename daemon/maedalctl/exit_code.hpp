#pragma once
#include <stdexcept>
#include <string>
#include <utility>

namespace maedal::ctl {

/// What a script learns from maedalctl. The table in --help is made of these.
enum class ExitCode {
    ok = 0,
    refused = 1,        ///< the daemon said no, or two ledgers differ; standard error says why
    usage = 2,          ///< the command line, or a file that it names, is wrong
    unreachable = 3,    ///< no daemon answers on the socket
    not_permitted = 4,  ///< this user may not do it
    unknown_id = 5,     ///< nothing has this id
    found = 6,   ///< verify, reconcile or rehearse found what must not be, or cannot be explained
    partly = 7,  ///< of many, some were done and some were refused; the table says which
};

struct ExitMeaning {
    ExitCode code;
    const char* meaning;
};
inline constexpr ExitMeaning exit_meanings[]{
    {ExitCode::ok, "done"},
    {ExitCode::refused, "refused by the daemon, or two ledgers differ; standard error says why"},
    {ExitCode::usage, "wrong usage, or a wrong input file"},
    {ExitCode::unreachable, "the daemon cannot be reached"},
    {ExitCode::not_permitted, "not permitted"},
    {ExitCode::unknown_id, "nothing has this id"},
    {ExitCode::found, "verify, reconcile or rehearse found something"},
    {ExitCode::partly, "some were done and some were refused"},
};

/// Ends a command: main says the line and leaves with the code.
class Failure : public std::runtime_error {
public:
    /// `reason` is the daemon's stable code, where it refused with one.
    Failure(ExitCode code, const std::string& line, std::string reason = {})
        : std::runtime_error{line}, code_{code}, reason_{std::move(reason)} {}
    [[nodiscard]] ExitCode code() const noexcept { return code_; }
    [[nodiscard]] const std::string& reason() const noexcept { return reason_; }

private:
    ExitCode code_;
    std::string reason_;
};

}  // namespace maedal::ctl
