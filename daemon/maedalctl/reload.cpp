#include "maedalctl/command.hpp"

namespace maedal::ctl {
namespace {

void reload(const Session& session) {
    const auto answer = session.admin.post("/v1/reload", nlohmann::json::object());
    if (!shown_as_json(session, answer)) session.screen.line(text_in(answer, "message"));
}

}  // namespace

void add_reload(CLI::App& line, Run& run) {
    auto* verb = line.add_subcommand("reload", "read the configuration again");
    verb->callback([&run] { run = reload; });
}

}  // namespace maedal::ctl
