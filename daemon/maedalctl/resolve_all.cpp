#include "base/instant.hpp"
#include "maedalctl/clock_text.hpp"
#include "maedalctl/confirm.hpp"
#include "maedalctl/resolve.hpp"

#include <optional>

namespace maedal::ctl {
namespace {

using nlohmann::json;

std::optional<Instant> bound_meant(const std::string& text, const std::string& now) {
    if (text.empty()) return std::nullopt;
    const auto moment = moment_meant(text, now);
    if (!moment)
        throw Failure{
            ExitCode::usage,
            "'" + printable(text) + "' is no time: 2027-01-31, or 2027-01-31T09:00:00+09:00"};
    return moment;
}

/// The doubts past their window that are meant; those still open are the gateway's to answer.
json doubts_meant(const Session& session, const AbsentAsked& asked) {
    const auto now = text_in(session.admin.get("/v1/status"), "now");
    const auto from = bound_meant(asked.from, now), to = bound_meant(asked.to, now);
    auto meant = json::array();
    const auto list = session.admin.list("/v1/doubts", {}, ListAsked::rows_max);
    for (const auto& doubt : list["items"]) {
        const auto at = instant_from_rfc3339(text_in(doubt, "execute_at"));
        if (!flag_in(doubt, "may_be_absent") || !at) continue;
        if ((from && *at < *from) || (to && *at >= *to)) continue;
        if (!asked.code.empty() && text_in(doubt, "gateway_code") != asked.code) continue;
        meant.push_back(doubt);
    }
    return meant;
}

const std::vector<Column> columns_before{
    text("ORDER ID", "order_id"),
    text("CUSTOMER", "customer_id"),
    amount("AMOUNT", "amount"),
    minute("EXECUTED", "execute_at"),
    text("CODE", "gateway_code")};
const std::vector<Column> columns_after{
    text("ORDER ID", "order_id"), amount("AMOUNT", "amount"), state("RESULT", "result")};

/// What became of one; empty when the daemon was gone before it was asked.
std::string told_absent(const Session& session, const json& doubt, const std::string& reason) {
    const auto id = doubt.at("order_id").get<std::string>();
    const json body{{"as", "absent"}, {"typed", id}, {"reason", reason}};
    try {
        const auto path = path_of("/v1/doubts", id) + "/resolve";
        return text_in(session.admin.post(path, body, session.admin.key_for(id)), "state");
    } catch (const Failure& failure) {
        return failure.what();
    }
}

}  // namespace

void resolve_all_absent(const Session& session, const AbsentAsked& asked) {
    auto meant = doubts_meant(session, asked);
    const auto count = static_cast<std::int64_t>(meant.size());
    if (count == 0) throw Failure{ExitCode::unknown_id, "no doubt past its window is meant"};
    const auto& screen = session.screen;
    if (!screen.json) {
        print_table(screen, columns_before, meant);
        screen.line("");
    }
    confirm(
        session,
        "Bootpay's console shows no payment for any of these " + counted(count, "order id") +
            ". Type their number",
        std::to_string(count),
        asked.confirmed,
        "--confirm NUMBER"
    );
    std::int64_t done = 0;
    for (auto& doubt : meant) {
        doubt["result"] = told_absent(session, doubt, asked.reason);
        done += doubt["result"] == "absent" ? 1 : 0;
    }
    if (!shown_as_json(session, {{"items", meant}, {"next", nullptr}})) {
        print_table(screen, columns_after, meant);
        screen.line(thousands(done) + " of " + thousands(count) + " are absent now");
    }
    if (done == count) return;
    throw Failure{
        done == 0 ? ExitCode::refused : ExitCode::partly,
        thousands(count - done) + " of " + thousands(count) + " were not taken; see their results"};
}

}  // namespace maedal::ctl
