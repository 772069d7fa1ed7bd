#pragma once
#include "admin/local_times.hpp"
#include "engine/desk.hpp"
#include "net/http.hpp"
#include "net/router.hpp"

#include <string>

namespace maedal::admin {

/// One request that was let in, with all that a handler may use.
struct Visit {
    engine::Desk& desk;
    LocalTimes times;
    std::string version;  ///< the daemon's
    std::string actor;    ///< for the journal: "uid:1000"
    net::Request request;
    net::PathParameters path;
};

}  // namespace maedal::admin
