#include "maedald/gateways.hpp"

#include "base/log.hpp"
#include "config/secret_file.hpp"
#include "maedald/cannot_start.hpp"
#include "maedald/exit_codes.hpp"
#include "maedald/translate.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <utility>

namespace maedal::daemon {
namespace asio = boost::asio;
namespace {

constexpr auto bad = exit_code::configuration;

}  // namespace

Gateways::Gateways(
    asio::any_io_executor loop,
    const config::Settings& settings,
    const Secret& mark_key,
    ports::Clock& real_clock
)
    : loop_{std::move(loop)}, real_clock_{real_clock} {
    build_pg(settings, mark_key);
    build_commerce(settings);
    build_order_check(settings);
}

void Gateways::build_pg(const config::Settings& settings, const Secret& mark_key) {
    Secret secret = required(config::read_secret(settings.bootpay.account.secret), bad);
    origin_ = required(net::origin_from_url(settings.bootpay.pg_url), bad);
    if (settings.test_clock && !origin_.loopback())
        throw CannotStart{
            bad, "test_clock: true is for a sandbox on loopback; bootpay.pg_url is another host"};
    Secret token_secret;
    if (const auto& tokens = settings.bootpay.token_account)
        token_secret = required(config::read_secret(tokens->secret), bad);
    auto options = gateway_options(settings, std::move(secret), std::move(token_secret));
    options.feedback_key = mark_key;
    static_cast<void>(required(bootpay::check(options), bad));
    if (settings.test_clock)
        sandbox_clock_ = std::make_unique<bootpay::SandboxClock>(loop_, origin_);
    pg_ = std::make_unique<bootpay::pg::PgGateway>(
        loop_, origin_, client_options(settings.bootpay), options, clock()
    );
}

void Gateways::build_commerce(const config::Settings& settings) {
    if (!has_commerce(settings)) return;
    Secret secret = required(config::read_secret(commerce_secret(settings)), bad);
    const auto origin = required(net::origin_from_url(*settings.bootpay.commerce_url), bad);
    commerce_ = std::make_unique<bootpay::commerce::CommerceGateway>(
        loop_,
        origin,
        client_options(settings.bootpay),
        commerce_options(settings, std::move(secret)),
        clock()
    );
}

void Gateways::build_order_check(const config::Settings& settings) {
    const auto& orders = settings.orders;
    if (!orders.check_url) return;
    order_check_ = required(
        notify::HttpOrderCheck::make(
            loop_,
            *orders.check_url,
            orders.check_deadline,
            client_options(settings.bootpay).ca_file
        ),
        bad
    );
}

Task<void> Gateways::find_the_clock() {
    if (!sandbox_clock_) co_return;
    asio::steady_timer pause{loop_};
    for (bool said = false;;) {
        auto asked = co_await bootpay::is_sandbox(loop_, origin_);
        if (asked && !*asked)
            throw CannotStart{
                bad,
                "test_clock: true, but bootpay.pg_url is no sandbox: it has no /_sandbox/clock"};
        if (asked) {
            auto read = co_await sandbox_clock_->read();
            if (read) co_return;
        }
        if (!said) log::warning("the sandbox does not answer yet: trying again");
        said = true;
        pause.expires_after(std::chrono::milliseconds{200});
        co_await pause.async_wait(asio::use_awaitable);
    }
}

}  // namespace maedal::daemon
