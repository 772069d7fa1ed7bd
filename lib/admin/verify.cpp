// Whether the book is whole, and a copy of it.
#include "admin/body.hpp"
#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"

#include <algorithm>

namespace maedal::admin {
namespace {

using nlohmann::json;

constexpr int violations_max = 500;

json all_shown(const std::vector<ports::Violation>& violations) {
    auto items = json::array();
    for (const auto& violation : violations)
        items.push_back(
            {{"invariant", violation.invariant},
             {"subject", violation.subject},
             {"subscription_id",
              violation.subscription.empty() ? json(nullptr) : json(violation.subscription)},
             {"what", violation.what}}
        );
    return items;
}

}  // namespace

Task<net::Response> list_verify_parts(Visit visit) {
    Query query{visit.request};

    ReadAnswer read = [](engine::Reads& reads) { return list_answer(reads.parts_to_verify()); };
    return looked_up(visit.desk, query, std::move(read));
}

Task<net::Response> verify_part(Visit visit) {
    Body body{visit.request};
    const auto name = body.text("part");
    if (const auto fault = body.fault()) return told(problem(body.fault_status(), *fault));

    ReadAnswer read = [name, yardstick = visit.desk.yardstick()](engine::Reads& reads) {
        const auto parts = reads.parts_to_verify();
        if (std::find(parts.begin(), parts.end(), name) == parts.end())
            return nothing_called("part", name);
        const auto part = reads.verify_part(name, yardstick, violations_max);
        return answer(
            200,
            {{"part", part.name},
             {"promise", part.promise},
             {"took_us", part.took.count()},
             {"violations", all_shown(part.violations)}}
        );
    };
    return looked_up(visit.desk, std::move(read));
}

Task<net::Response> back_up(Visit visit) {
    Body body{visit.request};
    const auto path = body.text("path");
    if (const auto fault = body.fault()) return told(problem(body.fault_status(), *fault));
    if (path.front() != '/')
        return told(
            problem(400, {Errc::invalid, "relative_path", "path has to begin with /", "path"})
        );

    ReadAnswer read = [path, yardstick = visit.desk.yardstick()](engine::Reads& reads) {
        const auto done = reads.back_up(path, yardstick);
        if (!done) return problem_answer(done.error());
        return answer(
            201,
            {{"path", done->path},
             {"bytes", done->bytes},
             {"journal_entries", done->journal_entries},
             {"violations", all_shown(done->violations)},
             {"took_ms", done->took.count()}}
        );
    };
    return looked_up(visit.desk, std::move(read));
}

}  // namespace maedal::admin
