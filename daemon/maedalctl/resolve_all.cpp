#include "base/instant.hpp"
#include "maedalctl/clock_text.hpp"
#include "maedalctl/confirm.hpp"
#include "maedalctl/resolve.hpp"

#include <iterator>
#include <map>
#include <optional>

namespace maedal::ctl {
namespace {

using nlohmann::json;

std::optional<Instant> bound_meant(const std::string& text, const HouseTime& house) {
    if (text.empty()) return std::nullopt;
    const auto moment = moment_meant(text, house);
    if (!moment)
        throw Failure{
            ExitCode::usage,
            "'" + printable(text) + "' is no time: 2027-01-31, or 2027-01-31T09:00:00+09:00"};
    return moment;
}

struct Meant {
    json doubts =
        json::array();  ///< past their window; those still open are the gateway's to answer
    std::int64_t too_early = 0;  ///< the others
    std::string first_window_ends;
};

Meant doubts_meant(const Session& session, const AbsentAsked& asked) {
    const auto house = house_time(session.admin.get("/v1/status"));
    const auto from = bound_meant(asked.from, house), to = bound_meant(asked.to, house);
    Meant meant;
    std::optional<Instant> first;
    const auto list = session.admin.list("/v1/doubts", {}, ListAsked::rows_max);
    for (const auto& doubt : list["items"]) {
        const auto at = instant_from_rfc3339(text_in(doubt, "execute_at"));
        if (!at || (from && *at < *from) || (to && *at >= *to)) continue;
        if (!asked.code.empty() && text_in(doubt, "gateway_code") != asked.code) continue;
        if (flag_in(doubt, "may_be_absent")) {
            meant.doubts.push_back(doubt);
            continue;
        }
        meant.too_early += 1;
        const auto ends = instant_from_rfc3339(text_in(doubt, "absent_from"));
        if (!ends || (first && *first <= *ends)) continue;
        first = ends;
        meant.first_window_ends = minute_in(doubt, "absent_from");
    }
    return meant;
}

/// Why there is nothing to do.
Failure nothing_meant(const Meant& meant) {
    if (meant.too_early == 0) return {ExitCode::unknown_id, "no doubt is meant"};
    return {
        ExitCode::unknown_id,
        "no doubt past its window is meant; the first window of " +
            counted(meant.too_early, "doubt") + " ends at " + meant.first_window_ends};
}

const std::vector<Column> columns_before{
    text("ORDER ID", "order_id"),
    text("CUSTOMER", "customer_id"),
    amount("AMOUNT", "amount"),
    minute("EXECUTED", "execute_at"),
    text("CODE", "gateway_code")};
const std::vector<Column> columns_after{
    text("ORDER ID", "order_id"), amount("AMOUNT", "amount"), state("RESULT", "result")};

/// Writes into the row what became of it: `result`, "absent" or the code of the refusal, and `why`.
void tell_absent(const Session& session, json& doubt, const std::string& reason) {
    const auto id = doubt.at("order_id").get<std::string>();
    const json body{{"as", "absent"}, {"typed", id}, {"reason", reason}};
    try {
        const auto path = path_of("/v1/doubts", id) + "/resolve";
        const auto row = session.admin.post(path, body, session.admin.key_for(id));
        doubt["result"] = text_in(row, "state");
    } catch (const Failure& failure) {
        // Nobody is there any more, or none of them may be said: the rest would only say it again.
        if (failure.code() == ExitCode::not_permitted) throw;
        doubt["result"] = failure.reason().empty() ? "not known" : failure.reason();
        doubt["why"] = failure.what();
    }
}

/// A line for each, and below them each reason once: one outage has one.
void draw_results(const Screen& screen, const json& rows) {
    print_table(screen, columns_after, rows);
    std::map<std::string, json> reasons;
    std::int64_t done = 0;
    for (const auto& row : rows) {
        const auto result = text_in(row, "result");
        done += result == "absent" ? 1 : 0;
        if (row.contains("why")) reasons.try_emplace(result, row);
    }
    screen.line(thousands(done) + " of " + thousands(std::ssize(rows)) + " are absent now");
    for (const auto& [result, first] : reasons)
        screen.line(
            screen.toned(text_in(first, "order_id") + ": " + text_in(first, "why"), Tone::bad)
        );
}

}  // namespace

void resolve_all_absent(const Session& session, const AbsentAsked& asked) {
    const auto found = doubts_meant(session, asked);
    auto meant = found.doubts;
    const auto count = std::ssize(meant);
    if (count == 0) throw nothing_meant(found);
    const auto& screen = session.screen;
    if (!screen.json) {
        print_table(screen, columns_before, meant);
        screen.line("");
    }
    const auto said = confirmation(
        session,
        "Bootpay's console shows no payment for any of these " + counted(count, "order id") +
            ". Type their number",
        asked.confirmed,
        "--confirm NUMBER"
    );
    if (said != std::to_string(count))
        throw Failure{
            ExitCode::refused,
            "not confirmed: " + counted(count, "order id") +
                (count == 1 ? " is meant" : " are meant") + ", and not '" + printable(said) +
                "'; nothing was done"};
    std::int64_t done = 0, booked = 0;
    for (auto& doubt : meant) {
        tell_absent(session, doubt, asked.reason);
        done += doubt["result"] == "absent" ? 1 : 0;
        booked += doubt["result"] == "gateway_knows_it" ? 1 : 0;
    }
    if (!shown_as_json(session, {{"items", meant}, {"next", nullptr}})) draw_results(screen, meant);
    if (done == count) return;
    throw Failure{
        done == 0 ? ExitCode::refused : ExitCode::partly,
        thousands(count - done) + " of " + thousands(count) + " are not absent" +
            (booked > 0 ? "; of these " + thousands(booked) + " were booked as the gateway told"
                        : "")};
}

}  // namespace maedal::ctl
