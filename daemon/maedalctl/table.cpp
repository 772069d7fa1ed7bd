#include "maedalctl/table.hpp"

#include "maedalctl/words.hpp"

#include <algorithm>

namespace maedal::ctl {
namespace {

using nlohmann::json;

std::string padded(
    const std::string& text, std::size_t width, bool right, const std::string& shown
) {
    const std::size_t has = display_width(text);
    const std::string gap(width > has ? width - has : 0, ' ');
    return right ? gap + shown : shown + gap;
}

void trim_right(std::string& line) {
    while (!line.empty() && line.back() == ' ')
        line.pop_back();
}

}  // namespace

Column text(const char* head, const char* field) {
    return {head, [field](const json& row) { return text_in(row, field); }};
}

Column state(const char* head, const char* field) {
    auto column = text(head, field);
    column.state = true;
    return column;
}

Column number(const char* head, const char* field) {
    auto column = text(head, field);
    column.right = true;
    return column;
}

Column amount(const char* head, const char* field) {
    return {head, [field](const json& row) { return amount_in(row, field); }, true};
}

Column minute(const char* head, const char* field) {
    return {head, [field](const json& row) { return minute_in(row, field); }};
}

void print_table(const Screen& screen, const std::vector<Column>& columns, const json& rows) {
    std::vector<std::size_t> widths;
    for (const auto& column : columns)
        widths.push_back(display_width(column.head));
    std::vector<std::vector<std::string>> cells;
    for (const auto& row : rows) {
        auto& line = cells.emplace_back();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            line.push_back(columns[i].cell(row));
            widths[i] = std::max(widths[i], display_width(line[i]));
        }
    }

    std::string head;
    for (std::size_t i = 0; i < columns.size(); ++i)
        head += padded(columns[i].head, widths[i], columns[i].right, columns[i].head) + "  ";
    trim_right(head);
    screen.line(screen.toned(head, Tone::strong));
    for (const auto& line : cells) {
        std::string shown;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const Tone tone = columns[i].state ? tone_of(line[i]) : Tone::plain;
            const auto toned = screen.toned(line[i], tone);
            shown += padded(line[i], widths[i], columns[i].right, toned) + "  ";
        }
        trim_right(shown);
        screen.line(shown);
    }
}

void print_sheet(
    const Screen& screen, const std::vector<std::pair<std::string, std::string>>& lines
) {
    std::size_t width = 0;
    for (const auto& [label, value] : lines)
        if (!value.empty()) width = std::max(width, display_width(label));
    for (const auto& [label, value] : lines) {
        if (!value.empty()) {
            screen.line(
                padded(label, width, false, screen.toned(label, Tone::faint)) + "  " + value
            );
        }
    }
}

}  // namespace maedal::ctl
