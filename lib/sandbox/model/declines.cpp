#include "sandbox/model/declines.hpp"

#include <utility>

namespace maedal::sandbox {

void Declines::set(const std::string& billing_key, KeyDecline decline) {
    of_keys_.insert_or_assign(billing_key, std::move(decline));
}

void Declines::set_rule(DeclineRule rule) {
    rule_ = std::move(rule);
    payments_ = 0;
}

void Declines::refuse_registrations(std::int64_t times, std::string pg_error_code) {
    registrations_ = times;
    registration_code_ = std::move(pg_error_code);
}

void Declines::clear() {
    of_keys_.clear();
    set_rule({});
    registrations_ = 0;
}

std::optional<std::string> Declines::refused_registration(bool test_payment, Instant at) {
    if (registrations_ > 0) {
        --registrations_;
        return registration_code_;
    }
    return test_payment ? decline({}, at) : std::nullopt;
}

std::optional<std::string> Declines::decline(const std::string& billing_key, Instant at) {
    ++payments_;
    // The dice are rolled for every payment, so that setting one key does not shift the others.
    const bool unlucky = rule_.percent > 0 && dice_.hits(rule_.percent);
    const auto found = of_keys_.find(billing_key);
    if (found != of_keys_.end()) {
        KeyDecline& of_key = found->second;
        if (of_key.always || (of_key.from && *of_key.from <= at)) return of_key.pg_error_code;
        if (of_key.times > 0) {
            --of_key.times;
            return of_key.pg_error_code;
        }
    }
    if (unlucky || (rule_.every > 0 && payments_ % rule_.every == 0)) return rule_.pg_error_code;
    return std::nullopt;
}

}  // namespace maedal::sandbox
