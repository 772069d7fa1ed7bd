// What the corridor is for the doors: commands, notices, reads, and how it is.
#include "base/contract.hpp"
#include "base/log.hpp"
#include "engine/corridor.hpp"
#include "engine/corridor_waiter.hpp"
#include "engine/input.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

namespace maedal::engine {
namespace asio = boost::asio;

Task<Result<Done>> Corridor::look_up_key(AddBillingKey& command) {
    const std::string field = command.receipt_id.empty() ? "billing_key" : "receipt_id";
    if (command.receipt_id.empty() == command.billing_key.empty())
        co_return Error{
            Errc::invalid, "one_of_two", "give either billing_key or receipt_id", "billing_key"};
    // Two plain statements: GCC 12.2 frees too early what a co_await inside `?:` gives.
    std::optional<Result<ports::IssuedKey>> found;
    if (command.receipt_id.empty()) {
        found = co_await around_.gateway.key_itself(command.billing_key);
    } else {
        const billing::ReceiptId receipt{command.receipt_id};
        found = co_await around_.gateway.key_of_receipt(receipt);
    }
    if (*found) {
        command.billing_key = std::move((*found)->billing_key);
        command.method = std::move((*found)->method);
        co_return Done{};
    }
    Error error = found->error();
    if (error.code == Errc::refused) error.code = Errc::not_found;
    error = as_asked(std::move(error), field);
    if (error.code == Errc::not_found) error.code = Errc::invalid;
    co_return error;
}

Task<Answer> Corridor::carry_out(Order order) {
    // What was sent has its end written down whatever else waits, as the answers to charges have.
    const bool must = std::holds_alternative<EndErrand>(order.command);
    if (!must && (stopping_ || std::ssize(events_) >= options_.events_max))
        co_return order.render(Error{Errc::unavailable, "busy", "come again in a moment", ""});
    if (auto* key = std::get_if<AddBillingKey>(&order.command)) {
        const auto found = co_await look_up_key(*key);
        if (!found) co_return order.render(found.error());
    }
    if (auto* doubt = std::get_if<ResolveDoubt>(&order.command)) {
        const auto asked = co_await look_for_evidence(*doubt);
        if (!asked) co_return order.render(asked.error());
    }
    if (auto* refund = std::get_if<ResolveRefund>(&order.command))
        co_await look_at_receipt(*refund);
    if (std::holds_alternative<BeginErrand>(order.command)) {
        auto starting = book_is_checked();
        const auto checked = co_await std::move(starting);
        if (!checked) co_return order.render(checked.error());
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
        .alarms = {alarms_.begin(), alarms_.end()},
        .unanswered_since = looks_in_vain_ < looks_in_vain_told
                                ? std::nullopt
                                : std::optional<Instant>{unanswered_since_}};
}

std::vector<std::string> Corridor::take_alarms(const std::string& actor) {
    std::vector<std::string> seen{alarms_.begin(), alarms_.end()};
    alarms_.clear();
    if (!seen.empty()) log::info(fmt::format("{} has seen {} alarms", actor, seen.size()));
    return seen;
}

std::string Corridor::why_no_place(const std::string& whom, Seconds asked_wait) const {
    if (asked_wait == Seconds{0}) return whom + " cannot be reached";
    const Instant until = around_.clock.now() + asked_wait;
    return fmt::format("{} asked us to send nothing until {}", whom, rfc3339(until));
}

std::string Corridor::why_nothing_is_sent() const {
    if (!sending_held_.empty()) return sending_held_;
    if (unreachable_ > 0) return why_no_place_;
    if (shop_unreachable_ > 0) return why_no_shop_place_ + ": no payment link is made";
    return checking_ ? "the ledger is being checked" : "";
}

ports::Yardstick Corridor::yardstick() const {
    const Instant now = around_.clock.now();
    const auto awake_for =
        std::chrono::duration_cast<Seconds>(std::chrono::steady_clock::now() - started_at_);
    // A clock that is moved by hand jumps, and a gateway that cannot be reached answers nothing.
    const bool just_awake = around_.test_clock != nullptr || unreachable_ > 0;
    return rules_.yardstick(now, just_awake ? now : now - awake_for);
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
