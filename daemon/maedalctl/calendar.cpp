#include "base/instant.hpp"
#include "maedalctl/command.hpp"
#include "maedalctl/year_lists.hpp"
#include "maedalctl/year_picture.hpp"

#include <algorithm>

namespace maedal::ctl {
namespace {

using nlohmann::json;

constexpr std::size_t lines_of_a_list_max = 12;
constexpr std::size_t declined_shown_max = 40;  // each is a call of its own

struct CalendarAsked {
    std::string from, to, customer;
};

Month month_asked(const std::string& text) {
    const auto month = month_from(text);
    if (month) return *month;
    throw Failure{ExitCode::usage, "'" + printable(text) + "' is no month, such as 2028-01"};
}

std::vector<Month> months_asked(const Session& session, const CalendarAsked& asked) {
    constexpr std::chrono::months before{calendar_months_max - 1};
    Month last{};
    if (!asked.to.empty()) {
        last = month_asked(asked.to);
    } else if (!asked.from.empty()) {
        last = month_asked(asked.from) + before;
    } else {
        const auto ran = month_that_ran(text_in(session.admin.get("/v1/test-clock"), "now"));
        if (!ran) throw Failure{ExitCode::unreachable, "the daemon did not say what time it is"};
        last = *ran;
    }
    const Month first = asked.from.empty() ? last - before : month_asked(asked.from);
    auto months = months_between(first, last);
    if (months.empty())
        throw Failure{ExitCode::usage, "--from and --to have to hold 1 to 12 months"};
    return months;
}

YearFacts facts_of(
    const Session& session, const CalendarAsked& asked, const std::vector<Month>& months
) {
    const auto all = [&](const char* path, QueryPairs query) {
        return session.admin.list(path, std::move(query), ListAsked::rows_max)["items"];
    };
    // A month begins at a local midnight: a day more on both ends holds it in every zone.
    const std::chrono::sys_days first{months.front() / 1};
    const std::chrono::sys_days end{(months.back() + std::chrono::months{1}) / 1};
    const std::chrono::days margin{1};
    return {
        all("/v1/subscriptions", {{"customer_id", asked.customer}}),
        session.admin.get("/v1/plans").at("items"),
        all("/v1/charges",
            {{"customer_id", asked.customer},
             {"due_from", rfc3339(first - margin)},
             {"due_to", rfc3339(end + margin)}}),
        all("/v1/receipts", {})};
}

YearStories stories_of(const Session& session, const YearFacts& facts, const YearTable& table) {
    YearStories stories;
    stories.refunds = session.admin.list("/v1/refunds", {}, ListAsked::rows_max)["items"];
    for (const auto& charge : facts.charges) {
        const auto month = month_from(text_in(charge, "due_at"));
        if (number_in(charge, "declines") == 0 || !month || *month < table.months.front() ||
            *month > table.months.back())
            continue;
        if (stories.declined.size() == declined_shown_max) break;
        stories.declined.push_back(
            session.admin.get(path_of("/v1/charges", text_in(charge, "charge_number")))
        );
    }
    for (const auto& subscription : facts.subscriptions) {
        if (text_in(subscription, "cancel_at").empty()) continue;
        const auto id = text_in(subscription, "subscription_id");
        const QueryPairs revoked{{"subscription_id", id}, {"state", "revoked"}};
        stories.revoked[id] =
            session.admin.list("/v1/reservations", revoked, ListAsked::rows_max)["items"].size();
    }
    return stories;
}

void draw_list(const Screen& screen, const YearList& list) {
    screen.line("");
    screen.line(screen.toned(list.title, Tone::strong));
    const auto shown = std::min(list.lines.size(), lines_of_a_list_max);
    for (std::size_t i = 0; i < shown; ++i)
        screen.line("  " + list.lines[i]);
    if (shown < list.lines.size())
        screen.line("  and " + std::to_string(list.lines.size() - shown) + " more");
}

json sums_json(const Sums& sums) {
    return {{"payments", sums.payments}, {"paid", sums.paid}, {"refunded", sums.refunded}};
}

json as_json(const YearTable& table, const std::vector<YearList>& lists) {
    auto months = json::array(), rows = json::array(), told = json::array();
    for (std::size_t i = 0; i < table.months.size(); ++i) {
        months.push_back(sums_json(table.month_sums[i]));
        months.back()["month"] = text_of(table.months[i]);
    }
    for (const auto& row : table.rows) {
        rows.push_back(sums_json(row.sums));
        auto& shown = rows.back();
        shown["subscription_id"] = row.subscription_id;
        shown["customer_id"] = row.customer_id;
        shown["plan_id"] = row.plan_id;
        shown["status"] = row.status;
        shown["cells"] = row.cells;
    }
    for (const auto& list : lists)
        told.push_back({{"title", list.title}, {"lines", list.lines}});
    return {{"months", months}, {"items", rows}, {"sums", sums_json(table.sums)}, {"lists", told}};
}

void show_calendar(const Session& session, const CalendarAsked& asked) {
    const auto months = months_asked(session, asked);
    const auto facts = facts_of(session, asked, months);
    const auto table = year_table(facts, months);
    const auto lists = year_lists(facts, table, stories_of(session, facts, table));
    if (shown_as_json(session, as_json(table, lists))) return;
    if (table.rows.empty()) return session.screen.line("no subscriptions yet");
    draw_year(session.screen, table);
    for (const auto& list : lists)
        draw_list(session.screen, list);
}

}  // namespace

void add_calendar(CLI::App& line, Run& run) {
    const auto asked = std::make_shared<CalendarAsked>();
    auto* verb = line.add_subcommand("calendar", "a year of charges at one look");
    verb->add_option("--from", asked->from, "first month, such as 2028-01");
    verb->add_option(
        "--to", asked->to, "last month; left out: the twelve that have just run, or from --from on"
    );
    verb->add_option("--customer", asked->customer, "of this customer only");
    verb->callback([&run, asked] {
        run = [asked](const Session& session) { show_calendar(session, *asked); };
    });
}

}  // namespace maedal::ctl
