#pragma once
#include "simulation/virtual_house.hpp"
#include "unit/engine/sold.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace maedal::engine {

/// A house in fine weather with a plan for each day and one for each month.
class Scenario : public testing::Test {
protected:
    static constexpr std::int64_t price = 9'900;

    /// Reserved twelve hours before.
    static billing::Plan sold(const std::string& id, billing::Unit unit) {
        auto made = plan(id, price, {unit, 1});
        made.reserve_lead = std::chrono::hours{12};
        return made;
    }
    void open(billing::OrderIdRule told, sandbox::OrderIdRule truth) {
        house_ = std::make_unique<simulation::VirtualHouse>(21, rules(told), truth);
        house_->load({sold("monthly", billing::Unit::month), sold("daily", billing::Unit::day)});
        key = house_->card("hana");
    }
    void open_under_none() { open(billing::OrderIdRule::none, sandbox::OrderIdRule::none); }
    simulation::VirtualHouse& house() { return *house_; }

    void walk(const char* local) {
        house_->walk(*instant_from_rfc3339(std::string{local} + "+09:00"));
    }
    std::string subscribe(const char* plan_id, const char* anchor) {
        return house_->subscribe("hana", key, plan_id, anchor);
    }
    std::vector<billing::Charge> charges(const std::string& id) {
        return house_->ledger().charges_of(billing::SubscriptionId{id});
    }
    billing::Attempt attempt(const std::string& id, std::int64_t period = 0, int number = 1) {
        return *house_->ledger().attempt(
            billing::order_id("m1", billing::SubscriptionId{id}, period, number)
        );
    }
    std::int64_t payments() {
        return house_->gateway().money().totals(Instant{}, Instant::max()).payments;
    }
    int resolve_absent(const billing::Attempt& doubt) {
        return house_->resolve(ResolveDoubt{
            .order_id = doubt.order_id.text(),
            .as = ResolveDoubt::As::absent,
            .receipt_id = {},
            .typed = doubt.order_id.text(),
            .reason = "seen in the console"});
    }
    void expect_nothing_twice_and_the_same_money() {
        std::map<std::string, int> kept;
        for (const auto& receipt : house_->gateway().receipts()) {
            const auto& id = receipt.asked->order_id;
            if (receipt.status != sandbox::ReceiptStatus::paid) continue;
            EXPECT_EQ(++kept[id.substr(0, id.rfind('-'))], 1) << id;
        }
        const auto totals = house_->ledger().totals();
        const auto truth = house_->gateway().money().totals(Instant{}, Instant::max());
        EXPECT_EQ(totals.paid_won, truth.taken);
        EXPECT_EQ(totals.refunded_won, truth.returned);
    }

    std::string key;

private:
    std::unique_ptr<simulation::VirtualHouse> house_;
};

}  // namespace maedal::engine
