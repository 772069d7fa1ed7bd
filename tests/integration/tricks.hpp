#pragma once
#include "hostile_front.hpp"

#include <vector>

namespace maedal::integration {

/// What may happen to a reservation on its way. None of them may cost or lose a payment.
const std::vector<Trick>& tricks();

}  // namespace maedal::integration
