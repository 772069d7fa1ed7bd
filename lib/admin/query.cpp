#include "admin/query.hpp"

#include "net/form_text.hpp"

#include <charconv>

namespace maedal::admin {

Query::Query(const net::Request& request) {
    const std::string_view target{request.target};
    const auto mark = target.find('?');
    if (mark == std::string_view::npos) return;
    const auto pairs = net::parse_form(target.substr(mark + 1));
    if (!pairs) {
        blame("malformed_query", "the query cannot be read: " + pairs.error().detail, {});
        return;
    }
    for (const auto& [name, value] : *pairs) {
        if (!given_.emplace(name, value).second)
            blame("repeated_parameter", name + " is given twice", name);
    }
}

std::string Query::text(const char* name) {
    asked_.emplace(name);
    const auto found = given_.find(name);
    return found == given_.end() ? std::string{} : found->second;
}

bool Query::flag(const char* name) {
    const std::string given = text(name);
    if (!given.empty() && given != "true" && given != "false")
        blame("unknown_word", std::string{name} + " has to be true or false", name);
    return given == "true";
}

std::optional<Instant> Query::instant(const char* name) {
    const std::string given = text(name);
    if (given.empty()) return std::nullopt;
    const auto at = instant_from_rfc3339(given);
    if (!at) {
        blame(
            "malformed_time",
            std::string{name} + " has to be RFC 3339 with a zone (mind: + is %2B)",
            name
        );
    }
    return at;
}

int Query::number(const char* name, int otherwise, std::int64_t most) {
    const std::string given = text(name);
    if (given.empty()) return otherwise;
    int number = 0;
    const auto* last = given.data() + given.size();
    const auto read = std::from_chars(given.data(), last, number);
    if (read.ec == std::errc{} && read.ptr == last && number >= 1 && number <= most) return number;
    blame("out_of_range", std::string{name} + " has to be from 1 to " + std::to_string(most), name);
    return otherwise;
}

engine::Page Query::page() {
    engine::Page page;
    page.after = text("after");
    const std::string limit = text("limit");
    if (limit.empty()) return page;
    const auto* last = limit.data() + limit.size();
    const auto read = std::from_chars(limit.data(), last, page.limit);
    if (read.ec == std::errc{} && read.ptr == last && page.limit >= 1 &&
        page.limit <= engine::Page::limit_max)
        return page;
    blame("limit_out_of_range", "limit has to be 1 to 500", "limit");
    page.limit = 1;
    return page;
}

engine::Page Query::numbered_page() {
    auto asked = page();
    std::int64_t number = 0;
    const auto* last = asked.after.data() + asked.after.size();
    const auto read = std::from_chars(asked.after.data(), last, number);
    if (!asked.after.empty() && (read.ec != std::errc{} || read.ptr != last))
        blame("malformed_cursor", "after has to be the `next` of a page", "after");
    return asked;
}

std::optional<Error> Query::fault() {
    for (const auto& [name, value] : given_) {
        if (!asked_.contains(name))
            blame("unknown_parameter", "no parameter is called " + name, name);
    }
    return fault_;
}

void Query::blame(std::string reason, std::string detail, std::string field) {
    if (fault_) return;
    fault_ = Error{Errc::invalid, std::move(reason), std::move(detail), std::move(field)};
}

}  // namespace maedal::admin
