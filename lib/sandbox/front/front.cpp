#include "sandbox/front/front.hpp"

#include "sandbox/front/answers.hpp"
#include "sandbox/front/fields.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <utility>

namespace maedal::sandbox {

using net::PathParameters;
using net::Request;
using net::Response;
using nlohmann::json;

namespace {

enum : std::uint64_t { faults_row = 102 };

constexpr std::size_t hanging_max = 64;  // beyond it all of them are let go, without an answer
constexpr std::chrono::milliseconds stop_grace{2'000};

net::ServerLimits limits() {
    net::ServerLimits limits;
    limits.body_bytes_max = std::uint64_t{1024} * 1024;
    limits.connections_max = 1'024;
    limits.connections_per_peer_max = 0;  // every merchant is on this one host
    limits.requests_per_connection_max = 1'000'000;
    return limits;
}

Response miss(const Request&, int status) {
    return refusal_answer(
        refuse(status == 405 ? refusals::method_not_allowed : refusals::path_not_found)
    );
}

Task<Response> ready(Response answer) {
    co_return answer;
}

/// What is seen of a call that met a fault; `given` is its true answer where it was carried out.
Response broken(FaultKind kind, Response given) {
    switch (kind) {
        case FaultKind::lose_request:
        case FaultKind::lose_answer:
        case FaultKind::hang:
            given.cut_after = 0;
            return given;
        case FaultKind::cut_body:
            given.cut_after = std::max<std::size_t>(1, given.body.size() / 2);
            return given;
        case FaultKind::status_500_before:
        case FaultKind::status_500_after:
            return refusal_answer(refuse(refusals::server_error));
        case FaultKind::status_429: {
            Response answer = refusal_answer(refuse(refusals::too_many_requests));
            answer.headers.set("Retry-After", "1");
            return answer;
        }
        case FaultKind::html:
            break;
    }
    Response page;
    page.status = 502;
    page.headers.set("Content-Type", "text/html");
    page.body = "<html><body><h1>502 Bad Gateway</h1></body></html>";
    return page;
}

}  // namespace

Front::Front(boost::asio::any_io_executor executor, Bootpay& bootpay, FrontOptions options)
    : bootpay_{bootpay},
      options_{std::move(options)},
      faults_{scattered(options_.seed + faults_row)},
      pg_{bootpay, options_.credentials, options_.seed},
      commerce_{bootpay, options_.seed},
      commerce_api_{bootpay, commerce_, options_.credentials, options_.seed},
      control_{bootpay, faults_},
      commerce_control_{bootpay, commerce_},
      courier_{executor, bootpay},
      hanging_{executor},
      router_{miss},
      server_{executor, [this](Request request) { return handle(std::move(request)); }, limits()} {
    add_routes();
}

void Front::add_routes() {
    for (const PgApi::Route& route : PgApi::routes()) {
        router_.add(
            route.method,
            route.pattern,
            [this, &route](Request request, PathParameters parameters) {
                const auto act = [this,
                                  &route,
                                  request = std::move(request),
                                  parameters = std::move(parameters)] {
                    return pg_.act(route, request, parameters);
                };
                return serve(route.call, act);
            }
        );
    }
    for (const CommerceApi::Route& route : CommerceApi::routes()) {
        router_.add(
            route.method,
            route.pattern,
            [this, &route](Request request, PathParameters parameters) {
                const auto act = [this,
                                  &route,
                                  request = std::move(request),
                                  parameters = std::move(parameters)] {
                    return commerce_api_.act(route, request, parameters);
                };
                return serve(route.call, act);
            }
        );
    }
    for (const CommerceControl::Route& route : CommerceControl::routes()) {
        router_.add(
            route.method,
            route.pattern,
            [this, &route](const Request& request, const PathParameters& parameters) {
                return ready((commerce_control_.*route.action)(request, parameters));
            }
        );
    }
    for (const Control::Route& route : Control::routes()) {
        router_.add(
            route.method,
            route.pattern,
            [this, &route](const Request& request, const PathParameters&) {
                return ready((control_.*route.action)(request));
            }
        );
    }
    router_.add("GET", "/_sandbox/clock", [this](const Request&, const PathParameters&) {
        return ready(clock());
    });
    router_.add("POST", "/_sandbox/clock", [this](Request request, PathParameters) {
        return move_clock(std::move(request));
    });
}

Result<Done> Front::listen(const std::string& address, std::uint16_t port) {
    boost::system::error_code ec;
    const auto parsed = boost::asio::ip::make_address(address, ec);
    if (ec || !parsed.is_loopback()) {
        constexpr const char* rule = "the sandbox listens on a loopback address only";
        return Error{Errc::invalid, "not_loopback", rule, "listen"};
    }
    return server_.listen_tcp(address, port);
}

void Front::tick() {
    if (!options_.real_now) return;
    bootpay_.advance(std::max(bootpay_.now(), options_.real_now()));
    commerce_.catch_up();
    courier_.kick();
}

Task<void> Front::stop() {
    hanging_.open();
    auto stopping = server_.stop(stop_grace);
    co_await std::move(stopping);
}

Task<Response> Front::handle(Request request) {
    tick();
    auto routing = router_.route(std::move(request));
    Response answer = co_await std::move(routing);
    answer.headers.set("Date", http_date(bootpay_.now()));
    courier_.kick();
    co_return answer;
}

Task<Response> Front::serve(Call call, std::function<Response()> act) {
    const auto fault = faults_.draw(call);
    if (fault && !carried_out(*fault)) co_return broken(*fault, {});
    Response given = act();
    if (!fault) co_return given;
    if (*fault == FaultKind::hang) {
        courier_.kick();
        if (hanging_.waiting() >= hanging_max) hanging_.open();
        auto never = hanging_.wait();
        co_await std::move(never);
    }
    co_return broken(*fault, std::move(given));
}

Response Front::clock() const {
    return json_answer(json{
        {"now", rfc3339(bootpay_.now())}, {"clock", options_.real_now ? "real" : "moved"}});
}

Task<Response> Front::move_clock(Request request) {
    if (options_.real_now) co_return refusal_answer(refuse(refusals::clock_is_real));
    const auto body = body_of(request);
    if (const auto* refusal = std::get_if<Refusal>(&body)) co_return refusal_answer(*refusal);
    Fields fields{*std::get_if<json>(&body)};
    fields.only({"now"});
    const auto to = fields.instant("now");
    if (!to) fields.wrong("now is missing");
    if (fields.fault()) co_return refusal_answer(*fields.fault());
    if (*to < bootpay_.now()) co_return refusal_answer(refuse(refusals::clock_backwards));
    bootpay_.advance(*to);
    commerce_.catch_up();
    auto settling = courier_.settled();
    co_await std::move(settling);
    co_return clock();
}

}  // namespace maedal::sandbox
