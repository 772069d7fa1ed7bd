#pragma once
#include "admin/body.hpp"
#include "admin/problem.hpp"
#include "admin/query.hpp"
#include "admin/visit.hpp"
#include "engine/desk.hpp"
#include "net/json_text.hpp"

#include <functional>
#include <string>

namespace maedal::admin {

[[nodiscard]] inline engine::Answer answer(int status, const nlohmann::json& value) {
    return {status, net::json_text(value)};
}
/// 202 while the gateway's word is awaited.
[[nodiscard]] inline engine::Answer awaiting_answer(const nlohmann::json& value) {
    return {202, net::json_text(value), false};
}

/// A page as every list gives it. `last` is the cursor of its last row, which leads on when the
/// page is full.
[[nodiscard]] engine::Answer list_answer(
    nlohmann::json items, const engine::Page& page, std::string last
);
/// A list that is whole on one page.
[[nodiscard]] engine::Answer list_answer(nlohmann::json items);
/// A list of at most `most` rows that has no further page: `more` says that it is full, and that
/// what is left comes when some of these are settled.
[[nodiscard]] engine::Answer bounded_list_answer(nlohmann::json items, std::size_t most);

[[nodiscard]] engine::Answer nothing_called(std::string_view noun, std::string_view id);

/// An answer that is there already.
Task<net::Response> told(net::Response response);

/// What `read` answers, made on the readers' thread.
using ReadAnswer = std::function<engine::Answer(engine::Reads&)>;
Task<net::Response> looked_up(engine::Desk& desk, ReadAnswer read);
/// The same, or the fault of a query of which all that may stand in it was asked.
Task<net::Response> looked_up(engine::Desk& desk, Query& query, ReadAnswer read);

/// Where a 201 says that the new thing is: `collection` and the body's field `id`.
struct Location {
    const char* collection;
    const char* id;
};

/// Carries a command out under the caller's name and Idempotency-Key.
Task<net::Response> carried_out(
    Visit visit,
    engine::Command command,
    engine::Render render,
    std::optional<Location> location = std::nullopt
);
/// The same, or the fault of a body of which all that may stand in it was asked.
Task<net::Response> carried_out(
    Visit visit,
    Body& body,
    engine::Command command,
    engine::Render render,
    std::optional<Location> location = std::nullopt
);

/// A Render that answers with `status` and what `shown` makes of the `Made` of the outcome.
template <class Made>
[[nodiscard]] engine::Render rendered(
    int status, std::function<nlohmann::json(const Made&)> shown
) {
    return [status, shown = std::move(shown)](const Result<engine::Outcome>& outcome) {
        return outcome ? answer(status, shown(std::get<Made>(*outcome)))
                       : problem_answer(outcome.error());
    };
}
/// The same, as its noun is shown to everyone.
template <class Made>
[[nodiscard]] engine::Render rendered(int status, LocalTimes times) {
    std::function<nlohmann::json(const Made&)> row = [times = std::move(times)](const Made& made) {
        return shown(made, times);
    };
    return rendered(status, std::move(row));
}

}  // namespace maedal::admin
