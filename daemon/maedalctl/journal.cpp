#include "maedalctl/command.hpp"

namespace maedal::ctl {
namespace {

const ListShape journal{
    "/v1/journal",
    {number("ENTRY", "entry_number"),
     minute("AT", "at"),
     text("ACTOR", "actor"),
     text("EVENT", "event"),
     text("SUBJECT", "subject")},
    "the journal has no such entry"};

}  // namespace

void add_journal(CLI::App& line, Run& run) {
    const auto asked = std::make_shared<ListAsked>();
    asked->rows = 40;
    auto* verb = line.add_subcommand("journal", "what happened, newest first");
    add_filter(*verb, asked, "--subject", "subject", "of this row only, such as charge:12");
    add_paging(*verb, asked);
    verb->callback([&run, asked] {
        run = [asked](const Session& session) { show_list(session, journal, *asked); };
    });
}

}  // namespace maedal::ctl
