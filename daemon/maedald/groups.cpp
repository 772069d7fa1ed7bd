#include "maedald/groups.hpp"

#include "net/client.hpp"

#include <grp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>

namespace maedal::daemon {
namespace {

Result<gid_t> gid_of(const std::string& name) {
    std::array<char, 16'384> space{};
    group entry{};
    group* found = nullptr;
    const int failed = ::getgrnam_r(name.c_str(), &entry, space.data(), space.size(), &found);
    if (failed != 0 || !found)
        return Error{Errc::invalid, "unknown_group", "this host has no group " + name, "admin"};
    return found->gr_gid;
}

Result<std::vector<gid_t>> gids_of(const std::vector<std::string>& names) {
    std::vector<gid_t> gids;
    for (const auto& name : names) {
        const auto gid = gid_of(name);
        if (!gid) return gid.error();
        gids.push_back(*gid);
    }
    return gids;
}

}  // namespace

Result<admin::RoleRules> role_rules(const config::AdminSettings& settings) {
    admin::RoleRules rules{
        .own_uid = ::geteuid(), .admin_groups = {}, .operator_groups = {}, .viewer_groups = {}};
    const auto admins = gids_of(settings.admin_groups);
    if (!admins) return admins.error();
    const auto operators = gids_of(settings.operator_groups);
    if (!operators) return operators.error();
    const auto viewers = gids_of(settings.viewer_groups);
    if (!viewers) return viewers.error();
    rules.admin_groups = *admins;
    rules.operator_groups = *operators;
    rules.viewer_groups = *viewers;
    if (settings.socket_group) {
        const auto gid = gid_of(*settings.socket_group);
        if (!gid) return gid.error();
        rules.socket_group = *gid;
    }
    return rules;
}

Result<webhook::DoorOptions> door_options(const config::WebhookSettings& settings) {
    const auto origin = net::origin_from_url(settings.public_url);
    if (!origin) return origin.error();
    webhook::DoorOptions options{.path = origin->base_path, .trusted_proxies = {}, .allow = {}};
    auto proxies = webhook::ranges_from_texts(settings.trusted_proxies);
    if (!proxies) return proxies.error();
    options.trusted_proxies = std::move(*proxies);
    return options;
}

}  // namespace maedal::daemon
