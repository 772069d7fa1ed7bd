#pragma once
#include "maedalctl/admin_door.hpp"
#include "maedalctl/exit_code.hpp"
#include "maedalctl/screen.hpp"
#include "maedalctl/table.hpp"
#include "maedalctl/words.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace maedal::ctl {

/// What a command works with.
struct Session {
    const AdminDoor& admin;
    const Screen& screen;
};
using Run = std::function<void(const Session&)>;  ///< throws Failure

/// Adds a noun with its verbs to the command line; the one that is chosen sets `run`.
using AddNoun = void (*)(CLI::App& line, Run& run);

void add_status(CLI::App& line, Run& run);
void add_alarms(CLI::App& line, Run& run);
void add_key(CLI::App& line, Run& run);
void add_plan(CLI::App& line, Run& run);
void add_subscription(CLI::App& line, Run& run);
void add_charge(CLI::App& line, Run& run);
void add_reservation(CLI::App& line, Run& run);
void add_receipt(CLI::App& line, Run& run);
void add_refund(CLI::App& line, Run& run);
void add_errand(CLI::App& line, Run& run);
void add_shipping(CLI::App& line, Run& run);
void add_cash_receipt(CLI::App& line, Run& run);
void add_bootpay(CLI::App& line, Run& run);
void add_order(CLI::App& line, Run& run);
void add_link(CLI::App& line, Run& run);
void add_hosted(CLI::App& line, Run& run);
void add_product(CLI::App& line, Run& run);
void add_doubts(CLI::App& line, Run& run);
void add_resolve(CLI::App& line, Run& run);
void add_codes(CLI::App& line, Run& run);
void add_breakers(CLI::App& line, Run& run);
void add_arm(CLI::App& line, Run& run);
void add_gateway(CLI::App& line, Run& run);
void add_reconcile(CLI::App& line, Run& run);
void add_verify(CLI::App& line, Run& run);  ///< and backup
void add_rehearse(CLI::App& line, Run& run);
void add_journal(CLI::App& line, Run& run);
void add_reload(CLI::App& line, Run& run);
void add_clock(CLI::App& line, Run& run);
void add_load(CLI::App& line, Run& run);
void add_calendar(CLI::App& line, Run& run);
void add_sandbox(CLI::App& line, Run& run);

/// Which rows of a list, and how many.
struct ListAsked {
    static constexpr int rows_max = 1'000'000;
    QueryPairs query;
    int rows = 100;
    bool all = false;
    [[nodiscard]] int rows_wanted() const { return all ? rows_max : rows; }
};
/// --limit and --all.
void add_paging(CLI::App& verb, const std::shared_ptr<ListAsked>& asked);
/// An option that becomes the query parameter `parameter`.
void add_filter(
    CLI::App& verb,
    const std::shared_ptr<ListAsked>& asked,
    const std::string& option,
    const std::string& parameter,
    const std::string& help
);

struct ListShape {
    std::string path;
    std::vector<Column> columns;
    std::string when_empty;  ///< one line
};
/// A list as a table, or as JSON.
void show_list(const Session& session, const ListShape& shape, const ListAsked& asked);

/// The answer as JSON when that is asked for; else false, and the caller draws it.
bool shown_as_json(const Session& session, const nlohmann::json& answer);

}  // namespace maedal::ctl
