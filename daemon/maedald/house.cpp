#include "maedald/house.hpp"

#include "base/contract.hpp"
#include "base/digest.hpp"
#include "base/log.hpp"
#include "base/rethrow.hpp"
#include "config/secret_file.hpp"
#include "engine/corridor.hpp"
#include "maedald/cannot_start.hpp"
#include "maedald/configuration.hpp"
#include "maedald/doors.hpp"
#include "maedald/exit_codes.hpp"
#include "maedald/gateways.hpp"
#include "maedald/service_manager.hpp"
#include "maedald/system_clock.hpp"
#include "maedald/translate.hpp"
#include "maedald/zones.hpp"
#include "sqlite/ledger.hpp"
#include "sqlite/lock_file.hpp"
#include "sqlite/reads.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <csignal>
#include <memory>
#include <optional>

namespace maedal::daemon {
namespace asio = boost::asio;
namespace {

/// Whoever asks a second time to end must not kill what is ending. Only this thread is left.
void let_no_signal_in() {
    sigset_t all;
    ::sigemptyset(&all);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        ::sigaddset(&all, signal);
    ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

/// The one house: its rooms in the order in which they are built. Taken down in the other order.
class House {
public:
    House(Program program, config::Settings settings);
    /// Whatever ended it: nothing may still read or write in rooms that are taken down.
    ~House();
    House(const House&) = delete;
    House& operator=(const House&) = delete;
    int run();

private:
    Task<void> live();
    void open_doors();
    Task<void> load_plans();
    Task<void> wait_for_the_end();
    Task<void> reload_on_hangup();
    Task<void> prove_to_be_alive();
    Task<void> run_corridor();
    void build_corridor();
    Result<std::pair<engine::LoadPlans, std::string>> plans_anew();
    void set_alarm(std::chrono::milliseconds after);
    Task<void> pause(std::chrono::milliseconds span);
    [[nodiscard]] std::string status_line() const;
    [[nodiscard]] admin::About about() const {
        return {program_.version, program_.config_path, settings_.ledger.path};
    }

    Program program_;
    config::Settings settings_;
    Zones zones_;
    SystemClock system_clock_;

    asio::io_context loop_{1};
    asio::thread_pool ledger_thread_{1};
    asio::thread_pool reader_thread_{1};
    asio::steady_timer alarm_{loop_};
    // They live as long as the house: when a set goes, its signals kill again.
    asio::signal_set end_{loop_, SIGTERM, SIGINT};
    asio::signal_set hangup_{loop_, SIGHUP};

    std::optional<sqlite::LockFile> lock_;
    std::unique_ptr<sqlite::SqliteLedger> ledger_;
    std::unique_ptr<sqlite::SqliteReads> reads_;
    Secret mark_key_;
    std::optional<Gateways> gateways_;
    std::unique_ptr<engine::Corridor> corridor_;
    std::optional<Doors> doors_;
    bool corridor_ended_ = false;
    Bell corridor_end_{loop_.get_executor()};
};

House::House(Program program, config::Settings settings)
    : program_{std::move(program)}, settings_{std::move(settings)} {
    auto lock = sqlite::LockFile::take(settings_.ledger.path, system_clock_.now());
    // A disk that fails under the lock file is no other daemon.
    const bool held = !lock && lock.error().code == Errc::conflict;
    lock_ = required(std::move(lock), held ? exit_code::locked : exit_code::ground_gave_way);
    Secret sealing_key =
        required(config::read_secret(settings_.ledger.key), exit_code::configuration);
    // Follows from the ledger's key, so that marks given out last as long as the ledger.
    mark_key_ = Secret{keyed_digest_of(sealing_key, {"webhook mark"})};
    gateways_.emplace(loop_.get_executor(), settings_, mark_key_, system_clock_);
    ledger_ = sqlite::SqliteLedger::open(
        {.path = settings_.ledger.path,
         .key_hex = std::move(sealing_key),
         .installation = settings_.installation,
         .vfs = {},
         .ballast_bytes = 16LL << 20U}
    );
    reads_ = ledger_->open_reads();
}

void House::build_corridor() {
    engine::Rules rules = rules_of(settings_);
    rules.zone = [this](const std::string& name) { return zones_.find(name); };
    engine::CorridorOptions options;
    // Writes and look-ups share the connections; a burst of one leaves room for the other.
    const int connections = static_cast<int>(settings_.bootpay.connections_max);
    options.writes_max = std::max(1, connections / 2);
    options.looks_max = std::max(1, connections - options.writes_max);
    corridor_ = std::make_unique<engine::Corridor>(
        engine::Surroundings{
            .loop = loop_.get_executor(),
            .ledger_thread = ledger_thread_.get_executor(),
            .reader_thread = reader_thread_.get_executor(),
            .ledger = *ledger_,
            .reads = *reads_,
            .gateway = gateways_->pg(),
            .services = &gateways_->pg(),
            .commerce = gateways_->commerce(),
            .order_check = gateways_->order_check(),
            .clock = gateways_->clock(),
            .test_clock = gateways_->test_clock(),
            .set_alarm = [this](std::chrono::milliseconds after) { set_alarm(after); },
            .delete_key = [this](Secret key) { return gateways_->pg().delete_key(std::move(key)); },
            .pause = [this](std::chrono::milliseconds span) { return pause(span); },
            .read_configuration = [this] { return plans_anew(); }},
        std::move(rules),
        options
    );
}

void House::set_alarm(std::chrono::milliseconds after) {
    alarm_.expires_after(after);
    alarm_.async_wait([this](const boost::system::error_code& ec) {
        if (!ec) corridor_->wake();
    });
}

Task<void> House::pause(std::chrono::milliseconds span) {
    asio::steady_timer timer{loop_};
    timer.expires_after(span);
    co_await timer.async_wait(asio::use_awaitable);
}

Result<std::pair<engine::LoadPlans, std::string>> House::plans_anew() {
    const auto loaded = read_configuration(program_.config_path);
    if (!loaded) return Error{Errc::invalid, "invalid_configuration", loaded.report(), ""};
    const std::string note = needs_restart(settings_, *loaded.settings);
    settings_.plans = loaded.settings->plans;
    settings_.dunning = loaded.settings->dunning;
    return std::pair{plans_of(settings_), note};
}

Task<void> House::load_plans() {
    engine::Order order{plans_of(settings_), "config", std::nullopt, {}};
    order.render = [](const Result<engine::Outcome>& result) {
        return engine::Answer{result ? 200 : 500, result ? "" : result.error().detail};
    };
    const auto answer = co_await corridor_->carry_out(std::move(order));
    if (answer.status != 200)
        throw CannotStart{exit_code::ground_gave_way, "the plans were not stored: " + answer.body};
}

void House::open_doors() {
    const auto* zone = zones_.find(settings_.time_zone);
    MAEDAL_EXPECTS(zone);
    doors_.emplace(loop_.get_executor(), *corridor_, settings_, *zone, about(), mark_key_);
    doors_->open(settings_);
}

std::string House::status_line() const {
    const auto health = corridor_->health();
    std::string line = fmt::format(
        "{} writes and {} look-ups under way", health.writes_in_flight, health.looks_in_flight
    );
    if (!health.sending_held.empty()) line += "; sending is held: " + health.sending_held;
    if (!health.alarms.empty()) line += fmt::format("; {} alarms", health.alarms.size());
    return line;
}

/// systemd hears of us only when the loop has turned and the ledger's thread has answered.
Task<void> House::prove_to_be_alive() {
    const auto every = service_manager::alive_every();
    if (!every) co_return;
    asio::steady_timer pause{loop_};
    const auto answer = []() -> Task<void> { co_return; };
    for (;;) {
        auto answered = asio::co_spawn(ledger_thread_.get_executor(), answer, asio::use_awaitable);
        co_await std::move(answered);
        service_manager::alive(status_line());
        pause.expires_after(*every);
        co_await pause.async_wait(asio::use_awaitable);
    }
}

Task<void> House::reload_on_hangup() {
    for (;;) {
        co_await hangup_.async_wait(asio::use_awaitable);
        service_manager::reloading();
        const auto done = co_await corridor_->reload();
        if (done)
            log::info("configuration read again: " + *done);
        else
            log::error("the old configuration stays in force:\n" + done.error().detail);
        service_manager::status(status_line());
    }
}

/// Asked to end before the house is whole, it ends just as well: only what exists is taken down.
Task<void> House::wait_for_the_end() {
    co_await end_.async_wait(asio::use_awaitable);
    log::info("stopping: no new work, waiting for the answers under way");
    service_manager::stopping();
    if (doors_) co_await doors_->close();
    if (corridor_) {
        corridor_->stop();
        while (!corridor_ended_)
            co_await corridor_end_.rung();
    }
    loop_.stop();
}

Task<void> House::run_corridor() {
    co_await corridor_->run();
    corridor_ended_ = true;
    corridor_end_.ring();
}

Task<void> House::live() {
    co_await gateways_->find_the_clock();
    build_corridor();
    asio::co_spawn(loop_, run_corridor(), rethrow);
    co_await load_plans();
    open_doors();
    asio::co_spawn(loop_, reload_on_hangup(), rethrow);
    asio::co_spawn(loop_, prove_to_be_alive(), rethrow);
    log::info(fmt::format(
        "maedald {} is ready: {} on {}, webhooks on {}:{}",
        program_.version,
        settings_.installation,
        settings_.bootpay.pg_url,
        settings_.webhook.listen.address,
        doors_->webhook_port()
    ));
    service_manager::ready(status_line());
}

House::~House() {
    for (auto* const thread : {&ledger_thread_, &reader_thread_}) {
        thread->stop();
        thread->join();
    }
}

int House::run() {
    asio::co_spawn(loop_, wait_for_the_end(), rethrow);
    asio::co_spawn(loop_, live(), rethrow);
    loop_.run();
    // Whatever still waits on the loop belongs to rooms that are about to go: end it first.
    ledger_thread_.join();
    reader_thread_.join();
    let_no_signal_in();
    return exit_code::done;
}

}  // namespace

int run_house(const Program& program, const config::Settings& settings) try {
    House house{program, settings};
    return house.run();
} catch (const CannotStart& cause) {
    log::error("maedald cannot start: " + cause.why);
    return cause.code;
} catch (const ports::LedgerOfOthers& cause) {
    log::error(std::string{"maedald cannot start: "} + cause.what());
    return exit_code::configuration;
} catch (const ports::LedgerFailure& failure) {
    log::error(std::string{"the ledger gave way: "} + failure.what());
    return exit_code::ground_gave_way;
}

}  // namespace maedal::daemon
