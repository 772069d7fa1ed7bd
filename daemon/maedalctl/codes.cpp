#include "maedalctl/command.hpp"

namespace maedal::ctl {
namespace {

using nlohmann::json;

const ListShape codes{
    "/v1/codes",
    {text("CALL", "call"),
     text("CODE", "code"),
     state("MEANS", "meaning"),
     number("SEEN", "seen"),
     minute("FIRST", "first_at"),
     minute("LAST", "last_at"),
     text("REASON", "reason")},
    "the gateway answered with no code that is not known"};

struct Decided {
    std::string call, code, reason;
    bool refused = false, declined = false, unknown = false;
};

void decide(const Session& session, const Decided& decided) {
    const char* meaning = decided.refused ? "refused" : decided.declined ? "declined" : "unknown";
    const auto row = session.admin.post(
        "/v1/codes",
        {{"call", decided.call},
         {"code", decided.code},
         {"meaning", meaning},
         {"reason", decided.reason}}
    );
    if (shown_as_json(session, row)) return;
    session.screen.line(
        text_in(row, "code") + " in answer to " + text_in(row, "call") + " means " +
        text_in(row, "meaning") + " from now on; " +
        counted(number_in(row, "doubts_resolved"), "doubt") + " resolved by it"
    );
}

/// For the first that nobody knows, so that the line can be typed as it stands.
void say_what_to_do(const Screen& screen, const json& items) {
    for (const auto& code : items) {
        if (text_in(code, "meaning") != "unknown") continue;
        screen.line(
            "unknown: what is answered so stays in doubt until evidence comes. Once Bootpay "
            "told you what it means:"
        );
        screen.line(
            "  maedalctl codes decide " + text_in(code, "call") + " " + text_in(code, "code") +
            " --refused (or --declined) --reason TEXT"
        );
        return;
    }
}

}  // namespace

void add_codes(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand("codes", "words of the gateway that make doubts");
    noun->callback([&run, noun] {
        if (!noun->get_subcommands().empty()) return;
        run = [](const Session& session) {
            const auto list = session.admin.get(codes.path);
            if (shown_as_json(session, list)) return;
            if (list.at("items").empty()) return session.screen.line(codes.when_empty);
            print_table(session.screen, codes.columns, list.at("items"));
            say_what_to_do(session.screen, list.at("items"));
        };
    });

    const auto decided = std::make_shared<Decided>();
    auto* verb = noun->add_subcommand("decide", "what a code means; its doubts are resolved by it");
    verb->add_option("CALL", decided->call, "reserve, revoke or refund")->required();
    verb->add_option("CODE", decided->code, "the gateway's word")->required();
    auto* meaning = verb->add_option_group("meaning");
    meaning->add_flag("--refused", decided->refused, "a definite no: nothing was carried out");
    meaning->add_flag("--declined", decided->declined, "the card was asked and said no");
    meaning->add_flag("--unknown", decided->unknown, "nobody knows: it makes doubts again");
    meaning->require_option(1);
    verb->add_option("--reason", decided->reason, "how you know; the journal keeps it")->required();
    verb->callback([&run, decided] {
        run = [decided](const Session& session) { decide(session, *decided); };
    });
}

}  // namespace maedal::ctl
