#include "maedalctl/command.hpp"

#include "net/json_text.hpp"

namespace maedal::ctl {

void add_paging(CLI::App& verb, const std::shared_ptr<ListAsked>& asked) {
    verb.add_option("--limit", asked->rows, "at most so many rows")
        ->check(CLI::Range(1, ListAsked::rows_max))
        ->capture_default_str();
    verb.add_flag("--all", asked->all, "every row");
}

void add_filter(
    CLI::App& verb,
    const std::shared_ptr<ListAsked>& asked,
    const std::string& option,
    const std::string& parameter,
    const std::string& help
) {
    verb.add_option_function<std::string>(
        option,
        [asked, parameter](const std::string& value) {
            asked->query.emplace_back(parameter, value);
        },
        help
    );
}

void show_list(const Session& session, const ListShape& shape, const ListAsked& asked) {
    const int rows = asked.rows_wanted();
    const auto list = session.admin.list(shape.path, asked.query, rows);
    if (shown_as_json(session, list)) return;

    if (list["items"].empty()) return session.screen.line(shape.when_empty);
    print_table(session.screen, shape.columns, list["items"]);
    if (!list["next"].is_null())
        session.screen.err << "there are more; --all shows every one, --limit N so many\n";
}

bool shown_as_json(const Session& session, const nlohmann::json& answer) {
    if (session.screen.json) session.screen.line(net::json_text(answer));
    return session.screen.json;
}

}  // namespace maedal::ctl
