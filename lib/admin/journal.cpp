#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"

namespace maedal::admin {

Task<net::Response> list_journal(Visit visit) {
    Query query{visit.request};
    const auto subject = query.text("subject");
    const auto page = query.numbered_page();

    ReadAnswer read = [subject, page, times = visit.times](engine::Reads& reads) {
        const auto rows = reads.journal(subject, page);
        const auto last = rows.empty() ? "" : std::to_string(rows.back().number);
        return list_answer(all_shown(rows, times), page, last);
    };
    return looked_up(visit.desk, query, std::move(read));
}

}  // namespace maedal::admin
