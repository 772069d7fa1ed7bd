#pragma once
#include "maedalctl/screen.hpp"
#include "maedalctl/year_table.hpp"

namespace maedal::ctl {

/// Draws the table, what its signs mean, and the sums: at most 120 columns wide, unless a month
/// holds cells of more than five.
void draw_year(const Screen& screen, const YearTable& table);

/// `text`, cut to `width` columns with "…" and filled up with blanks.
[[nodiscard]] std::string fitted(std::string_view text, std::size_t width);

}  // namespace maedal::ctl
