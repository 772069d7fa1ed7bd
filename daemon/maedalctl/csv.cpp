#include "maedalctl/csv.hpp"

namespace maedal::ctl {
namespace {

/// Takes one field off `text`, up to the comma or the end of the line that is left standing.
std::optional<std::string> take_field(std::string_view& text) {
    std::string field;
    if (!text.starts_with('"')) {
        const auto end = text.find_first_of(",\r\n");
        field = text.substr(0, end);
        text.remove_prefix(field.size());
        if (field.find('"') != std::string::npos) return std::nullopt;
        return field;
    }
    text.remove_prefix(1);
    for (;;) {
        const auto quote = text.find('"');
        if (quote == std::string_view::npos) return std::nullopt;
        field.append(text.substr(0, quote));
        text.remove_prefix(quote + 1);
        if (!text.starts_with('"')) break;
        field += '"';
        text.remove_prefix(1);
    }
    const bool ends = text.empty() || text.find_first_of(",\r\n") == 0;
    return ends ? std::optional{field} : std::nullopt;
}

}  // namespace

std::optional<std::vector<CsvRow>> csv_rows(std::string_view text) {
    constexpr std::string_view bom{"\xEF\xBB\xBF"};
    if (text.starts_with(bom)) text.remove_prefix(bom.size());
    std::vector<CsvRow> rows;
    while (!text.empty()) {
        if (text.front() == '\r' || text.front() == '\n') {
            text.remove_prefix(1);
            continue;
        }
        auto& row = rows.emplace_back();
        for (;;) {
            auto field = take_field(text);
            if (!field) return std::nullopt;
            row.push_back(*std::move(field));
            if (!text.starts_with(',')) break;
            text.remove_prefix(1);
        }
    }
    return rows;
}

}  // namespace maedal::ctl
