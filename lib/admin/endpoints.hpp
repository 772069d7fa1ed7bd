#pragma once
#include "admin/role.hpp"
#include "admin/visit.hpp"

#include <span>
#include <string_view>

namespace maedal::admin {

struct Endpoint {
    std::string_view method;
    std::string_view pattern;
    Role least;  ///< who may knock
    Task<net::Response> (*handle)(Visit);
};

/// Every endpoint of the admin API; schema/admin-api.yaml lists the same.
[[nodiscard]] std::span<const Endpoint> endpoints();

}  // namespace maedal::admin
