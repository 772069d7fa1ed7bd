#include "maedalctl/confirm.hpp"
#include "maedalctl/fields.hpp"

#include <chrono>
#include <thread>

namespace maedal::ctl {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

const ListShape findings{
    "/v1/findings",
    {text("QUESTION", "question"), text("ANSWER", "answer"), minute("FOUND", "found_at")},
    "nothing was found out yet"};

/// What a probe that did not come to its end means for the person who reads.
void say_what_is_left(const Session& session, const std::string& answer) {
    const bool died = answer.starts_with("cut_short");
    if (!died && !answer.starts_with("left_behind")) return;
    session.screen.line("");
    session.screen.line(
        died ? "The last probe was cut short: reservations and payments of those order ids may be "
               "left at the gateway."
             : "The last probe could not clear all that it made under those order ids."
    );
    session.screen.line(
        "--json names them one by one; the next maedalctl gateway probe clears them first."
    );
}

void show_findings(const Session& session) {
    const auto list = session.admin.get(findings.path);
    if (shown_as_json(session, list)) return;
    if (list.at("items").empty()) return session.screen.line(findings.when_empty);
    print_table(session.screen, findings.columns, list.at("items"));
    for (const auto& row : list.at("items"))
        if (row.at("question") == "probe.run") say_what_is_left(session, text_in(row, "answer"));
}

constexpr const char* what_it_does[]{
    "A probe finds out how this gateway treats order ids, slots, revokes and cancels. It",
    "  first clears what a probe that was cut short left at the gateway,",
    "  makes reservations and payments on the given billing key,",
    "  gives all of that money back,",
    "  and takes about half an hour of the gateway's time.",
    "The key must belong to nobody's subscription; use Bootpay's own test keys."};

/// Says what is told until the probe is over.
void follow(const Session& session) {
    const auto until = std::chrono::steady_clock::now() + 2h;
    std::size_t said = 0;
    while (std::chrono::steady_clock::now() < until) {
        const auto progress = session.admin.get("/v1/probe");
        const auto& told = progress.at("told");
        for (; said < told.size() && !session.screen.json; ++said)
            session.screen.line(printable(told[said].get<std::string>()));
        if (!flag_in(progress, "running")) return;
        std::this_thread::sleep_for(500ms);
    }
    throw Failure{
        ExitCode::refused,
        "the probe is still under way; maedalctl gateway findings shows its end"};
}

void probe(const Session& session, const json& order, bool yes) {
    if (!yes && !session.screen.json)
        for (const auto* text : what_it_does)
            session.screen.line(text);
    confirm(session, "Type probe to go on", "probe", yes ? "probe" : "", "--yes");
    session.admin.post("/v1/probe", order);
    follow(session);
    show_findings(session);
    const auto list = session.admin.get(findings.path);
    for (const auto& row : list.at("items"))
        if (row.at("question") == "probe.run" && !text_in(row, "answer").starts_with("done"))
            throw Failure{
                ExitCode::refused, "the probe has not come to its end: " + text_in(row, "answer")};
}

}  // namespace

void add_gateway(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand("gateway", "how the gateway behaves: probe, findings");
    noun->require_subcommand(1);
    auto* list =
        noun->add_subcommand("findings", "what a probe found out; --json has the evidence");
    list->callback([&run] { run = show_findings; });

    const auto order = std::make_shared<json>(json::object());
    const auto yes = std::make_shared<bool>(false);
    auto* verb = noun->add_subcommand("probe", "find out how the gateway behaves, on a test key");
    const auto field = [&](const char* option, const char* name, const char* help) {
        return add_text(*verb, order, option, name, help);
    };
    field("--key", "billing_key_id", "billing key id; it is charged and refunded")->required();
    field(
        "--declined-key", "declined_key_id", "one that is always declined; some questions need it"
    );
    add_number(
        *verb, order, "--amount", "amount", "won of each payment, 100 to 10,000; left out: 1,000"
    );
    verb->add_flag_callback(
        "--delete-key",
        [order] { (*order)["delete_key"] = true; },
        "delete the key at the gateway in the end, to see what becomes of its reservations"
    );
    verb->add_flag("--yes", *yes, "for programs: no question");
    verb->callback([&run, order, yes] {
        run = [order, yes](const Session& session) { probe(session, *order, *yes); };
    });
}

}  // namespace maedal::ctl
