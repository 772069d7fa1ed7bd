#pragma once
#include "billing/zone.hpp"

#include <nlohmann/json.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

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
    /// A clause that the engine wrote for a person, every moment in it (2026-11-30T15:00:00Z) told
    /// as all others are.
    [[nodiscard]] std::string clause(std::string_view clause) const;
    [[nodiscard]] const std::string& zone_name() const noexcept { return zone_->name(); }

private:
    std::shared_ptr<const billing::Zone> zone_;
};

}  // namespace maedal::admin
