#include "engine/corridor.hpp"

#include "base/contract.hpp"
#include "base/log.hpp"
#include "engine/dispatcher.hpp"
#include "engine/shop_dispatcher.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <exception>

namespace maedal::engine {
namespace asio = boost::asio;
namespace {

constexpr int events_of_a_turn_max = 256;
constexpr std::size_t alarms_max = 50;
constexpr std::chrono::seconds look_round_at_least{30};

/// A fault in a coroutine of our own is a bug: the process stops, the ledger survives.
void rethrow(std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
}

std::chrono::milliseconds backoff(int tries) {
    constexpr std::chrono::milliseconds gap_max{30'000};
    return std::min(gap_max, std::chrono::milliseconds{250} * (1 << std::min(tries, 7)));
}

}  // namespace

/// A door that waits for its commit.
struct Corridor::Waiter {
    explicit Waiter(const asio::any_io_executor& loop) : bell{loop} {}
    Bell bell;
    std::optional<Answer> answer;
    bool stored = false;
    bool set_aside = false;
};

Corridor::Corridor(Surroundings surroundings, Rules rules, CorridorOptions options)
    : around_{std::move(surroundings)},
      rules_{std::move(rules)},
      options_{options},
      turn_{std::make_unique<Turn>(around_.ledger, rules_)},
      bell_{around_.loop},
      settled_bell_{around_.loop} {
    if (around_.services)
        errands_ =
            std::make_unique<Errands>(around_.loop, *this, *around_.services, around_.gateway);
}

Corridor::~Corridor() = default;

void Corridor::wake() {
    bell_.ring();
}

void Corridor::stop() {
    stopping_ = true;
    bell_.ring();
    settled_bell_.ring();
}

void Corridor::enqueue(Event event) {
    events_.push_back(std::move(event));
    bell_.ring();
}

Task<void> Corridor::run() {
    const auto recover = [this, now = around_.clock.now()]() -> Task<int> {
        co_return turn_->recover(now);
    };
    auto recovering = asio::co_spawn(around_.ledger_thread, recover, asio::use_awaitable);
    const int doubts = co_await std::move(recovering);
    if (doubts > 0)
        log::warning(fmt::format("{} calls had no answer when the daemon stopped", doubts));
    asio::co_spawn(around_.loop, check_ledger(), rethrow);
    co_await take_turns();
}

Task<std::vector<ports::Violation>> Corridor::verified(std::string part) {
    constexpr int violations_max = 50;
    std::vector<ports::Violation> found;
    ports::Yardstick now = yardstick();
    now.awake_since = now.now;
    std::function<void(Reads&)> verify = [&](Reads& reads) {
        found = reads.verify_part(part, now, violations_max).violations;
    };
    co_await read(std::move(verify));
    co_return found;
}

/// The whole book after a start; nothing is sent until it is known to be whole, or what is not.
Task<void> Corridor::check_ledger() {
    // What is due in this very second may not have been done yet: only what stays counts.
    constexpr std::chrono::milliseconds a_moment{2'000};
    LedgerChecked checked;
    std::vector<std::string> parts;
    std::function<void(Reads&)> name_parts = [&](Reads& reads) { parts = reads.parts_to_verify(); };
    co_await read(std::move(name_parts));
    for (const auto& part : parts) {
        if (stopping_) co_return;
        auto first = co_await verified(part);
        if (first.empty()) continue;
        co_await around_.pause(a_moment);
        auto again = co_await verified(part);
        for (auto& violation : again) {
            const bool stays = std::ranges::any_of(first, [&](const ports::Violation& one) {
                return one.subject == violation.subject;
            });
            if (stays) checked.violations.push_back(std::move(violation));
        }
    }
    for (const auto& found : checked.violations)
        log::error(fmt::format("{}: {}: {}", found.invariant, found.subject, found.what));
    checking_ = false;
    if (checked.violations.empty())
        bell_.ring();
    else
        enqueue(std::move(checked));
}

Task<void> Corridor::take_turns() {
    bell_.ring();
    for (;;) {
        co_await bell_.rung();
        if (ended()) co_return;
        turning_ = true;
        TurnOutput output = co_await one_turn();
        turning_ = false;
        turned_once_ = true;
        release(output);
        if (ended()) co_return;  // nothing is left that would ring
    }
}

Task<int> Corridor::places_for_writes(const std::vector<Event>& events) {
    const int free = options_.writes_max - writes_in_flight_;
    const int wanted = std::max(writes_wanted_, orders_that(events, writes_to_gateway));
    if (wanted == 0 || free <= 0 || stopping_ || moving_ || checking_) co_return 0;
    const int places = co_await around_.gateway.warm(std::min(free, wanted));
    if (places > 0) {
        unreachable_ = 0;
    } else if (unreachable_++ == 0) {
        log::warning("the gateway cannot be reached: nothing is sent");
    }
    co_return places;
}

std::optional<billing::ClockReading> Corridor::read_clocks() const {
    if (around_.test_clock) return std::nullopt;  // moved by hand
    const auto steady = std::chrono::steady_clock::now();
    const auto since = [&](std::chrono::steady_clock::time_point from) {
        return std::chrono::duration_cast<Seconds>(steady - from);
    };
    billing::ClockReading reading{around_.clock.now(), since(started_at_), std::nullopt};
    if (const auto told = around_.gateway.told_time())
        reading.gateway_ahead = told->date + since(told->told_at) - reading.wall;
    return reading;
}

/// Any look-up will do: its answer is dated.
Task<void> Corridor::ask_for_the_time() {
    const billing::OrderId nobodys{rules_.installation + "-time"};
    static_cast<void>(co_await around_.gateway.receipts_of(nobodys));
    bell_.ring();
}

Task<TurnOutput> Corridor::one_turn() {
    TurnInput input;
    while (!events_.empty() && std::ssize(input.events) < events_of_a_turn_max) {
        input.events.push_back(std::move(events_.front()));
        events_.pop_front();
    }
    // Orders among them may have to send at once: a place is in hand before the turn begins.
    input.writes_free = co_await places_for_writes(input.events);
    input.shop_writes_free = co_await places_for_shop(input.events);
    input.now = around_.clock.now();
    input.clock = read_clocks();
    input.looks_free = stopping_ || moving_ ? 0 : options_.looks_max - looks_in_flight_;
    const auto turn = [this, &input]() -> Task<std::pair<TurnOutput, std::string>> {
        input.disk_free_bytes = around_.ledger.disk_free_bytes();
        TurnOutput output = turn_->run(std::move(input));
        co_return std::pair{std::move(output), turn_->sending_held()};
    };
    auto turning = asio::co_spawn(around_.ledger_thread, turn, asio::use_awaitable);
    auto [output, held] = co_await std::move(turning);
    sending_held_ = std::move(held);
    co_return std::move(output);
}

void Corridor::release(TurnOutput& output) {
    for (auto& [ticket, answer] : output.answers)
        if (const auto waiter = waiters_.find(ticket); waiter != waiters_.end()) {
            waiter->second->answer = std::move(answer);
            waiter->second->bell.ring();
        }
    for (const auto ticket : output.notices_stored)
        if (const auto waiter = waiters_.find(ticket); waiter != waiters_.end()) {
            waiter->second->stored = true;
            waiter->second->bell.ring();
        }
    for (const auto ticket : output.notices_set_aside)
        if (const auto waiter = waiters_.find(ticket); waiter != waiters_.end()) {
            waiter->second->set_aside = true;
            waiter->second->bell.ring();
        }
    for (auto& alarm : output.alarms) {
        log::error(alarm);
        if (alarms_.size() == alarms_max) alarms_.pop_front();
        alarms_.push_back(rfc3339(around_.clock.now()) + " " + std::move(alarm));
    }
    constexpr std::chrono::seconds ask_again{30};
    const auto steady = std::chrono::steady_clock::now();
    if (output.wants_time && !stopping_ && steady >= asks_for_the_time_after_) {
        asks_for_the_time_after_ = steady + ask_again;
        asio::co_spawn(around_.loop, ask_for_the_time(), rethrow);
    }
    plan_wake(output);
    send_all(std::move(output.writes));
    look_up_all(std::move(output.looks));
    if (errands_ && !stopping_ && !moving_) errands_->kick(around_.clock.now());
    if (idle() || unreachable_ > 0 || shop_unreachable_ > 0) settled_bell_.ring();
}

void Corridor::plan_wake(const TurnOutput& output) {
    const bool first_wish = writes_wanted_ == 0 && output.writes_wanted > 0;
    writes_wanted_ = output.writes_wanted;
    const bool first_shop_wish = shop_writes_wanted_ == 0 && output.shop_writes_wanted > 0;
    shop_writes_wanted_ = output.shop_writes_wanted;
    next_due_ = output.next_due;
    const Instant now = around_.clock.now();
    // Rows under way count as due too, and their answers ring by themselves.
    const bool under_way =
        writes_in_flight_ + looks_in_flight_ > 0 || !output.writes.empty() || !output.looks.empty();
    more_due_ = (next_due_ && *next_due_ <= now) || writes_wanted_ > 0 || shop_writes_wanted_ > 0;
    if (!events_.empty() || first_wish || first_shop_wish) {
        bell_.ring();
        return;
    }
    if (moving_) return;  // the walk rings when it knows what time it is
    if (more_due_) {
        const bool full = writes_in_flight_ + std::ssize(output.writes) >= options_.writes_max;
        const bool places = (writes_wanted_ > 0 && unreachable_ == 0) ||
                            (shop_writes_wanted_ > 0 && shop_unreachable_ == 0);
        const int tries = std::max(unreachable_, shop_unreachable_);
        if (places && !full && !checking_)
            bell_.ring();
        else
            around_.set_alarm(under_way ? std::chrono::milliseconds{1'000} : backoff(tries));
        return;
    }
    std::chrono::seconds wait = look_round_at_least;
    if (next_due_ && !around_.test_clock) wait = std::min(wait, *next_due_ - now);
    around_.set_alarm(wait);
}

Task<void> Corridor::send_and_tell(Write write) {
    auto sending = goes_to_shop(write) ? send_to_shop(around_.commerce, std::move(write))
                                       : send(around_.gateway, std::move(write));
    Event answer = co_await std::move(sending);
    writes_in_flight_ -= 1;
    enqueue(std::move(answer));
}

Task<void> Corridor::look_and_tell(Look look) {
    auto looking = asks_shop(look)
                       ? look_at_shop(around_.commerce, around_.gateway, std::move(look))
                       : look_up(around_.gateway, std::move(look));
    Event answer = co_await std::move(looking);
    looks_in_flight_ -= 1;
    enqueue(std::move(answer));
}

void Corridor::send_all(std::vector<Write> writes) {
    for (auto& write : writes) {
        writes_in_flight_ += 1;
        asio::co_spawn(around_.loop, send_and_tell(std::move(write)), rethrow);
    }
}

void Corridor::look_up_all(std::vector<Look> looks) {
    for (auto& look : looks) {
        looks_in_flight_ += 1;
        asio::co_spawn(around_.loop, look_and_tell(std::move(look)), rethrow);
    }
}

bool Corridor::ended() const {
    return stopping_ && events_.empty() && writes_in_flight_ == 0;
}

bool Corridor::idle() const {
    return turned_once_ && !turning_ && events_.empty() && writes_in_flight_ == 0 &&
           looks_in_flight_ == 0 && !more_due_;
}

Task<Result<Done>> Corridor::look_up_key(AddBillingKey& command) {
    const std::string field = command.receipt_id.empty() ? "billing_key" : "receipt_id";
    if (command.receipt_id.empty() == command.billing_key.empty())
        co_return Error{
            Errc::invalid, "one_of_two", "give either billing_key or receipt_id", "billing_key"};
    // Two plain statements: GCC 12.2 frees too early what a co_await inside `?:` gives.
    std::optional<Result<ports::IssuedKey>> found;
    if (command.receipt_id.empty())
        found = co_await around_.gateway.key_itself(command.billing_key);
    else
        found = co_await around_.gateway.key_of_receipt(billing::ReceiptId{command.receipt_id});
    if (*found) {
        command.billing_key = std::move((*found)->billing_key);
        command.method = std::move((*found)->method);
        co_return Done{};
    }
    Error error = found->error();
    error.field = field;
    if (error.code == Errc::not_found || error.code == Errc::refused) {
        error.code = Errc::invalid;
        error.reason = "unknown_at_gateway";
        error.detail = "Bootpay does not know it: " + error.detail;
    }
    co_return error;
}

Task<bool> Corridor::checked_after_start() {
    constexpr int looks_max = 100;
    constexpr std::chrono::milliseconds gap{100};
    for (int looks = 0; checking_ && !stopping_ && looks < looks_max; ++looks)
        co_await around_.pause(gap);
    co_return !checking_ && !stopping_;
}

Task<Answer> Corridor::carry_out(Order order) {
    if (stopping_ || std::ssize(events_) >= options_.events_max)
        co_return order.render(Error{Errc::unavailable, "busy", "come again in a moment", ""});
    if (auto* key = std::get_if<AddBillingKey>(&order.command)) {
        const auto found = co_await look_up_key(*key);
        if (!found) co_return order.render(found.error());
    }
    if (auto* doubt = std::get_if<ResolveDoubt>(&order.command)) {
        const auto asked = co_await look_for_evidence(*doubt);
        if (!asked) co_return order.render(asked.error());
    }
    if (std::holds_alternative<BeginErrand>(order.command)) {
        auto waiting = checked_after_start();
        const bool checked = co_await std::move(waiting);
        if (!checked)
            co_return order.render(Error{
                Errc::unavailable, "ledger_checking", "the ledger is being checked", ""});
    }
    auto asking = ask_before(order.command);
    const auto asked = co_await std::move(asking);
    if (!asked) co_return order.render(asked.error());
    Waiter waiter{around_.loop};
    const std::size_t ticket = next_ticket_++;
    waiters_[ticket] = &waiter;
    enqueue(OrderPlaced{std::move(order), ticket});
    co_await waiter.bell.rung();
    waiters_.erase(ticket);
    MAEDAL_EXPECTS(waiter.answer);
    co_return std::move(*waiter.answer);
}

Task<Result<Done>> Corridor::take_notice(NoticeHint hint) {
    const Error busy{Errc::unavailable, "busy", "come again in a moment", ""};
    if (stopping_ || std::ssize(events_) >= options_.events_max) co_return busy;
    Waiter waiter{around_.loop};
    const std::size_t ticket = next_ticket_++;
    waiters_[ticket] = &waiter;
    enqueue(NoticeTaken{std::move(hint), ticket});
    co_await waiter.bell.rung();
    waiters_.erase(ticket);
    if (waiter.set_aside) co_return busy;
    co_return Done{};
}

Task<void> Corridor::read(std::function<void(Reads&)> read) {
    const auto reading = [this, &read]() -> Task<void> {
        read(around_.reads);
        co_return;
    };
    auto done = asio::co_spawn(around_.reader_thread, reading, asio::use_awaitable);
    co_await std::move(done);
}

Health Corridor::health() const {
    return {
        .now = around_.clock.now(),
        .test_clock = around_.test_clock != nullptr,
        .next_due = next_due_,
        .writes_in_flight = writes_in_flight_,
        .looks_in_flight = looks_in_flight_,
        .events_waiting = static_cast<int>(events_.size()),
        .sending_held = why_nothing_is_sent(),
        .alarms = {alarms_.begin(), alarms_.end()}};
}

std::string Corridor::why_nothing_is_sent() const {
    if (!sending_held_.empty()) return sending_held_;
    if (unreachable_ > 0) return "the gateway cannot be reached";
    return checking_ ? "the ledger is being checked" : "";
}

ports::Yardstick Corridor::yardstick() const {
    const Instant now = around_.clock.now();
    const auto awake_for =
        std::chrono::duration_cast<Seconds>(std::chrono::steady_clock::now() - started_at_);
    // A clock that is moved by hand jumps, and a gateway that cannot be reached answers nothing.
    const bool just_awake = around_.test_clock != nullptr || unreachable_ > 0;
    return {
        .now = now,
        .awake_since = just_awake ? now : now - awake_for,
        .order_id_rule = rules_.order_id_rule,
        .timing = rules_.timing,
        .zone = rules_.zone};
}

Task<Result<std::string>> Corridor::reload() {
    auto read = around_.read_configuration();
    if (!read) co_return read.error();
    Order order{std::move(read->first), "config", std::nullopt, {}};
    order.render = [](const Result<Outcome>& result) {
        if (!result) return Answer{500, result.error().detail};
        const auto& loaded = std::get<PlansLoaded>(*result);
        return Answer{
            200,
            fmt::format(
                "plans: {} added, {} unchanged, {} taken off sale",
                loaded.added,
                loaded.unchanged,
                loaded.taken_off_sale
            )};
    };
    const std::string note = std::move(read->second);
    Answer answer = co_await carry_out(std::move(order));
    if (answer.status != 200) co_return Error{Errc::unavailable, "not_loaded", answer.body, ""};
    co_return note.empty() ? answer.body : answer.body + "; " + note;
}

}  // namespace maedal::engine
