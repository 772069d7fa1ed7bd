#pragma once
#include "base/task.hpp"
#include "engine/browse.hpp"
#include "engine/commands.hpp"
#include "engine/queries.hpp"

#include <functional>
#include <optional>
#include <string>

namespace maedal::engine {

class ErrandDesk;

/// A webhook as the public's door understood it: hints only.
struct NoticeHint {
    std::string digest;      ///< of what makes two notices the same
    std::string receipt_id;  ///< may be empty
    std::string order_id;    ///< may be empty
    std::string type;        ///< may be empty
};

/// How the house is, beside what the ledger counts.
struct Health {
    Instant now;                      ///< the daemon's time
    bool test_clock;                  ///< a sandbox's clock, moved by hand
    std::optional<Instant> next_due;  ///< when there is something to do next
    int writes_in_flight, looks_in_flight, events_waiting;
    std::string sending_held;         ///< why nothing is sent; empty when all is well
    std::vector<std::string> alarms;  ///< what a person should look at, newest last;
                                      ///< of this start, bounded
    /// Since when the gateway answers no look-up any more, of several in a row; empty when it does.
    std::optional<Instant> unanswered_since{};
};

/// How far a walk of the test clock has come.
struct ClockWalk {
    bool walking;
    Instant from, now, to;
};

/// What a probe of the gateway is given.
struct ProbeOrder {
    std::string billing_key_id;   ///< of no subscription that runs; it is charged and refunded
    std::string declined_key_id;  ///< one that is always declined; may be empty
    std::int64_t amount;          ///< won, of each payment, 100 to 10,000
    bool delete_key;  ///< whether the first key may be deleted at the gateway in the end
    std::string actor;
};

/// How far a probe has come.
struct ProbeProgress {
    bool running;
    std::vector<std::string> told;  ///< what was asked and answered, oldest first, bounded
};

/// The counter behind the doors: what the admin and webhook rooms may ask of the engine. All
/// methods belong to the loop's thread.
class Desk {
public:
    virtual ~Desk() = default;

    /// Carries a command out and gives the rendered answer once it is committed. A billing key is
    /// looked up at the gateway first.
    virtual Task<Answer> carry_out(Order order) = 0;

    /// Stores a notice and returns once it is committed; a repeat changes nothing. The look-up
    /// follows by itself.
    virtual Task<Result<Done>> take_notice(NoticeHint hint) = 0;

    /// Runs `read` on the readers' thread with a connection of its own. `read` must not keep
    /// references. Use through read_as below.
    virtual Task<void> read(std::function<void(Reads&)> read) = 0;

    [[nodiscard]] virtual Health health() const = 0;
    /// The alarms of `health`, which a person has seen: they are told no more. A repeat gives only
    /// what came since. `actor` is for the log.
    virtual std::vector<std::string> take_alarms(const std::string& actor) = 0;
    /// What the book is held against when somebody asks for it.
    [[nodiscard]] virtual ports::Yardstick yardstick() const = 0;

    /// Walks the test clock and the sandbox to `to`, doing what comes due on the way, everything
    /// settled before each step. Asked again after a crash it goes on.
    /// Errors: conflict ("no_test_clock", "already_walking"), invalid (`to` lies in the past),
    /// unavailable (the sandbox or the gateway stopped answering; what was reached is kept).
    virtual Task<Result<Instant>> walk_clock(Instant to) = 0;
    [[nodiscard]] virtual ClockWalk clock_walk() const = 0;

    /// Errands and questions beside the ledger's own business; null where nobody runs them.
    [[nodiscard]] virtual ErrandDesk* errands() noexcept { return nullptr; }

    /// Begins to find out how the gateway behaves, see engine/probe.hpp; takes minutes of the
    /// gateway's time. What it finds is kept in the ledger.
    /// Errors: invalid, not_found, conflict ("probe_running", "key_in_use", "sending_held": a
    /// breaker stands), unavailable (the ledger is still being checked).
    virtual Task<Result<Done>> start_probe(ProbeOrder order) = 0;
    [[nodiscard]] virtual ProbeProgress probe_progress() const = 0;
    /// Asks the gateway's shop for what is never kept here: products, hosted subscriptions, bills.
    /// Errors: conflict ("no_shop"), not_found, unauthorized, unavailable.
    virtual Task<Result<Browsed>> browse(Browse what) = 0;

    /// Reads the configuration again. Errors: invalid, the detail holds every fault of the file,
    /// one a line; the old configuration stays in force.
    virtual Task<Result<std::string>> reload() = 0;
};

/// `co_await read_as<T>(desk, f)`: what `f(reads)` gave.
template <class T>
Task<T> read_as(Desk& desk, std::function<T(Reads&)> f) {
    std::optional<T> value;
    std::function<void(Reads&)> store = [&value, &f](Reads& reads) { value = f(reads); };
    co_await desk.read(std::move(store));
    co_return std::move(*value);
}

}  // namespace maedal::engine
