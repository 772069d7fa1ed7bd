// A local Bootpay for merchants and for tests: made-up money, real webhooks.
#include "base/log.hpp"
#include "sandbox/front/front.hpp"
#include "sandbox/front/payment_body.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <exception>
#include <map>
#include <optional>
#include <string>

namespace {

namespace asio = boost::asio;
using namespace maedal;

constexpr int exit_usage = 64;
constexpr int exit_cannot_listen = 69;

struct Flags {
    std::string listen = "127.0.0.1";
    std::uint16_t port = 0;
    std::uint64_t seed = 1;
    bool moved_clock = false;
    std::string start;
    sandbox::OrderIdRule order_id_rule = sandbox::OrderIdRule::reserve;
    sandbox::Credentials credentials;
    std::string webhook_url;
    log::Level log_level = log::Level::info;
};

void describe(CLI::App& app, Flags& flags) {
    const std::map<std::string, bool> clocks{{"real", false}, {"moved", true}};
    const std::map<std::string, sandbox::OrderIdRule> rules{
        {"reserve", sandbox::OrderIdRule::reserve},
        {"charge", sandbox::OrderIdRule::charge},
        {"none", sandbox::OrderIdRule::none}};
    const std::map<std::string, log::Level> levels{
        {"debug", log::Level::debug},
        {"info", log::Level::info},
        {"warning", log::Level::warning},
        {"error", log::Level::error}};
    app.add_option("--listen", flags.listen, "loopback address to listen on")
        ->capture_default_str();
    app.add_option("--port", flags.port, "port; 0 takes a free one")->capture_default_str();
    app.add_option("--seed", flags.seed, "all ids and chances follow from it")
        ->capture_default_str();
    app.add_option("--clock", flags.moved_clock, "real, or moved by POST /_sandbox/clock")
        ->transform(CLI::CheckedTransformer(clocks).description(""))
        ->type_name("real|moved")
        ->default_str("real");
    app.add_option("--start", flags.start, "where a moved clock starts, RFC 3339 (default: now)");
    app.add_option("--order-id-rule", flags.order_id_rule, "when a used order_id is refused")
        ->transform(CLI::CheckedTransformer(rules).description(""))
        ->type_name("reserve|charge|none")
        ->default_str("reserve");
    auto& accepted = flags.credentials;
    app.add_option("--client-key", accepted.client_key)->capture_default_str();
    app.add_option("--secret-key", accepted.secret_key)->capture_default_str();
    app.add_option("--application-id", accepted.application_id)->capture_default_str();
    app.add_option("--private-key", accepted.private_key)->capture_default_str();
    app.add_option(
        "--webhook-url", flags.webhook_url, "where payments without a feedback_url are told"
    );
    app.add_option("--log-level", flags.log_level, "least level that is logged")
        ->transform(CLI::CheckedTransformer(levels).description(""))
        ->type_name("debug|info|warning|error")
        ->default_str("info");
}

Instant world_time() {
    return std::chrono::floor<Seconds>(std::chrono::system_clock::now());
}

/// Where the clock starts; empty, with a word to the user, when the flags do not fit together.
std::optional<Instant> start_of(const Flags& flags) {
    if (flags.start.empty()) return world_time();
    const auto start = instant_from_rfc3339(flags.start);
    if (!start) fmt::print(stderr, "--start must be an RFC 3339 time with a zone\n");
    if (start && !flags.moved_clock) {
        fmt::print(stderr, "--start needs --clock moved\n");
        return std::nullopt;
    }
    return start;
}

/// Lets the real time have its effect, soon after each second begins.
Task<void> follow_real_time(sandbox::Front& front) {
    asio::steady_timer timer{co_await asio::this_coro::executor};
    for (;;) {
        front.tick();
        timer.expires_after(std::chrono::milliseconds{100});
        co_await timer.async_wait(asio::use_awaitable);
    }
}

Task<void> stop_on_signal(sandbox::Front& front, asio::io_context& loop) {
    asio::signal_set signals{co_await asio::this_coro::executor, SIGINT, SIGTERM};
    co_await signals.async_wait(asio::use_awaitable);
    auto stopping = front.stop();
    co_await std::move(stopping);
    loop.stop();
}

void end_on_failure(const std::exception_ptr& failure) {
    if (failure) std::rethrow_exception(failure);  // out of loop.run(), to main
}

void greet(const Flags& flags, const sandbox::Front& front, Instant start) {
    const std::string host =
        flags.listen.find(':') == std::string::npos ? flags.listen : "[" + flags.listen + "]";
    fmt::print("listening on http://{}:{}\n", host, front.port());
    fmt::print(
        "clock: {} from {}; controls: GET /_sandbox\n",
        flags.moved_clock ? "moved" : "real",
        rfc3339(start)
    );
    const auto& accepted = flags.credentials;
    fmt::print("accepts Basic {}:{}\n", accepted.client_key, accepted.secret_key);
    fmt::print(
        "accepts application_id {} with private_key {}\n",
        accepted.application_id,
        accepted.private_key
    );
    std::fflush(stdout);
}

int run(const Flags& flags) {
    const auto start = start_of(flags);
    if (!start) return exit_usage;
    sandbox::Bootpay bootpay{flags.seed, *start};
    bootpay.switches().order_id_rule = flags.order_id_rule;
    bootpay.switches().webhook_url = flags.webhook_url;
    if (!flags.webhook_url.empty()) {
        const auto fault = sandbox::webhook_url_fault(flags.webhook_url, true);
        if (!fault.empty()) {
            fmt::print(stderr, "--webhook-url {}\n", fault);
            return exit_usage;
        }
    }
    asio::io_context loop{1};
    sandbox::FrontOptions options;
    options.credentials = flags.credentials;
    options.seed = flags.seed;
    if (!flags.moved_clock) options.real_now = world_time;
    sandbox::Front front{loop.get_executor(), bootpay, std::move(options)};
    const auto listening = front.listen(flags.listen, flags.port);
    if (!listening) {
        fmt::print(
            stderr,
            "cannot listen on {}:{}: {}\n",
            flags.listen,
            flags.port,
            listening.error().detail
        );
        return exit_cannot_listen;
    }
    asio::co_spawn(loop, stop_on_signal(front, loop), end_on_failure);
    if (!flags.moved_clock) asio::co_spawn(loop, follow_real_time(front), end_on_failure);
    greet(flags, front, *start);
    loop.run();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"A local Bootpay: made-up money, real webhooks, its own clock."};
    Flags flags;
    describe(app, flags);
    try {
        app.parse(argc, argv);
        log::set_level(flags.log_level);
        return run(flags);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : exit_usage;
    } catch (const std::exception& error) {
        log::error(std::string{"the sandbox ends: "} + error.what());
        return 1;
    }
}
