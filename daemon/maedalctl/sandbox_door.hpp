#pragma once
#include <nlohmann/json.hpp>

#include <string>
#include <utility>

namespace maedal::ctl {

/// The controls of a bootpay-sandbox, /_sandbox on its own port, one call at a time.
/// Every call throws Failure: usage for a URL that cannot be one, unreachable when nobody answers
/// or what answers is no sandbox.
class SandboxDoor {
public:
    explicit SandboxDoor(std::string url) : url_{std::move(url)} {}

    [[nodiscard]] nlohmann::json get(const std::string& target) const;

    /// Every movement of its money ledger, in the order of time.
    [[nodiscard]] nlohmann::json movements() const;

private:
    std::string url_;
};

}  // namespace maedal::ctl
