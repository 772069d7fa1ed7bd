#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maedal::ctl {

using CsvRow = std::vector<std::string>;

/// The rows of a CSV text (RFC 4180; lines may end in LF too; a BOM and empty lines are passed
/// over). Empty when a quote is not closed or stands where none may.
[[nodiscard]] std::optional<std::vector<CsvRow>> csv_rows(std::string_view text);

}  // namespace maedal::ctl
