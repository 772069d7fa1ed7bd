#include "maedalctl/command.hpp"

namespace maedal::ctl {
namespace {

void show_doubts(const Session& session, const ListAsked& asked) {
    const auto list = session.admin.list("/v1/doubts", {}, asked.rows_wanted());
    if (shown_as_json(session, list)) return;
    const auto& screen = session.screen;
    if (list["items"].empty()) return screen.line("nothing is in doubt");
    for (const auto& doubt : list["items"]) {
        const auto until = minute_in(doubt, "until");
        screen.line(screen.toned(
            text_in(doubt, "order_id") + " (" + text_in(doubt, "state") + "), charge " +
                text_in(doubt, "charge_number") + ", " + amount_in(doubt, "amount") + " won at " +
                minute_in(doubt, "execute_at"),
            Tone::bad
        ));
        screen.line("  known       " + text_in(doubt, "known"));
        screen.line("  settled by  " + text_in(doubt, "settled_by"));
        screen.line("  until       " + (until.empty() ? "a person decides" : until));
    }
}

}  // namespace

void add_doubts(CLI::App& line, Run& run) {
    const auto asked = std::make_shared<ListAsked>();
    auto* verb = line.add_subcommand("doubts", "what is not known, and what would settle it");
    add_paging(*verb, asked);
    verb->callback([&run, asked] {
        run = [asked](const Session& session) { show_doubts(session, *asked); };
    });
}

}  // namespace maedal::ctl
