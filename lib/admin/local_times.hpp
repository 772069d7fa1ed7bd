#pragma once
#include "billing/zone.hpp"

#include <nlohmann/json.hpp>

#include <memory>
#include <optional>
#include <string>

namespace maedal::admin {

/// Says instants the way the house lives: RFC 3339 with the offset of the configured zone. A value:
/// cheap to copy, good on any thread.
class LocalTimes {
public:
    explicit LocalTimes(billing::Zone zone)
        : zone_{std::make_shared<const billing::Zone>(std::move(zone))} {}

    [[nodiscard]] std::string text(Instant at) const { return rfc3339(at, zone_->offset_at(at)); }
    /// The text, or null when there is no such moment.
    [[nodiscard]] nlohmann::json json(std::optional<Instant> at) const {
        return at ? nlohmann::json(text(*at)) : nlohmann::json(nullptr);
    }
    [[nodiscard]] const std::string& zone_name() const noexcept { return zone_->name(); }

private:
    std::shared_ptr<const billing::Zone> zone_;
};

}  // namespace maedal::admin
