#pragma once
#include "ports/ledger.hpp"
#include "sqlite/query.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

namespace maedal::sqlite {

/// How many rows a page asks for, inside the bound of the port.
[[nodiscard]] inline int rows_of(const ports::Page& page) {
    return std::clamp(page.limit, 1, ports::Page::limit_max);
}

/// The rows after the cursor through `read`, no more than the page holds. What else the statement
/// asks for is bound already.
template <class Read>
[[nodiscard]] auto page_of(Query& query, const ports::Page& page, Read read) {
    return query.bind(":after", page.after).bind(":limit", rows_of(page)).all(read);
}

/// A cursor that is a number. Empty when it is none: it came from outside, and no row is behind it.
[[nodiscard]] inline std::optional<std::int64_t> number_from(const std::string& cursor) {
    std::int64_t number = 0;
    const char* const end = cursor.data() + cursor.size();
    const auto [stop, error] = std::from_chars(cursor.data(), end, number);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return number;
}

}  // namespace maedal::sqlite
