#pragma once
#include "admin/endpoints.hpp"
#include "admin/local_times.hpp"
#include "admin/role.hpp"
#include "admin/visit.hpp"
#include "engine/desk.hpp"
#include "net/router.hpp"

#include <string>

namespace maedal::admin {

struct ApiOptions {
    billing::Zone zone;  ///< in which times are said
    RoleRules roles;
    About about;
};

/// The operators' door: JSON over HTTP on a Unix socket. It has to outlive the server that it
/// handles for, and the desk has to outlive it. Belongs to the loop's thread.
class Api {
public:
    Api(engine::Desk& desk, ApiOptions options);
    Api(const Api&) = delete;
    Api& operator=(const Api&) = delete;

    /// A net::Handler. Requests that no endpoint takes are answered with problem details too.
    Task<net::Response> handle(net::Request request);

    /// After a reload; requests under way go on with what was.
    void set_options(ApiOptions options);

private:
    Task<net::Response> enter(Endpoint endpoint, net::Request request, net::PathParameters path);

    engine::Desk& desk_;
    RoleRules roles_;
    About about_;
    LocalTimes times_;
    net::Router router_;
};

}  // namespace maedal::admin
