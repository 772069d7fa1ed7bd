#include "base/instant.hpp"
#include "maedalctl/command.hpp"
#include "maedalctl/sandbox_door.hpp"
#include "maedalctl/two_ledgers.hpp"

namespace maedal::ctl {
namespace {

using nlohmann::json;

json sums_json(const LedgerSums& sums) {
    return {{"payments", sums.payments}, {"paid", sums.paid}, {"refunded", sums.refunded}};
}

void compare(const Session& session, const std::string& url) {
    const auto all = [&](const char* path) {
        return session.admin.list(path, {}, ListAsked::rows_max)["items"];
    };
    const auto comparison =
        compared(all("/v1/receipts"), all("/v1/refunds"), SandboxDoor{url}.movements());
    const json answer{
        {"equal", comparison.equal()},
        {"ledger", sums_json(comparison.ours)},
        {"sandbox", sums_json(comparison.theirs)},
        {"differences", comparison.differences}};
    if (!shown_as_json(session, answer)) {
        for (const auto& difference : comparison.differences)
            session.screen.line(session.screen.toned(difference, Tone::bad));
        const Tone tone = comparison.equal() ? Tone::good : Tone::bad;
        session.screen.line(session.screen.toned(closing_line(comparison), tone));
    }
    if (!comparison.equal()) throw Failure{ExitCode::refused, "the two ledgers differ"};
}

void show_clock(const Session& session, const std::string& url) {
    const auto clock = SandboxDoor{url}.get("/_sandbox/clock");
    if (shown_as_json(session, clock)) return;
    constexpr Seconds korean{9 * 3'600};  // as every time of the gateway
    const auto now = instant_from_rfc3339(text_in(clock, "now"));
    if (!now)
        throw Failure{ExitCode::unreachable, "what answers at " + url + " did not say its time"};
    const bool moved = text_in(clock, "clock") == "moved";
    session.screen.line(
        minute_of(rfc3339(*now, korean)) + " in Korea, " +
        (moved ? "a clock that is moved by hand" : "the real time")
    );
}

}  // namespace

void add_sandbox(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand("sandbox", "a bootpay-sandbox: compare, clock");
    noun->require_subcommand(1);
    const auto url = std::make_shared<std::string>("http://127.0.0.1:8790");
    const auto add = [&](const char* name, const char* help, auto act) {
        auto* verb = noun->add_subcommand(name, help);
        verb->add_option("--url", *url, "where it listens")
            ->envname("BOOTPAY_SANDBOX")
            ->capture_default_str();
        verb->callback([&run, url, act] {
            run = [url, act](const Session& session) { act(session, *url); };
        });
    };
    add("compare", "hold the ledger against the sandbox's own, row by row", compare);
    add("clock", "what time it is there", show_clock);
}

}  // namespace maedal::ctl
