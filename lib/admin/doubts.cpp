#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"

#include <algorithm>

namespace maedal::admin {
namespace {

/// One page in the order of the cursor: the engine gives a page of each kind of doubt.
std::vector<engine::Doubt> one_page(std::vector<engine::Doubt> rows, int limit) {
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        return a.attempt.order_id < b.attempt.order_id;
    });
    const auto kept = std::min(rows.size(), static_cast<std::size_t>(limit));
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(kept), rows.end());
    return rows;
}

}  // namespace

Task<net::Response> list_doubts(Visit visit) {
    Query query{visit.request};
    const auto page = query.page();
    if (const auto fault = query.fault()) co_return problem(400, *fault);

    ReadAnswer read = [page, times = visit.times](engine::Reads& reads) {
        const auto rows = one_page(engine::doubts(reads, page), page.limit);
        return list_answer(
            all_shown(rows, times), page, rows.empty() ? "" : rows.back().attempt.order_id.text()
        );
    };
    auto looking = looked_up(visit.desk, std::move(read));
    co_return co_await std::move(looking);
}

}  // namespace maedal::admin
