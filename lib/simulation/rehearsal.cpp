#include "simulation/rehearsal.hpp"

#include "base/contract.hpp"
#include "billing/calendar.hpp"
#include "simulation/oracle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

namespace maedal::simulation {
namespace {

using namespace std::chrono;
using billing::AttemptState;
using billing::ChargeState;

/// One run of a rehearsal, from the copy to the report.
class Run {
public:
    explicit Run(const Rehearsal& asked)
        : asked_{asked},
          dice_{sandbox::scattered(asked.seed + 29)},
          house_{asked.seed, asked.rules, asked.gateway_rule, asked.book},
          zone_{*asked.rules.zone(asked.rules.time_zone)} {
        report_.from = house_.now();
        report_.to = months_later(asked.months);
        house_.take_line(std::make_unique<RecallingGateway>(house_, asked.seed + 3));
        house_.places = 64;
        house_.watch_clocks();
        recall_past(house_, dice_);
        const auto newest = house_.ledger().journal({}, {{}, 1});
        known_entries_ = newest.empty() ? 0 : newest.front().number;
        report_.subscriptions_before = house_.ledger().totals().subscriptions;
        for (const auto& breaker : house_.ledger().breakers(true))
            report_.breakers_before.push_back(
                billing::breaker_name(breaker.kind, breaker.concerns) + ": " + breaker.why
            );
    }

    Rehearsed go() {
        begin_weather();
        const auto of =
            static_cast<int>(ceil<days>(report_.to - report_.from).count()) + Rehearsal::quiet_days;
        int done = 0;
        const auto day_is_over = [&] {
            if (asked_.progress) asked_.progress(house_.now(), ++done, of);
        };
        while (house_.now() < report_.to) {
            live_one_day(std::min(report_.to, house_.now() + days{1}));
            day_is_over();
        }
        house_.calm();
        house_.settle();
        for (int day = 0; day < Rehearsal::quiet_days; ++day) {
            release_breakers();
            house_.walk(house_.now() + days{1});
            day_is_over();
        }
        count_charges();
        count_doubts();
        count_money();
        hold_against_invariants();
        report_.subscriptions_after = house_.ledger().totals().subscriptions;
        report_.crashes = house_.crashes();
        report_.turns = house_.turns();
        return std::move(report_);
    }

private:
    Instant months_later(int months) const {
        return billing::period_start(
            zone_.to_local(report_.from), {billing::Unit::month, 1}, months, zone_
        );
    }

    void begin_weather() {
        house_.weather = asked_.weather;
        auto& gateway = house_.gateway();
        gateway.switches().execution_delay = Seconds{asked_.weather.execution_delay_s};
        gateway.declines().set_rule({0, asked_.weather.decline, "F1"});
    }

