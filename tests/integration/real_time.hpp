#pragma once
#include "pair.hpp"

#include <chrono>
#include <string>

namespace maedal::integration {

/// A pair that lives by the clock of the host, and reserves three days ahead.
Wishes by_the_real_clock();

/// So far from now, in Seoul, as an anchor is written.
std::string local_after(std::chrono::hours time);

}  // namespace maedal::integration
