#include "engine/turn.hpp"

#include "engine/event_subjects.hpp"
#include "engine/night.hpp"
#include "engine/watch.hpp"

#include <algorithm>
#include <iterator>

namespace maedal::engine {
namespace {

constexpr int due_max = 256;  // rows of a kind that one turn takes up
constexpr int failures_max = 3;

std::string why_nothing_is_sent(const Papers& papers) {
    for (const auto& breaker : papers.tripped)
        if (!breaker.concerns) return breaker.why;
    return {};
}

template <class T>
void append_to(std::vector<T>& whole, std::vector<T>& part) {
    std::move(part.begin(), part.end(), std::back_inserter(whole));
}

void append(TurnOutput& whole, TurnOutput part) {
    append_to(whole.answers, part.answers);
    append_to(whole.notices_stored, part.notices_stored);
    append_to(whole.writes, part.writes);
    append_to(whole.looks, part.looks);
    append_to(whole.alarms, part.alarms);
    whole.writes_wanted += part.writes_wanted;
    whole.shop_writes_wanted += part.shop_writes_wanted;
    whole.wants_time = whole.wants_time || part.wants_time;
    whole.night_begins = whole.night_begins || part.night_begins;
    whole.looks_wanted = whole.looks_wanted || part.looks_wanted;
    whole.next_due = part.next_due;
}

}  // namespace

Turn::Turn(ports::Ledger& ledger, Rules rules) : ledger_{ledger}, rules_{std::move(rules)} {}

std::vector<Event> Turn::due_events(Instant now, bool sends) {
    const int limit = due_max + static_cast<int>(in_flight_.size());
    std::vector<Event> due;
    for (auto& row : ledger_.due_subscriptions(now, limit))
        due.emplace_back(SubscriptionDue{row.id});
    for (auto& row : sends ? ledger_.due_attempts(now, limit) : ledger_.due_look_ups(now, limit))
        due.emplace_back(AttemptDue{row.order_id});
    for (auto& row : ledger_.due_refunds(now, limit))
        due.emplace_back(RefundDue{row.id});
    for (auto& row : ledger_.due_receipts(now, limit))
        due.emplace_back(ReceiptDue{row.id});
    for (auto& row : ledger_.due_shop_orders(now, limit))
        due.emplace_back(ShopOrderDue{row.id});
    for (auto& row : ledger_.due_links(now, limit))
        due.emplace_back(LinkDue{row.order_id});
    for (auto& row : ledger_.due_hosted(now, limit))
        due.emplace_back(HostedDue{row.id});
    // Last, because anyone can send one: forged notices must not keep our own look-ups waiting.
    for (auto& row : ledger_.due_notices(now, limit))
        due.emplace_back(NoticeDue{row.number, billing::ReceiptId{row.receipt_id}});
    std::erase_if(due, [&](const Event& event) {
        const auto failed = failures_.find(subject_of_event(event));
        return failed != failures_.end() && failed->second >= failures_max;
    });
    return due;
}

/// One pass over the events in an open transaction. What contradicts an invariant, and stops
/// nothing yet, is added to `broken`.
TurnOutput Turn::pass(
    const std::vector<Event>& events,
    const TurnInput& input,
    bool with_due,
    Watch& watch,
    std::vector<ports::Violation>& broken
) {
    TurnOutput out;
    Papers papers{
        .ledger = ledger_,
        .rules = rules_,
        .now = input.now,
        .actor = {},
        .out = out,
        .writes_free = input.writes_free,
        .looks_free = input.looks_free,
        .in_flight = in_flight_,
        .watch = watch,
        .writes_in_flight = writes_in_flight_,
        .tripped = {},
        .shop_writes_free = input.shop_writes_free,
        .waiting = waiting_};
    const auto handle_all = [&](const std::vector<Event>& some) {
        for (const auto& event : some) {
            papers.actor = actor_of(event);
            std::visit([&](const auto& e) { handle(papers, e); }, event);
        }
    };
    look_around(papers, input);
    for (const auto& violation : broken)
        stop_for(papers, violation);
    handle_all(events);
    std::optional<Instant> night;
    if (with_due) {
        handle_all(due_events(papers.now, may_send(papers)));
        night = nightly(papers);  // with the places that are left: it has until the morning
    }
    out.next_due = ledger_.next_due(may_send(papers));
    for (const auto& at : {tries_again_at(papers), night})
        if (at) out.next_due = std::min(out.next_due.value_or(*at), *at);
    const auto yardstick = rules_.yardstick(papers.now, awake_since_);
    for (auto& violation : ledger_.violations_of_changes(yardstick))
        if (!stopped_for(papers, violation)) broken.push_back(std::move(violation));
    held_why_ = why_nothing_is_sent(papers);
    return out;
}

TurnOutput Turn::attempt(const std::vector<Event>& events, const TurnInput& input, bool with_due) {
    constexpr int passes_max = 4;
    std::vector<ports::Violation> broken;
    for (int passes = 1;; ++passes) {
        Watch watch = watch_;  // kept only if all of this is
        const auto known = broken.size();
        ledger_.begin();
        TurnOutput out = pass(events, input, with_due, watch, broken);
        if (broken.size() == known || passes == passes_max) {
            ledger_.commit();
            watch_ = std::move(watch);
            for (const auto& subject : out.waited_for)
                waiting_.erase(subject);
            for (auto& [subject, placed] : out.waiting)
                waiting_.emplace(subject, std::move(placed));
            return out;
        }
        // Done again with the sends of what is broken stopped; at last with all of them.
        ledger_.roll_back();
        if (passes + 1 == passes_max)
            broken.push_back({"turn.cannot_be_whole", "ledger", "", "a turn broke ever more of it"}
            );
    }
}

void Turn::count_in_flight(const TurnOutput& output) {
    writes_in_flight_ += static_cast<int>(output.writes.size());
    for (const auto& write : output.writes)
        in_flight_.insert(subject_of_write(write));
    for (const auto& look : output.looks)
        in_flight_.insert(subject_of_look(look));
}

void Turn::forget_in_flight(const Event& event) {
    if (answers_write(event)) writes_in_flight_ -= 1;
    if (answers_write(event) || answers_look(event)) in_flight_.erase(subject_of_event(event));
}

/// Once a minute, or an hour of a test clock: is the file under us still ours?
void Turn::watch_over_ledger(const TurnInput& input) {
    const Seconds gap{input.clock ? 60 : 3'600};
    if (input.now < watched_at_ + gap && input.now >= watched_at_) return;
    ledger_.watch_over();
    watched_at_ = input.now;
}

TurnOutput Turn::run(TurnInput input) {
    watch_over_ledger(input);
    for (const auto& event : input.events)
        forget_in_flight(event);
    try {
        TurnOutput out = attempt(input.events, input, true);
        count_in_flight(out);
        return out;
    } catch (const ports::LedgerFull&) {
        // What was kept back on the disk is free now, for outcomes: nothing new is sent with it.
        ledger_.roll_back();
        input.writes_free = input.shop_writes_free = 0;
        TurnOutput out = attempt(input.events, input, true);
        count_in_flight(out);
        out.alarms.emplace_back("the disk of the ledger is full: what was kept back is in use");
        return out;
    } catch (const ports::LedgerRefusal&) {
        ledger_.roll_back();
    }
    return run_alone(std::move(input));
}

std::optional<TurnOutput> Turn::attempt_alone(
    const Event& event, const TurnInput& input, TurnOutput& whole
) {
    const std::string subject = subject_of_event(event);
    for (int tries = 1; tries <= failures_max; ++tries) {
        try {
            return attempt({event}, input, false);
        } catch (const ports::LedgerRefusal& refusal) {
            ledger_.roll_back();
            failures_[subject] = tries;
            if (tries < failures_max) continue;
            whole.alarms.push_back(fmt::format("{} is set aside: {}", subject, refusal.what()));
        }
    }
    if (const auto* order = std::get_if<OrderPlaced>(&event))
        whole.answers.emplace_back(
            order->ticket,
            order->order.render(Error{
                Errc::conflict, "set_aside", "the ledger refuses this change: see the log", ""})
        );
    if (const auto waiter = waiting_.find(subject); waiter != waiting_.end()) {
        const Error unknown{
            Errc::in_doubt,
            "set_aside",
            "the gateway's answer could not be stored: see the log",
            ""};
        whole.answers.emplace_back(waiter->second.ticket, waiter->second.order.render(unknown));
        waiting_.erase(waiter);
    }
    if (const auto* notice = std::get_if<NoticeTaken>(&event))
        whole.notices_set_aside.push_back(notice->ticket);
    return std::nullopt;
}

TurnOutput Turn::run_alone(TurnInput input) {
    TurnOutput whole;
    std::vector<Event> events = std::move(input.events);
    ledger_.begin();
    for (auto& event : due_events(input.now, true))
        events.push_back(std::move(event));
    ledger_.roll_back();

    for (const auto& event : events) {
        TurnInput rest = input;
        rest.writes_free = input.writes_free - static_cast<int>(whole.writes.size());
        rest.looks_free = input.looks_free - static_cast<int>(whole.looks.size());
        if (auto one = attempt_alone(event, rest, whole)) {
            count_in_flight(*one);
            append(whole, std::move(*one));
        }
    }
    return whole;
}

}  // namespace maedal::engine
