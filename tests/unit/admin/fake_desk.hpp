#pragma once
#include "engine/desk.hpp"
#include "unit/admin/fixed_reads.hpp"

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace maedal::admin::testing {

/// A desk without an engine: writes down what it is asked and answers what it was told to.
class FakeDesk final : public engine::Desk {
public:
    FixedReads reads;
    std::vector<engine::Order> orders;
    std::vector<engine::NoticeHint> notices;
    Result<engine::Outcome> outcome{engine::Outcome{engine::PlansLoaded{}}};
    std::deque<Result<engine::Outcome>> outcomes{};  ///< of the next orders, before `outcome`
    std::optional<Error> notice_error;
    Result<std::string> reloaded{std::string{"3 plans, nothing changed"}};
    Result<Instant> walked{at("2026-03-01T00:00:00Z")};
    std::optional<Instant> walked_to;
    Result<engine::Browsed> shop{engine::Browsed{engine::HostedPage{}}};
    std::optional<engine::Browse> browsed;
    engine::Health healthy{
        at("2026-02-01T00:00:00Z"),
        true,
        at("2026-02-27T00:00:00Z"),
        1,
        2,
        3,
        "",
        {"one notice was set aside"}};
    engine::ClockWalk walk{false, {}, {}, {}};

    Task<engine::Answer> carry_out(engine::Order order) override {
        orders.push_back(order);
        if (outcomes.empty()) co_return order.render(outcome);
        const auto next = outcomes.front();
        outcomes.pop_front();
        co_return order.render(next);
    }
    Task<Result<Done>> take_notice(engine::NoticeHint hint) override {
        if (notice_error) co_return *notice_error;
        notices.push_back(std::move(hint));
        co_return Done{};
    }
    Task<void> read(std::function<void(engine::Reads&)> asked) override {
        asked(reads);
        co_return;
    }
    [[nodiscard]] engine::Health health() const override { return healthy; }
    std::vector<std::string> take_alarms(const std::string& actor) override {
        alarms_seen_by = actor;
        return std::exchange(healthy.alarms, {});
    }
    std::string alarms_seen_by;
    [[nodiscard]] ports::Yardstick yardstick() const override {
        return {healthy.now, healthy.now, {}, {}, {}};
    }
    Task<Result<Instant>> walk_clock(Instant to) override {
        walked_to = to;
        co_return walked;
    }
    [[nodiscard]] engine::ClockWalk clock_walk() const override { return walk; }
    std::optional<engine::ProbeOrder> probe_asked;
    Result<Done> probe_result{Done{}};
    engine::ProbeProgress probe{false, {}};
    Task<Result<Done>> start_probe(engine::ProbeOrder order) override {
        probe_asked = std::move(order);
        co_return probe_result;
    }
    [[nodiscard]] engine::ProbeProgress probe_progress() const override { return probe; }
    Task<Result<std::string>> reload() override { co_return reloaded; }
    Task<Result<engine::Browsed>> browse(engine::Browse what) override {
        browsed = what;
        co_return shop;
    }

    template <class Command>
    [[nodiscard]] const Command& ordered() const {
        return std::get<Command>(orders.back().command);
    }
};

}  // namespace maedal::admin::testing
