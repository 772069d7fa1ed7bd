#pragma once
#include "billing/zone.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace maedal::daemon {

/// Time zones of the system's tzdata as values for the rules, loaded once each. Safe to use from
/// several threads; what it gave stays valid as long as it lives.
class Zones {
public:
    [[nodiscard]] static bool exists(std::string_view name);

    /// Null when there is no such zone.
    [[nodiscard]] const billing::Zone* find(const std::string& name);

private:
    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<const billing::Zone>, std::less<>> loaded_;
};

}  // namespace maedal::daemon
