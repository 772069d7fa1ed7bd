#include "admin/body.hpp"
#include "admin/handlers.hpp"
#include "admin/replies.hpp"

namespace maedal::admin {

Task<net::Response> reload(Visit visit) {
    Body body{visit.request, true};
    if (const auto fault = body.fault()) co_return problem(body.fault_status(), *fault);

    auto reloading = visit.desk.reload();
    const auto outcome = co_await std::move(reloading);
    if (!outcome) co_return problem(outcome.error());

    co_return response_of(answer(200, {{"message", *outcome}}));
}

}  // namespace maedal::admin
