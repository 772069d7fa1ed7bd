#include "maedald/doors.hpp"

#include "maedald/cannot_start.hpp"
#include "maedald/exit_codes.hpp"
#include "maedald/groups.hpp"

#include <chrono>
#include <utility>

namespace maedal::daemon {
namespace {

admin::ApiOptions api_options(
    const config::Settings& settings, const billing::Zone& zone, admin::About about
) {
    auto roles = required(role_rules(settings.admin), exit_code::configuration);
    return {zone, std::move(roles), std::move(about)};
}

webhook::DoorOptions marked_door_options(const config::Settings& settings, const Secret& mark_key) {
    auto options = required(door_options(settings.webhook), exit_code::configuration);
    options.mark_key = mark_key;
    return options;
}

net::ServerLimits admin_limits() {
    net::ServerLimits limits;
    limits.connections_max = 32;
    limits.connections_per_peer_max = 16;
    return limits;
}

net::ServerLimits webhook_limits(const config::Settings& settings) {
    net::ServerLimits limits;
    limits.body_bytes_max = static_cast<std::uint64_t>(settings.webhook.body_bytes_max);
    limits.connections_max = static_cast<int>(settings.webhook.connections_max);
    // All the world comes from the one address of a proxy: a bound for each would be one for all.
    if (!settings.webhook.trusted_proxies.empty()) limits.connections_per_peer_max = 0;
    return limits;
}

}  // namespace

Doors::Doors(
    const boost::asio::any_io_executor& loop,
    engine::Desk& desk,
    const config::Settings& settings,
    const billing::Zone& zone,
    admin::About about,
    const Secret& mark_key
)
    : api_{desk, api_options(settings, zone, std::move(about))},
      webhook_door_{desk, marked_door_options(settings, mark_key)},
      admin_server_{
          loop,
          [this](net::Request request) { return api_.handle(std::move(request)); },
          admin_limits()},
      webhook_server_{
          loop,
          [this](net::Request request) { return webhook_door_.handle(std::move(request)); },
          webhook_limits(settings)} {}

void Doors::open(const config::Settings& settings) {
    const auto& [address, port] = settings.webhook.listen;
    const auto& admin = settings.admin;
    static_cast<void>(required(webhook_server_.listen_tcp(address, port), exit_code::cannot_listen)
    );
    static_cast<void>(required(
        admin_server_.listen_unix(admin.socket, admin.mode, admin.socket_group.value_or("")),
        exit_code::cannot_listen
    ));
}

Task<void> Doors::close() {
    constexpr std::chrono::seconds grace{2};
    co_await webhook_server_.stop(grace);
    co_await admin_server_.stop(grace);
}

}  // namespace maedal::daemon
