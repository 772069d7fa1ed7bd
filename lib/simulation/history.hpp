#pragma once
#include "base/instant.hpp"

#include <cstdint>
#include <functional>
#include <string_view>

namespace maedal::simulation {

/// What happened, as one number: every event, decision and answer goes through it in order, so two
/// runs of a seed that differ anywhere differ here. Holds no address, no thread and no real time.
class History {
public:
    /// Lines as they are noted, for a person; may be empty.
    std::function<void(Instant, std::string_view)> trace;

    void note(Instant at, std::string_view line) {
        mix(static_cast<std::uint64_t>(at.time_since_epoch().count()));
        for (const char c : line)
            mix(static_cast<unsigned char>(c));
        mix(line.size());
        if (trace) trace(at, line);
    }
    [[nodiscard]] std::uint64_t hash() const noexcept { return hash_; }

private:
    void mix(std::uint64_t value) noexcept {
        hash_ = (hash_ ^ value) * 1'099'511'628'211U;  // FNV-1a
        hash_ ^= hash_ >> 29U;
    }
    std::uint64_t hash_ = 14'695'981'039'346'656'037U;
};

}  // namespace maedal::simulation
