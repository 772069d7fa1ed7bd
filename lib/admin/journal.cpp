#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"

#include <algorithm>

namespace maedal::admin {
namespace {

/// The journal's cursor is a number.
bool is_number(const std::string& text) {
    return text.size() <= 18 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Task<net::Response> list_journal(Visit visit) {
    Query query{visit.request};
    const auto subject = query.text("subject");
    const auto page = query.page();
    if (const auto fault = query.fault()) return told(problem(400, *fault));
    if (!is_number(page.after)) {
        return told(problem(
            400, {Errc::invalid, "malformed_cursor", "after has to be an entry's number", "after"}
        ));
    }

    ReadAnswer read = [subject, page, times = visit.times](engine::Reads& reads) {
        const auto rows = reads.journal(subject, page);
        const auto last = rows.empty() ? "" : std::to_string(rows.back().number);
        return list_answer(all_shown(rows, times), page, last);
    };
    return looked_up(visit.desk, std::move(read));
}

}  // namespace maedal::admin
