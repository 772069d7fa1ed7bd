#include "maedalctl/confirm.hpp"

#include <string>

namespace maedal::ctl {

std::string confirmation(
    const Session& session,
    const std::string& question,
    const std::string& given,
    const std::string& option
) {
    if (!given.empty()) return given;
    const auto& screen = session.screen;
    if (screen.in == nullptr || screen.json)
        throw Failure{
            ExitCode::usage, "this wants a confirmation: on a terminal, or with " + option};
    screen.out << question << ": " << std::flush;
    std::string typed;
    std::getline(*screen.in, typed);
    return typed;
}

void confirm(
    const Session& session,
    const std::string& question,
    const std::string& wanted,
    const std::string& given,
    const std::string& option
) {
    if (confirmation(session, question, given, option) != wanted)
        throw Failure{ExitCode::refused, "not confirmed; nothing was done"};
}

}  // namespace maedal::ctl
