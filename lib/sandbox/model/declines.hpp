#pragma once
#include "base/instant.hpp"
#include "sandbox/model/dice.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace maedal::sandbox {

/// Why and how long the card of one billing key is refused.
struct KeyDecline {
    std::int64_t times = 0;       ///< the next so many payments
    std::optional<Instant> from;  ///< all payments from this moment on
    bool always = false;
    std::string pg_error_code;
};

/// Which payments of all keys are refused.
struct DeclineRule {
    std::int64_t every = 0;  ///< each so many-th payment; 0 for none
    int percent = 0;         ///< by dice, 0 to 100
    std::string pg_error_code;
};

inline constexpr const char* pg_error_code_default = "3143";  ///< "no reason given" at KCP

/// The card companies: says of each payment whether the card takes it.
class Declines {
public:
    explicit Declines(std::uint64_t seed) noexcept : dice_{seed} {}

    void set(const std::string& billing_key, KeyDecline decline);  ///< replaces the key's
    void set_rule(DeclineRule rule);                               ///< replaces the rule
    /// The next so many cards that are to be registered are refused.
    void refuse_registrations(std::int64_t times, std::string pg_error_code);
    void clear();

    /// Counts one payment. The PG's error code when it is declined, empty when it is paid.
    [[nodiscard]] std::optional<std::string> decline(const std::string& billing_key, Instant at);

    /// The PG's error code when a card is refused that wants to be registered. With
    /// `test_payment` it is asked for money too, as in decline().
    [[nodiscard]] std::optional<std::string> refused_registration(bool test_payment, Instant at);
    [[nodiscard]] std::int64_t registrations_refused() const noexcept { return registrations_; }

    [[nodiscard]] const std::map<std::string, KeyDecline>& of_keys() const noexcept {
        return of_keys_;
    }
    [[nodiscard]] const DeclineRule& rule() const noexcept { return rule_; }

private:
    Dice dice_;
    std::map<std::string, KeyDecline> of_keys_;
    DeclineRule rule_;
    std::int64_t payments_ = 0;       ///< since the rule was set
    std::int64_t registrations_ = 0;  ///< still to be refused
    std::string registration_code_;
};

}  // namespace maedal::sandbox
