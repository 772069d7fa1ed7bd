#include "maedalctl/program.hpp"

#include "maedalctl/command.hpp"
#include "maedalctl/slip.hpp"

#include <algorithm>

namespace maedal::ctl {
namespace {

/// Every noun there is, in the order of --help.
constexpr AddNoun nouns[]{
    add_status,      add_alarms,   add_key,      add_plan,   add_subscription, add_charge,
    add_reservation, add_receipt,  add_refund,   add_errand, add_shipping,     add_cash_receipt,
    add_bootpay,     add_order,    add_link,     add_hosted, add_product,      add_doubts,
    add_resolve,     add_codes,    add_breakers, add_arm,    add_gateway,      add_reconcile,
    add_verify,      add_rehearse, add_journal,  add_reload, add_clock,        add_load,
    add_calendar,    add_sandbox,
};

std::string exit_codes_text() {
    std::string text = "Exit codes:\n";
    for (const auto& [code, meaning] : exit_meanings)
        text += "  " + std::to_string(static_cast<int>(code)) + "  " + meaning + "\n";
    return text;
}

struct Globals {
    std::string socket = "/run/maedal/admin.sock";
    std::string idempotency_key;
    bool json = false;
};

void add_globals(CLI::App& line, Globals& globals, const std::string& version) {
    line.fallthrough();  // "maedalctl status --json" as well as "maedalctl --json status"
    line.option_defaults()->disable_flag_override();  // --done=false would be the other word
    line.require_subcommand(1);
    line.footer(exit_codes_text());
    line.set_version_flag("--version", "maedalctl " + version);
    line.add_option("--socket", globals.socket, "the daemon's admin socket")
        ->envname("MAEDAL_SOCKET")
        ->capture_default_str();
    line.add_flag("--json", globals.json, "the API's JSON instead of tables");
    line.add_option(
        "--idempotency-key",
        globals.idempotency_key,
        "names this write: a repeat with the same name changes nothing"
    );
}

/// An option or argument without a text, such as of a variable that is not set: left out it would
/// often mean everything. Empty: there is none.
std::string empty_option(const CLI::App& app) {
    const auto given =
        app.get_options([](const CLI::Option* option) { return option->count() > 0; });
    for (const auto* option : given) {
        const auto& texts = option->results();
        if (std::ranges::any_of(texts, [](const auto& text) { return text.empty(); }))
            return option->get_name();
    }
    for (const auto* verb : app.get_subcommands())
        if (auto name = empty_option(*verb); !name.empty()) return name;
    return {};
}

int say(const Surroundings& around, ExitCode code, const std::string& line) {
    around.err << "maedalctl: " << line << '\n';
    return static_cast<int>(code);
}

}  // namespace

int run_program(std::vector<std::string> arguments, const Surroundings& around) {
    CLI::App line{
        "Looks at maedald, the subscription billing daemon, and tells it what to do.", "maedalctl"};
    Globals globals;
    Run run;
    add_globals(line, globals, around.version);
    for (const auto add : nouns)
        add(line, run);
    try {
        std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
        line.parse(arguments);
    } catch (const CLI::RequiredError& error) {
        return say(around, ExitCode::usage, slip_of(line, error));
    } catch (const CLI::ParseError& error) {
        const int code = line.exit(error, around.out, around.err);
        return code == 0 ? 0 : static_cast<int>(ExitCode::usage);
    }

    if (const auto empty = empty_option(line); !empty.empty())
        return say(around, ExitCode::usage, empty + " is empty: leave it out, or say which");

    const AdminDoor admin{globals.socket, globals.idempotency_key};
    const bool coloured = around.colour && !globals.json;
    const Screen screen{
        around.out, around.err, globals.json, around.terminal, coloured, around.columns, around.in};
    try {
        run(Session{admin, screen});
        return static_cast<int>(ExitCode::ok);
    } catch (const Failure& failure) {
        return say(around, failure.code(), failure.what());
    } catch (const nlohmann::json::exception&) {
        const auto text = "what answers on " + globals.socket + " is not this version of maedald";
        return say(around, ExitCode::unreachable, text);
    }
}

}  // namespace maedal::ctl
