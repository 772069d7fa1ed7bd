#include "maedalctl/clock_text.hpp"
#include "maedalctl/command.hpp"
#include "maedalctl/export_file.hpp"
#include "maedalctl/file_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <thread>

namespace maedal::ctl {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

struct Asked {
    std::string from, to, file, only_orders;
    std::vector<std::string> columns;
    int wait_minutes = 30;
};

struct Span {
    Instant from, to;
    [[nodiscard]] QueryPairs query(const char* from_name, const char* to_name) const {
        return {{from_name, rfc3339(from)}, {to_name, rfc3339(to)}};
    }
};

Span span_asked(const Asked& asked, const HouseTime& house) {
    const auto from = moment_meant(asked.from, house), to = moment_meant(asked.to, house);
    if (!from || !to)
        throw Failure{ExitCode::usage, "--from and --to: 2027-01-31, or 2027-01-31T09:00:00+09:00"};
    return {*from, *to};
}

ColumnNames names_asked(const Asked& asked) {
    ColumnNames names;
    for (const auto& pair : asked.columns) {
        const auto equals = pair.find('=');
        if (equals == std::string::npos || equals == 0)
            throw Failure{ExitCode::usage, "--column takes OURS=THEIRS, such as amount=금액"};
        names[pair.substr(0, equals)] = pair.substr(equals + 1);
    }
    return names;
}

void draw_progress(const Screen& screen, std::int64_t left, std::int64_t of) {
    screen.progress(static_cast<int>((of - left) * 1'000 / of), counted(left, "look-up") + " left");
}

/// Gives how many look-ups were not answered in time.
std::int64_t wait_for_look_ups(
    const Session& session, const Span& span, std::chrono::steady_clock::time_point until
) {
    auto pause = 50ms;
    std::int64_t most = 0;
    for (;;) {
        const auto waiting = session.admin.get("/v1/reconcile", span.query("from", "to"));
        const auto left = number_in(waiting, "receipts") + number_in(waiting, "attempts");
        most = std::max(most, left);
        if (left == 0 || std::chrono::steady_clock::now() >= until) {
            session.screen.progress(1'000, {});
            return left;
        }
        draw_progress(session.screen, left, most);
        std::this_thread::sleep_for(pause);
        pause = std::min(pause * 2, std::chrono::milliseconds{2'000});
    }
}

/// Has everything of that time looked up, of very much one part after the other, so that the daemon
/// has time for what else falls due.
json looked_up(const Session& session, const Span& span, int minutes) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes{minutes};
    std::int64_t receipts = 0, attempts = 0, unanswered = 0;
    json report;
    for (auto part = span;;) {
        const auto begun = session.admin.post(
            "/v1/reconcile", {{"from", rfc3339(part.from)}, {"to", rfc3339(part.to)}}
        );
        receipts += number_in(begun, "receipts");
        attempts += number_in(begun, "attempts");
        const auto left_from = instant_from_rfc3339(begun.value("left_from", ""));
        unanswered = wait_for_look_ups(session, {part.from, left_from.value_or(part.to)}, until);
        if (!left_from) break;
        if (unanswered > 0) {
            report["not_asked_from"] = begun["left_from"];
            break;
        }
        if (*left_from <= part.from)
            throw Failure{
                ExitCode::refused, "the daemon comes no further than " + rfc3339(part.from)};
        part.from = *left_from;
    }
    report.update({{"receipts", receipts}, {"attempts", attempts}, {"unanswered", unanswered}});
    return report;
}

billing::Receipt receipt_in(const json& row) {
    return {
        billing::ReceiptId{row.at("receipt_id").get<std::string>()},
        billing::OrderId{row.at("order_id").get<std::string>()},
        billing::ReceiptRole::settles,
        *billing::Won::from_count(number_in(row, "amount")),
        *billing::Won::from_count(number_in(row, "refunded")),
        *instant_from_rfc3339(text_in(row, "paid_at")),
        std::nullopt};
}

json receipt_rows(const Session& session, const Span& span) {
    const auto asked = span.query("paid_from", "paid_to");
    return session.admin.list("/v1/receipts", asked, ListAsked::rows_max).at("items");
}

struct Receipts {
    std::vector<billing::Receipt> rows;
    std::map<std::string, std::string> paid_at;  ///< by receipt id, as the daemon tells it
    void add(const json& row) {
        rows.push_back(receipt_in(row));
        paid_at[rows.back().id.text()] = text_in(row, "paid_at");
    }
};

/// Payments beside the borders of the time may lie on one side of them here and on the other there,
/// and a file may hold more than that time: what is known here by any of these ids is held against
/// it before it is called unexplained.
void add_strays(
    const Session& session, const std::vector<billing::ExportedPayment>& theirs, Receipts& ours
) {
    constexpr std::size_t strays_max = 1'000;
    std::set<std::string> strays;
    std::optional<Instant> first, last;
    for (const auto& stray : billing::reconciled(ours.rows, theirs).only_there) {
        strays.insert(stray.receipt.text());
        if (!stray.paid_at) continue;
        first = std::min(first.value_or(*stray.paid_at), *stray.paid_at);
        last = std::max(last.value_or(*stray.paid_at), *stray.paid_at);
    }
    const auto add = [&](const json& row) {
        if (strays.erase(text_in(row, "receipt_id")) == 1) ours.add(row);
    };
    if (strays.size() > strays_max && first) {
        const Span of_theirs{*first - std::chrono::hours{1}, *last + std::chrono::hours{1}};
        for (const auto& row : receipt_rows(session, of_theirs))
            add(row);
    }
    std::size_t asked = 0;
    for (const auto& id : std::set{strays}) {
        if (++asked > strays_max) return;
        try {
            add(session.admin.get(path_of("/v1/receipts", id)));
        } catch (const Failure& failure) {
            if (failure.code() != ExitCode::unknown_id) throw;
        }
    }
}

/// Their moment as ours is told: with the same offset.
std::string told_beside(const std::string& ours, const std::string& theirs) {
    constexpr std::size_t local_size = 19;  // "2026-01-31T09:00:00"
    const auto here = instant_from_rfc3339(ours), there = instant_from_rfc3339(theirs);
    const auto as_utc = instant_from_rfc3339(ours.substr(0, local_size) + "Z");
    return here && there && as_utc ? rfc3339(*there, *as_utc - *here) : theirs;
}

json compared(const Session& session, const Asked& asked, const Span& span) {
    auto theirs = exported_payments(file_text(asked.file), names_asked(asked));
    const auto is_other = [&](const auto& row) {
        return !row.order_id.text().starts_with(asked.only_orders);
    };
    std::erase_if(theirs.payments, is_other);
    std::erase_if(theirs.foreign, is_other);
    Receipts ours;
    for (const auto& row : receipt_rows(session, span))
        ours.add(row);
    add_strays(session, theirs.payments, ours);
    json unexplained = json::array();
    const auto add = [&](const std::string& receipt, const std::string& what) {
        unexplained.push_back({{"receipt_id", receipt}, {"what", what}});
    };
    for (const auto& row : theirs.foreign) {
        const auto same = [&row](const billing::Receipt& known) { return known.id == row.receipt; };
        const bool here = std::erase_if(ours.rows, same) > 0;
        add(row.receipt.text(),
            (here ? "amount is in won here, " + row.amount + " there"
                  : "only there: " + row.order_id.text() + ", " + row.amount));
    }
    const auto found = billing::reconciled(ours.rows, theirs.payments);
    for (const auto& receipt : found.only_here)
        add(receipt.id.text(),
            "only here: " + receipt.order_id.text() + ", " + thousands(receipt.paid.count()) +
                " won");
    for (const auto& row : found.only_there)
        add(row.receipt.text(),
            "only there: " + row.order_id.text() + ", " + thousands(row.amount.count()) + " won");
    for (const auto& difference : found.different) {
        auto here = difference.ours, there = difference.theirs;
        if (difference.field == "paid_at") {
            here = ours.paid_at.at(difference.receipt.text());
            there = told_beside(here, there);
        }
        add(difference.receipt.text(),
            difference.field + " is " + here + " here, " + there + " there");
    }
    return {
        {"matched", found.matched},
        {"left_out", found.left_out},
        {"unexplained", std::move(unexplained)}};
}

void draw(const Screen& screen, const json& report) {
    const auto left = number_in(report, "unanswered");
    screen.line(
        counted(number_in(report, "receipts"), "receipt") + " and " +
        counted(number_in(report, "attempts"), "attempt") + " looked up at the gateway" +
        (left > 0 ? ", " + thousands(left) + " not answered yet" : "")
    );
    if (report.contains("not_asked_from"))
        screen.line(screen.toned(
            "not asked for yet: what was paid from " + text_in(report, "not_asked_from") +
                " on. Ask again with --from " + text_in(report, "not_asked_from"),
            Tone::bad
        ));
    for (const auto& end : report.at("loose_ends"))
        screen.line(screen.toned(
            "not known: " + text_in(end, "subject") + " " + text_in(end, "what"), Tone::bad
        ));
    if (flag_in(report, "more_loose_ends"))
        screen.line(
            screen.toned("there may be more that is not known: ask for a shorter time", Tone::bad)
        );
    if (!report.contains("export")) return;
    const auto& compared = report.at("export");
    for (const auto& row : compared.at("unexplained"))
        screen.line(screen.toned(
            "unexplained: receipt " + text_in(row, "receipt_id") + " " + text_in(row, "what"),
            Tone::bad
        ));
    screen.line(
        counted(number_in(compared, "matched"), "receipt") + " the same on both sides, " +
        thousands(static_cast<std::int64_t>(compared.at("unexplained").size())) + " unexplained, " +
        counted(number_in(compared, "left_out"), "row") + " without money left out"
    );
}

void reconcile(const Session& session, const Asked& asked) {
    const auto span = span_asked(asked, house_time(session.admin.get("/v1/status")));
    if (!asked.file.empty())
        static_cast<void>(exported_payments(file_text(asked.file), names_asked(asked)));
    auto report = looked_up(session, span, asked.wait_minutes);
    const auto ends = session.admin.get("/v1/loose-ends", span.query("from", "to"));
    report["loose_ends"] = ends.at("items");
    report["more_loose_ends"] = ends.at("more");
    if (!asked.file.empty()) report["export"] = compared(session, asked, span);
    if (!shown_as_json(session, report)) draw(session.screen, report);

    // What was not answered is a loose end, unless its end came meanwhile.
    auto found = static_cast<std::int64_t>(report["loose_ends"].size());
    found = std::max(found, number_in(report, "unanswered"));
    found += report.contains("not_asked_from") ? 1 : 0;
    if (!asked.file.empty())
        found += static_cast<std::int64_t>(report["export"]["unexplained"].size());
    if (found > 0)
        throw Failure{
            ExitCode::found,
            thousands(found) + (found == 1 ? " thing" : " things") +
                (flag_in(report, "more_loose_ends") ? " or more" : "") + " could not be explained"};
}

}  // namespace

void add_reconcile(CLI::App& line, Run& run) {
    const auto asked = std::make_shared<Asked>();
    auto* verb = line.add_subcommand("reconcile", "hold the ledger against the gateway, both ways");
    verb->add_option("--from", asked->from, "paid at this time or later: 2027-01-31")->required();
    verb->add_option("--to", asked->to, "paid before this time")->required();
    auto* file =
        verb->add_option("--gateway-export", asked->file, "a file of Bootpay's: CSV or JSON");
    verb->add_option("--column", asked->columns, "OURS=THEIRS: a column of the file by its name")
        ->needs(file);
    verb->add_option(
            "--only-orders",
            asked->only_orders,
            "rows whose order id begins so; others are not ours"
    )
        ->needs(file);
    verb->add_option("--wait-minutes", asked->wait_minutes, "for the look-ups, at most")
        ->check(CLI::Range(0, 24 * 60))
        ->capture_default_str();
    verb->callback([&run, asked] {
        run = [asked](const Session& session) { reconcile(session, *asked); };
    });
}

}  // namespace maedal::ctl
