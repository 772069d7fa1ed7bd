#pragma once
#include "base/error.hpp"

#include <string>
#include <string_view>

namespace maedal::engine {

inline constexpr std::size_t id_bytes_max = 64;

/// Ids that the merchant brings: 1 to id_bytes_max of letters, digits and "-_.:@". Empty when it is
/// fine, else the refusal, naming the field.
[[nodiscard]] inline std::string_view id_fault(std::string_view id) {
    constexpr std::string_view marks = "-_.:@";
    if (id.empty()) return "is needed";
    if (id.size() > id_bytes_max) return "is longer than 64 characters";
    for (const char c : id) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool digit = c >= '0' && c <= '9';
        if (!letter && !digit && marks.find(c) == std::string_view::npos)
            return "may hold letters, digits and -_.:@ only";
    }
    return {};
}

[[nodiscard]] inline Error invalid(std::string reason, std::string detail, std::string field) {
    return {Errc::invalid, std::move(reason), std::move(detail), std::move(field)};
}

[[nodiscard]] inline Error bad_id(std::string_view fault, const std::string& field) {
    return invalid("invalid_id", field + " " + std::string{fault}, field);
}

/// A look-up that says no such thing is the caller's fault, not the gateway's.
[[nodiscard]] inline Error as_asked(Error error, const std::string& field) {
    error.field = field;
    if (error.code != Errc::not_found) return error;
    error.reason = "unknown_at_gateway";
    error.detail = "Bootpay does not know it: " + error.detail;
    return error;
}

}  // namespace maedal::engine
