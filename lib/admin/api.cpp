#include "admin/api.hpp"

#include "admin/problem.hpp"

namespace maedal::admin {
namespace {

net::Response missed(const net::Request& request, int status) {
    std::string path{request.path()};
    if (status == 405) {
        return problem(
            405,
            {Errc::invalid, "method_not_allowed", path + " does not take " + request.method, {}}
        );
    }
    return problem(404, {Errc::not_found, "unknown_path", "nothing answers at " + path, {}});
}

net::Response forbidden(Role role, Role least) {
    std::string detail = "this takes the role ";
    detail.append(role_name(least)).append(", the caller has ").append(role_name(role));
    return problem(403, {Errc::invalid, "not_permitted", std::move(detail), {}});
}

std::string actor_of(const net::Request& request) {
    return request.credentials ? "uid:" + std::to_string(request.credentials->uid) : "unknown";
}

}  // namespace

Api::Api(engine::Desk& desk, ApiOptions options)
    : desk_{desk},
      roles_{std::move(options.roles)},
      about_{std::move(options.about)},
      times_{std::move(options.zone)},
      router_{missed} {
    for (const auto& endpoint : endpoints()) {
        net::RouteHandler handler = [this,
                                     endpoint](net::Request request, net::PathParameters path) {
            return enter(endpoint, std::move(request), std::move(path));
        };
        router_.add(
            std::string{endpoint.method}, std::string{endpoint.pattern}, std::move(handler)
        );
    }
}

Task<net::Response> Api::handle(net::Request request) {
    return router_.route(std::move(request));
}

void Api::set_options(ApiOptions options) {
    roles_ = std::move(options.roles);
    about_ = std::move(options.about);
    times_ = LocalTimes{std::move(options.zone)};
}

Task<net::Response> Api::enter(Endpoint endpoint, net::Request request, net::PathParameters path) {
    const Role role = role_of(request.credentials, roles_);
    if (role < endpoint.least) co_return forbidden(role, endpoint.least);

    auto actor = actor_of(request);
    Visit visit{desk_, times_, about_, std::move(actor), std::move(request), std::move(path)};
    auto handling = endpoint.handle(std::move(visit));
    co_return co_await std::move(handling);
}

}  // namespace maedal::admin
