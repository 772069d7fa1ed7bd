#include "admin/replies.hpp"

#include "admin/errand_replies.hpp"
#include "base/digest.hpp"
#include "net/form_text.hpp"

#include <algorithm>

namespace maedal::admin {
namespace {

constexpr std::size_t idempotency_key_bytes_max = 128;

std::string location_text(const Location& where, const std::string& body) {
    const auto made = net::parse_json(body);
    if (!made || !made->is_object() || !made->contains(where.id)) return {};
    const auto* id = (*made)[where.id].get_ptr<const std::string*>();
    return id == nullptr ? std::string{}
                         : std::string{where.collection} + "/" + net::percent_encode(*id);
}

}  // namespace

Result<std::optional<engine::Idempotency>> idempotency_of(const net::Request& request) {
    const auto key = request.headers.get("Idempotency-Key");
    if (!key) return std::optional<engine::Idempotency>{};
    const auto visible = [](char c) { return c > 0x20 && c < 0x7F; };
    if (key->empty() || key->size() > idempotency_key_bytes_max ||
        !std::all_of(key->begin(), key->end(), visible)) {
        return Error{
            Errc::invalid,
            "malformed_idempotency_key",
            "Idempotency-Key has to be 1 to 128 visible ASCII characters",
            "Idempotency-Key"};
    }
    return std::optional{engine::Idempotency{
        std::string{*key}, digest_of({request.method, request.path(), request.body})}};
}

engine::Answer list_answer(nlohmann::json items, const engine::Page& page, std::string last) {
    const bool full = items.size() == static_cast<std::size_t>(page.limit);
    nlohmann::json list{{"items", std::move(items)}, {"next", nullptr}};
    if (full) list["next"] = std::move(last);
    return answer(200, list);
}

engine::Answer list_answer(nlohmann::json items) {
    return answer(200, {{"items", std::move(items)}, {"next", nullptr}});
}

engine::Answer bounded_list_answer(nlohmann::json items, std::size_t most) {
    const bool full = items.size() >= most;
    return answer(200, {{"items", std::move(items)}, {"next", nullptr}, {"more", full}});
}

engine::Answer nothing_called(std::string_view noun, std::string_view id) {
    std::string detail = "there is no ";
    detail.append(noun).append(" ").append(id);
    return problem_answer(Error{Errc::not_found, "not_found", std::move(detail), {}});
}

Task<net::Response> told(net::Response response) {
    co_return response;
}

Task<net::Response> looked_up(engine::Desk& desk, ReadAnswer read) {
    auto reading = engine::read_as<engine::Answer>(desk, std::move(read));
    co_return response_of(co_await std::move(reading));
}

Task<net::Response> looked_up(engine::Desk& desk, Query& query, ReadAnswer read) {
    if (const auto fault = query.fault()) return told(problem(400, *fault));
    return looked_up(desk, std::move(read));
}

Task<net::Response> carried_out(
    Visit visit, engine::Command command, engine::Render render, std::optional<Location> location
) {
    auto idempotency = idempotency_of(visit.request);
    if (!idempotency) co_return problem(400, idempotency.error());

    // What the engine says of a moment is told as all others are.
    engine::Render told_here = [times = visit.times,
                                render = std::move(render)](const Result<engine::Outcome>& result) {
        if (result) return render(result);
        Error error = result.error();
        error.detail = times.clause(error.detail);
        return render(error);
    };
    engine::Order order{
        std::move(command), visit.actor, *std::move(idempotency), std::move(told_here)};
    auto carrying = visit.desk.carry_out(std::move(order));
    auto given = co_await std::move(carrying);

    std::string where;
    if (location && given.status == 201) where = location_text(*location, given.body);
    auto response = response_of(std::move(given));
    if (!where.empty()) response.headers.set("Location", std::move(where));
    co_return response;
}

Task<net::Response> carried_out(
    Visit visit,
    Body& body,
    engine::Command command,
    engine::Render render,
    std::optional<Location> location
) {
    if (const auto fault = body.fault()) return told(problem(body.fault_status(), *fault));
    return carried_out(std::move(visit), std::move(command), std::move(render), location);
}

}  // namespace maedal::admin
