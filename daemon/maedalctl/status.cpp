#include "maedalctl/command.hpp"

#include <algorithm>

namespace maedal::ctl {
namespace {

using nlohmann::json;

/// "18 active · 2 past_due"
std::string by_state(const Session& session, const json& status, const char* noun) {
    std::string text;
    const auto counts = status.find(noun);
    if (counts == status.end() || !counts->is_object()) return "none";
    for (const auto& [state, count] : counts->items()) {
        if (!count.is_number_integer() || count == 0) continue;
        text += text.empty() ? "" : " · ";
        text += thousands(count) + " " + session.screen.toned(state, tone_of(state));
    }
    return text.empty() ? "none" : text;
}

std::string money(const json& status) {
    const auto& sums = status.at("money");
    std::string text = amount_in(sums, "paid") + " won taken in " +
                       counted(number_in(status, "receipts"), "receipt");
    text += ", " + amount_in(sums, "refunded") + " won given back";
    if (const auto surplus = number_in(status, "surplus_receipts"); surplus > 0)
        text += ", " + counted(surplus, "surplus receipt");
    return text;
}

/// Everything that waits for a person.
std::string wanting_a_person(const Session& session, const json& status) {
    struct Kind {
        const char *field, *one, *many;
    };
    constexpr Kind kinds[]{
        {"quarantined", "payment in quarantine", "payments in quarantine"},
        {"refunds", "refund in doubt", "refunds in doubt"},
        {"errands", "errand in doubt", "errands in doubt"},
        {"shop", "order, link or receipt", "orders, links or receipts"},
        {"codes", "code to decide", "codes to decide"},
        {"breakers", "breaker", "breakers"},
        {"charges_without_key", "charge without a usable key", "charges without a usable key"}};
    std::string text;
    for (const auto& [field, one, many] : kinds) {
        const auto count = number_in(status.at("needs_person"), field);
        if (count == 0) continue;
        text += (text.empty() ? "" : " · ") + thousands(count) + " " + (count == 1 ? one : many);
    }
    return text.empty() ? "nothing" : session.screen.toned(text, Tone::bad);
}

/// Doubts that evidence is still waited for.
std::string in_doubt(const json& status) {
    const auto open =
        number_in(status, "doubts") - number_in(status.at("needs_person"), "quarantined");
    return open <= 0 ? "" : counted(open, "payment") + ", evidence is waited for";
}

/// Empty while Bootpay answers.
std::string silence(const Screen& screen, const json& status) {
    const auto since = minute_in(status, "unanswered_since");
    return since.empty() ? "" : screen.toned("has answered no look-up since " + since, Tone::bad);
}

std::string in_flight(const json& status) {
    const auto& flight = status.at("in_flight");
    return counted(number_in(flight, "writes"), "write") + " · " +
           counted(number_in(flight, "look_ups"), "look-up") + " · " +
           counted(number_in(flight, "events_waiting"), "event") + " waiting";
}

/// What stops the money stands above everything else.
void show_tripped(const Screen& screen, const json& breakers) {
    for (const auto& breaker : breakers) {
        const auto concerns = text_in(breaker, "subscription_id");
        screen.line(screen.toned(
            "STOPPED: breaker " + text_in(breaker, "name") + " since " +
                minute_in(breaker, "tripped_at") + ": " + text_in(breaker, "why"),
            Tone::bad
        ));
        screen.line(
            "  " +
            (concerns.empty() ? std::string{"nothing new is sent"}
                              : "nothing new is sent for " + concerns) +
            "; evidence is still gathered"
        );
        screen.line("  way out: " + text_in(breaker, "way_out"));
    }
}

/// But for the first `skipped`, which are the oldest.
void draw_alarms(const Screen& screen, const json& alarms, std::size_t skipped) {
    for (const auto& alarm : alarms) {
        if (skipped > 0) {
            --skipped;
            continue;
        }
        screen.line(screen.toned("alarm: " + printable(alarm.get<std::string>()), Tone::bad));
    }
}

void show_status(const Session& session) {
    const auto status = session.admin.get("/v1/status");
    if (shown_as_json(session, status)) return;
    const auto& screen = session.screen;
    screen.line(screen.toned(
        "maedal " + text_in(status, "version") + " · " + minute_in(status, "now") + " " +
            text_in(status, "time_zone") +
            (flag_in(status, "test_clock") ? " · test clock, moved by hand" : ""),
        Tone::strong
    ));
    show_tripped(screen, status.at("breakers"));
    const auto next = minute_in(status, "next_due_at");
    const auto held = text_in(status, "sending_held");
    print_sheet(
        screen,
        {{"subscriptions", by_state(session, status, "subscriptions")},
         {"charges", by_state(session, status, "charges")},
         {"reservations", by_state(session, status, "reservations")},
         {"refunds", by_state(session, status, "refunds")},
         {"money", money(status)},
         {"needs a person", wanting_a_person(session, status)},
         {"in doubt", in_doubt(status)},
         {"Bootpay", silence(screen, status)},
         {"late", counted(number_in(status, "late_charges"), "charge")},
         {"next due", next.empty() ? "nothing" : next},
         {"in flight", in_flight(status)},
         {"sending", held.empty() ? "" : screen.toned("held: " + held, Tone::bad)}}
    );
    const auto& alarms = status.at("alarms");
    constexpr std::size_t shown_max = 5;
    const auto older = alarms.size() - std::min(alarms.size(), shown_max);
    draw_alarms(screen, alarms, older);
    if (older > 0)
        screen.line(
            counted(static_cast<std::int64_t>(older), "older alarm") + ": maedalctl alarms"
        );
}

void show_alarms(const Session& session) {
    const auto status = session.admin.get("/v1/status");
    const auto& alarms = status.at("alarms");
    if (shown_as_json(session, {{"alarms", alarms}})) return;
    if (alarms.empty()) return session.screen.line("no alarm");
    draw_alarms(session.screen, alarms, 0);
}

void take_alarms(const Session& session) {
    const auto taken = session.admin.post("/v1/alarms/seen", json::object());
    if (shown_as_json(session, taken)) return;
    const auto& alarms = taken.at("alarms");
    if (alarms.empty()) return session.screen.line("no alarm");
    draw_alarms(session.screen, alarms, 0);
    session.screen.line(counted(std::ssize(alarms), "alarm") + " seen, and told no more");
}

}  // namespace

void add_status(CLI::App& line, Run& run) {
    auto* verb = line.add_subcommand("status", "how the house is, on one page");
    verb->callback([&run] { run = show_status; });
}

void add_alarms(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand("alarms", "what a person should look at; seen: told no more");
    noun->callback([&run, noun] {
        if (noun->get_subcommands().empty()) run = show_alarms;
    });
    auto* verb = noun->add_subcommand("seen", "shows them, and tells them no more");
    verb->callback([&run] { run = take_alarms; });
}

}  // namespace maedal::ctl
