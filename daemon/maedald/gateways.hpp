#pragma once
#include "base/secret.hpp"
#include "base/task.hpp"
#include "bootpay/commerce/gateway.hpp"
#include "bootpay/pg/gateway.hpp"
#include "bootpay/sandbox_clock.hpp"
#include "config/settings.hpp"
#include "net/client.hpp"
#include "notify/order_check.hpp"
#include "ports/clock.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace maedal::daemon {

/// The rooms that ask the outside: Bootpay's two APIs, the merchant's order check, and the clock
/// that all of them go by.
class Gateways {
public:
    /// `real_clock` outlives this. `mark_key` marks what Bootpay is told to send back. Throws
    /// CannotStart.
    Gateways(
        boost::asio::any_io_executor loop,
        const config::Settings& settings,
        const Secret& mark_key,
        ports::Clock& real_clock
    );

    /// Before the clock is read. A sandbox that cannot be reached is tried again; another gateway
    /// with a test clock is an error of the configuration: throws CannotStart.
    Task<void> find_the_clock();

    [[nodiscard]] ports::Clock& clock() noexcept {
        return sandbox_clock_ ? static_cast<ports::Clock&>(*sandbox_clock_) : real_clock_;
    }
    /// Null: the clock is real.
    [[nodiscard]] ports::TestClock* test_clock() noexcept { return sandbox_clock_.get(); }
    [[nodiscard]] bootpay::pg::PgGateway& pg() noexcept { return *pg_; }
    /// Null: not configured.
    [[nodiscard]] bootpay::commerce::CommerceGateway* commerce() noexcept {
        return commerce_.get();
    }
    /// Null: not configured.
    [[nodiscard]] notify::HttpOrderCheck* order_check() noexcept { return order_check_.get(); }

private:
    void build_pg(const config::Settings& settings, const Secret& mark_key);
    void build_commerce(const config::Settings& settings);
    void build_order_check(const config::Settings& settings);

    boost::asio::any_io_executor loop_;
    ports::Clock& real_clock_;
    net::Origin origin_;
    std::unique_ptr<bootpay::SandboxClock> sandbox_clock_;
    std::unique_ptr<bootpay::pg::PgGateway> pg_;
    std::unique_ptr<bootpay::commerce::CommerceGateway> commerce_;
    std::unique_ptr<notify::HttpOrderCheck> order_check_;
};

}  // namespace maedal::daemon
