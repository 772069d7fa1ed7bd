#pragma once
#include "engine/rules.hpp"
#include "unit/billing/samples.hpp"

#include <string>

/// What the tests of the engine sell, and by which rules.
namespace maedal::engine {

/// A plan as the configuration tells it. Tried again after a day and after three.
inline billing::Plan plan(const std::string& id, std::int64_t price, billing::Interval interval) {
    auto made = billing::samples::plan();
    made.version = {0};
    made.id = billing::PlanId{id};
    made.name = id;
    made.price = *billing::Won::from_count(price);
    made.interval = interval;
    return made;
}

inline Rules rules(billing::OrderIdRule rule) {
    Rules made;
    made.order_id_rule = rule;
    return made;
}

}  // namespace maedal::engine
