#include "admin/role.hpp"

#include <algorithm>

namespace maedal::admin {
namespace {

bool in_any(const net::PeerCredentials& caller, const std::vector<gid_t>& groups) {
    return std::find_first_of(
               caller.groups.begin(), caller.groups.end(), groups.begin(), groups.end()
           ) != caller.groups.end();
}

}  // namespace

std::string_view role_name(Role role) {
    switch (role) {
        case Role::nobody:
            return "nobody";
        case Role::viewer:
            return "viewer";
        case Role::operating:
            return "operator";
        case Role::admin:
            return "admin";
    }
    return {};
}

Role role_of(const std::optional<net::PeerCredentials>& caller, const RoleRules& rules) {
    const Role others = rules.viewer_groups.empty() ? Role::viewer : Role::nobody;
    if (!caller) return others;
    if (caller->uid == 0 || caller->uid == rules.own_uid) return Role::admin;
    if (in_any(*caller, rules.admin_groups)) return Role::admin;
    if (in_any(*caller, rules.operator_groups)) return Role::operating;
    if (in_any(*caller, rules.viewer_groups)) return Role::viewer;

    const bool no_list =
        rules.admin_groups.empty() && rules.operator_groups.empty() && rules.viewer_groups.empty();
    if (no_list && rules.socket_group && in_any(*caller, {*rules.socket_group})) return Role::admin;
    return others;
}

}  // namespace maedal::admin
