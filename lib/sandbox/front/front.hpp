#pragma once
#include "base/error.hpp"
#include "base/task.hpp"
#include "net/router.hpp"
#include "net/server.hpp"
#include "sandbox/front/commerce_api.hpp"
#include "sandbox/front/control.hpp"
#include "sandbox/front/courier.hpp"
#include "sandbox/front/credentials.hpp"
#include "sandbox/front/gate.hpp"
#include "sandbox/front/pg_api.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace maedal::sandbox {

struct FrontOptions {
    Credentials credentials;
    std::uint64_t seed = 1;
    /// The time of the world. Empty: the clock stands still but for POST /_sandbox/clock.
    std::function<Instant()> real_now;
};

/// Bootpay on a port: the PG API under /v2, the Commerce API under /v1, the sandbox's own controls
/// under /_sandbox.
///
/// `bootpay` must outlive it. All methods belong to the executor's thread.
class Front {
public:
    Front(boost::asio::any_io_executor executor, Bootpay& bootpay, FrontOptions options);

    /// Errors: invalid (no loopback address), and those of net::Server::listen_tcp.
    Result<Done> listen(const std::string& address, std::uint16_t port);
    [[nodiscard]] std::uint16_t port() const noexcept { return server_.port(); }

    /// Lets a real clock have its effect: what is due is executed, webhooks are sent. Nothing when
    /// the clock is a moved one.
    void tick();

    /// Accepts no more, gives requests under way a moment, lets hanging ones go.
    Task<void> stop();

private:
    void add_routes();
    Task<net::Response> handle(net::Request request);
    /// Carries a merchant's call out, or lets it meet the fault that was ordered for it.
    Task<net::Response> serve(Call call, std::function<net::Response()> act);
    Task<net::Response> move_clock(net::Request request);
    [[nodiscard]] net::Response clock() const;

    Bootpay& bootpay_;
    FrontOptions options_;
    Faults faults_;
    PgApi pg_;
    Commerce commerce_;
    CommerceApi commerce_api_;
    Control control_;
    CommerceControl commerce_control_;
    Courier courier_;
    Gate hanging_;  ///< requests that are never answered
    net::Router router_;
    net::Server server_;
};

}  // namespace maedal::sandbox
