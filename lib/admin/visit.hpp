#pragma once
#include "admin/local_times.hpp"
#include "engine/desk.hpp"
#include "net/http.hpp"
#include "net/router.hpp"

#include <string>

namespace maedal::admin {

/// The daemon that answers, for people.
struct About {
    std::string version;
    std::string configuration;  ///< path of its file
    std::string ledger;         ///< path of its file
};

/// One request that was let in, with all that a handler may use.
struct Visit {
    engine::Desk& desk;
    LocalTimes times;
    About about;
    std::string actor;  ///< for the journal: "uid:1000"
    net::Request request;
    net::PathParameters path;
};

}  // namespace maedal::admin
