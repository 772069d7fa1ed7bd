#pragma once
#include "admin/problem.hpp"
#include "admin/visit.hpp"
#include "engine/desk.hpp"
#include "net/json_text.hpp"

#include <functional>
#include <string>

namespace maedal::admin {

[[nodiscard]] inline engine::Answer answer(int status, const nlohmann::json& value) {
    return {status, net::json_text(value)};
}

/// A page as every list gives it. `last` is the cursor of its last row, which leads on when the
/// page is full.
[[nodiscard]] engine::Answer list_answer(
    nlohmann::json items, const engine::Page& page, std::string last
);

[[nodiscard]] engine::Answer nothing_called(std::string_view noun, std::string_view id);

/// What `read` answers, made on the readers' thread.
using ReadAnswer = std::function<engine::Answer(engine::Reads&)>;
Task<net::Response> looked_up(engine::Desk& desk, ReadAnswer read);

/// Where a 201 says that the new thing is: `collection` and the body's field `id`.
struct Location {
    const char* collection;
    const char* id;
};

/// Carries a command out under the caller's name and Idempotency-Key.
Task<net::Response> carried_out(
    Visit visit, engine::Command command, engine::Render render, std::optional<Location> location
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

}  // namespace maedal::admin
