#pragma once
#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// How values are said to people.
namespace maedal::ctl {

/// How many columns a terminal needs for it: Hangul and other wide characters take two.
[[nodiscard]] std::size_t display_width(std::string_view utf8);

/// The text with everything replaced that could steer a terminal.
[[nodiscard]] std::string printable(std::string_view text);

/// "29,900"
[[nodiscard]] std::string thousands(std::int64_t number);

/// "2026-01-31T09:00:00+09:00" as "2026-01-31 09:00", in the zone that the daemon lives in.
[[nodiscard]] std::string minute_of(std::string_view rfc3339);

/// A field of an answer: empty when it is absent or null.
[[nodiscard]] std::string text_in(const nlohmann::json& row, const char* field);
[[nodiscard]] std::string amount_in(const nlohmann::json& row, const char* field);
[[nodiscard]] std::string minute_in(const nlohmann::json& row, const char* field);
[[nodiscard]] std::int64_t number_in(const nlohmann::json& row, const char* field);
[[nodiscard]] bool flag_in(const nlohmann::json& row, const char* field);

/// "1 decline", "2 declines"
[[nodiscard]] std::string counted(std::int64_t number, std::string_view one);

}  // namespace maedal::ctl
