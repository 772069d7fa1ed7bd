#include "maedalctl/command.hpp"

namespace maedal::ctl {
namespace {

using nlohmann::json;

std::string what_it_stops(const json& breaker) {
    const auto concerns = text_in(breaker, "subscription_id");
    return concerns.empty() ? "everything new" : "everything new for " + concerns;
}

void draw(const Screen& screen, const json& breaker) {
    const auto name = text_in(breaker, "name");
    if (!flag_in(breaker, "tripped")) {
        screen.line(
            name + ": released " + minute_in(breaker, "released_at") + " by " +
            text_in(breaker, "released_by")
        );
        return;
    }
    screen.line(screen.toned(name + ": TRIPPED", Tone::bad));
    print_sheet(
        screen,
        {{"  why", text_in(breaker, "why")},
         {"  since", minute_in(breaker, "tripped_at")},
         {"  stops", what_it_stops(breaker) + "; evidence is still gathered"},
         {"  released by",
          flag_in(breaker, "closes_by_itself") ? "itself, when its cause is gone" : "a person"},
         {"  way out", text_in(breaker, "way_out")}}
    );
}

void show_breakers(const Session& session) {
    const auto list = session.admin.get("/v1/breakers");
    if (shown_as_json(session, list)) return;
    if (list.at("items").empty()) return session.screen.line("no breaker ever tripped");
    for (const auto& breaker : list.at("items"))
        draw(session.screen, breaker);
}

}  // namespace

void add_breakers(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand("breakers", "what stops the sending of money, and why");
    noun->callback([&run, noun] {
        if (noun->get_subcommands().empty()) run = show_breakers;
    });

    const auto name = std::make_shared<std::string>(), reason = std::make_shared<std::string>();
    auto* verb = noun->add_subcommand("release", "let sending go on");
    verb->add_option("NAME", *name, "of the breaker")->required();
    verb->add_option("--reason", *reason, "why it may; the journal keeps it")->required();
    verb->callback([&run, name, reason] {
        run = [name, reason](const Session& session) {
            const auto path = path_of("/v1/breakers", *name) + "/release";
            const auto row = session.admin.post(path, {{"reason", *reason}});
            if (!shown_as_json(session, row)) draw(session.screen, row);
        };
    });
}

}  // namespace maedal::ctl
