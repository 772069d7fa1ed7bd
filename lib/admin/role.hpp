#pragma once
#include "net/http.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace maedal::admin {

/// What a caller may do; each role may do all that stands before it.
enum class Role {
    nobody,
    viewer,     ///< look
    operating,  ///< an operator: also reload and move the test clock
    admin,      ///< also everything that touches money
};
[[nodiscard]] std::string_view role_name(Role role);

/// Which groups have which role. With no list at all, the group of the socket makes an admin: the
/// mode of the socket is then the whole rule.
struct RoleRules {
    uid_t own_uid;  ///< the daemon's own; it and root are always admins
    std::vector<gid_t> admin_groups;
    std::vector<gid_t> operator_groups;
    std::vector<gid_t> viewer_groups;     ///< empty: everyone who gets in may look
    std::optional<gid_t> socket_group{};  ///< only counts when there is no list
};

/// A caller whom the kernel did not name is at most a viewer.
[[nodiscard]] Role role_of(
    const std::optional<net::PeerCredentials>& caller, const RoleRules& rules
);

}  // namespace maedal::admin
