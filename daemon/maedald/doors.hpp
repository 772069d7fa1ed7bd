#pragma once
#include "admin/api.hpp"
#include "base/secret.hpp"
#include "base/task.hpp"
#include "config/settings.hpp"
#include "engine/desk.hpp"
#include "net/server.hpp"
#include "webhook/door.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>

namespace maedal::daemon {

/// The operators' door and the public's.
class Doors {
public:
    /// `desk` and `zone` outlive this. Notices of marked addresses carry a mark made with
    /// `mark_key`. Throws CannotStart.
    Doors(
        const boost::asio::any_io_executor& loop,
        engine::Desk& desk,
        const config::Settings& settings,
        const billing::Zone& zone,
        admin::About about,
        const Secret& mark_key
    );

    /// From here on both are answered. Throws CannotStart.
    void open(const config::Settings& settings);
    /// The public's first; each ends what it has begun, within two seconds.
    Task<void> close();

    [[nodiscard]] std::uint16_t webhook_port() const { return webhook_server_.port(); }

private:
    admin::Api api_;
    webhook::Door webhook_door_;
    net::Server admin_server_;
    net::Server webhook_server_;
};

}  // namespace maedal::daemon
