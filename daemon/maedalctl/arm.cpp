#include "maedalctl/confirm.hpp"

namespace maedal::ctl {
namespace {

struct Asked {
    std::string reason;
    bool yes = false;
};

constexpr const char* what_it_does[]{
    "Arming is for a ledger that was restored from a backup or copied. It",
    "  makes the charges that the lost ledger had made by now,",
    "  treats every attempt that could have been sent since as sent: a doubt, never sent again,",
    "  looks up every reservation, every doubt and the receipts of the last 45 days,",
    "  and then lets sending go on.",
    "What was asked for since the backup is lost: ask for it again first, above all new cards and",
    "cancellations. No other daemon may live on a copy of this ledger: stop it first."};

void arm(const Session& session, const Asked& asked) {
    if (!asked.yes && !session.screen.json)
        for (const auto* text : what_it_does)
            session.screen.line(text);
    confirm(session, "Type arm to go on", "arm", asked.yes ? "arm" : "", "--yes");
    const auto armed = session.admin.post("/v1/arm", {{"reason", asked.reason}});
    if (shown_as_json(session, armed)) return;
    session.screen.line(
        "armed: " + counted(number_in(armed, "presumed_sent"), "attempt") +
        " presumed sent (maedalctl doubts), " + counted(number_in(armed, "look_ups"), "look-up") +
        " on the way"
    );
}

}  // namespace

void add_arm(CLI::App& line, Run& run) {
    const auto asked = std::make_shared<Asked>();
    auto* verb = line.add_subcommand("arm", "let a restored ledger send again");
    verb->add_option("--reason", asked->reason, "why it may; the journal keeps it")->required();
    verb->add_flag("--yes", asked->yes, "for programs: no question");
    verb->callback([&run, asked] {
        run = [asked](const Session& session) { arm(session, *asked); };
    });
}

}  // namespace maedal::ctl
