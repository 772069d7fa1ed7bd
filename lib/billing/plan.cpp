#include "billing/plan.hpp"

namespace maedal::billing {

bool Plan::same_terms(const Plan& other) const {
    return id == other.id && name == other.name && price == other.price &&
           tax_free == other.tax_free && interval == other.interval &&
           trial_days == other.trial_days && periods == other.periods &&
           dunning_name == other.dunning_name && dunning == other.dunning &&
           reserve_lead == other.reserve_lead && reserve_ahead == other.reserve_ahead &&
           catch_up == other.catch_up && collect == other.collect &&
           without_slot == other.without_slot;
}

}  // namespace maedal::billing