    bool happens(int permille) {
        return permille > 0 && static_cast<int>(dice_.roll() % 1'000) < permille;
    }

    void live_one_day(Instant evening) {
        release_breakers();
        if (happens(asked_.weather.key_death_permille)) lose_card();
        if (house_.skew() != Seconds{0}) house_.set_clock_right();
        if (happens(asked_.weather.clock_jump_permille)) {
            const auto by = Seconds{1 + static_cast<int>(dice_.roll() % 86'400)};
            house_.shift_clock(dice_.hits(50) ? by : -by);
        }
        house_.walk(evening);
    }

    void lose_card() {
        const auto& keys = house_.gateway().keys();
        if (keys.empty()) return;
        const std::string& name = keys[dice_.roll() % keys.size()].billing_key;
        static_cast<void>(house_.gateway().delete_key(name));
    }

    /// Somebody looks at the breakers once a day; those that were tripped in the real book stay.
    void release_breakers() {
        for (const auto& breaker : house_.ledger().breakers(true)) {
            if (billing::closes_by_itself(breaker.kind)) continue;
            const auto name = billing::breaker_name(breaker.kind, breaker.concerns);
            const bool from_before =
                std::ranges::any_of(report_.breakers_before, [&](const std::string& before) {
                    return before.starts_with(name + ":");
                });
            if (from_before) continue;
            if (house_.order(engine::ReleaseBreaker{name, "rehearsal"}) == 200)
                report_.released[name] += 1;
        }
    }

    std::string month_of(Instant at) const {
        return billing::local_text(zone_.to_local(at))
            .substr(0, std::string_view{"2026-01"}.size());
    }

    void count_charges() {
        ports::ChargeFilter filter;
        filter.due_from = report_.from;
        filter.due_to = report_.to;
        ports::Page page{{}, ports::Page::limit_max};
        for (bool more = true; more;) {
            const auto charges = house_.ledger().charges(filter, page);
            more = !charges.empty();
            if (more) page.after = std::to_string(charges.back().number.value);
            for (const auto& charge : charges)
                count(charge);
        }
    }

    void count(const billing::Charge& charge) {
        auto& month = report_.months[month_of(charge.due_at())];
        month.charges += 1;
        month.won += charge.amount.count();
        switch (charge.state) {
            case ChargeState::paid:
                month.paid += 1;
                month.paid_won += charge.amount.count();
                break;
            case ChargeState::uncollectible:
                month.failed += 1;
                break;
            case ChargeState::voided:
            case ChargeState::waived:
                month.void_ += 1;
                break;
            case ChargeState::owed:
            case ChargeState::past_due:
                month.open += 1;
                if (!waits(charge)) report_.lost += 1;
                break;
        }
    }

    /// For a timer, or for a person who is told.
    bool waits(const billing::Charge& charge) {
        if (charge.needs_key) return true;
        const auto subscription = house_.ledger().subscription(charge.subscription);
        if (subscription->paused_at || subscription->past_due_until) return true;
        return std::ranges::any_of(
            house_.ledger().attempts_of(charge.number),
            [](const billing::Attempt& attempt) {
                return billing::live(attempt.state) &&
                       (attempt.next_look_at || attempt.waits_for_slot ||
                        attempt.state == AttemptState::quarantined);
            }
        );
    }

    /// Every attempt whose journal says so, newest entries first, back to where the copy ended.
    void count_doubts() {
        std::set<std::string> doubted, asked;
        ports::Page page{{}, ports::Page::limit_max};
        for (bool more = true; more;) {
            const auto entries = house_.ledger().journal({}, page);
            more = !entries.empty() && entries.back().number > known_entries_;
            if (!entries.empty()) page.after = std::to_string(entries.back().number);
            for (const auto& entry : entries) {
                constexpr std::string_view attempts = "attempt:";
                if (entry.number <= known_entries_ || !entry.subject.starts_with(attempts))
                    continue;
                const auto id = entry.subject.substr(attempts.size());
                if (entry.image.find(R"("state":"doubt")") != std::string::npos) doubted.insert(id);
                if (entry.image.find(R"("state":"quarantined")") != std::string::npos)
                    asked.insert(id);
            }
        }
        report_.doubts_in_all = std::ssize(doubted);
        for (const auto& id : doubted) {
            if (report_.doubts.size() == Rehearsed::doubts_max) break;
            const auto attempt = house_.ledger().attempt(billing::OrderId{id});
            MAEDAL_EXPECTS(attempt);
            report_.doubts.push_back(
                {id,
                 attempt->amount.count(),
                 std::string{billing::attempt_state_names.of(attempt->state)},
                 asked.contains(id)}
            );
        }
    }

    void count_money() {
        std::set<std::string> charges;
        for (const auto& moved : house_.gateway().money().movements()) {
            if (moved.kind == sandbox::MovementKind::cancelled) {
                report_.returned_won += moved.amount;
                continue;
            }
            report_.payments += 1;
            report_.taken_won += moved.amount;
            charges.insert(charge_of(moved.receipt->asked->order_id));
        }
        for (const auto& charge : charges)
            if (kept_for(charge) > 1) report_.kept_twice += 1;
    }

    /// Payments that stand for a charge: the gateway's, and those of before that the book knows.
    std::int64_t kept_for(const std::string& charge) {
        std::set<std::string> kept;
        constexpr int attempts_max = 200;  // no policy tries so often
        for (int number = 1; number <= attempts_max; ++number) {
            const std::string order_id = fmt::format("{}-a{}", charge, number);
            if (!house_.ledger().attempt(billing::OrderId{order_id})) break;
            for (const auto* receipt : house_.gateway().receipts_of_order(order_id))
                if (receipt->status == sandbox::ReceiptStatus::paid)
                    kept.insert(receipt->receipt_id);
            for (const auto& receipt : house_.ledger().receipts_of(billing::OrderId{order_id}))
                if (receipt.refunded < receipt.paid) kept.insert(receipt.id.text());
        }
        return std::ssize(kept);
    }

    void hold_against_invariants() {
        constexpr int violations_max = 10;
        const auto yardstick = house_.rules().yardstick(house_.now(), house_.now() - days{7});
        for (const auto& found : house_.ledger().violations(yardstick, violations_max))
            report_.violations.push_back(
                fmt::format("{}: {} {}", found.invariant, found.subject, found.what)
            );
    }

    const Rehearsal& asked_;
    sandbox::Dice dice_;
    VirtualHouse house_;
    const billing::Zone& zone_;
    std::int64_t known_entries_ = 0;
    Rehearsed report_;
};

}  // namespace

Rehearsed rehearsed(const Rehearsal& rehearsal) {
    MAEDAL_EXPECTS(rehearsal.months >= 1 && rehearsal.months <= Rehearsal::months_max);
    Run run{rehearsal};
    return run.go();
}

}  // namespace maedal::simulation
