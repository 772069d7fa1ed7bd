#include "maedalctl/year_picture.hpp"

#include "maedalctl/words.hpp"

#include <algorithm>
#include <array>

namespace maedal::ctl {
namespace {

constexpr std::size_t customer_width_max = 14, plan_width_max = 18;
constexpr std::size_t month_width_min = 3;
constexpr std::size_t months_of_a_line = 6;

std::string at_right(std::string_view text, std::size_t width) {
    const std::size_t has = display_width(text);
    return std::string(width > has ? width - has : 0, ' ').append(text);
}

/// How many bytes the first character has.
std::size_t character_size(std::string_view text) {
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U)
        ++size;
    return size;
}

Tone tone_of_cell(std::string_view cell) {
    const auto holds = [cell](std::string_view sign) {
        return cell.find(sign) != std::string_view::npos;
    };
    if (holds(mark::given_up)) return Tone::bad;
    if (holds(mark::declined) || holds(mark::given_back) || holds(mark::paid_late))
        return Tone::watch;
    return holds(mark::paid) ? Tone::good : Tone::faint;
}

struct Widths {
    std::size_t customer = 8, plan = 4, price = 5, status = 6, won = 3;
    std::vector<std::size_t> months;
};

Widths widths_of(const YearTable& table) {
    Widths widths;
    const auto grow = [](std::size_t& width, std::string_view text, std::size_t max) {
        width = std::max(width, std::min(max, display_width(text)));
    };
    constexpr std::size_t any = 200;
    widths.months.assign(table.months.size(), month_width_min);
    for (const auto& row : table.rows) {
        grow(widths.customer, row.customer_id, customer_width_max);
        grow(widths.plan, row.plan, plan_width_max);
        grow(widths.price, thousands(row.price), any);
        grow(widths.status, row.status, any);
        for (std::size_t i = 0; i < row.cells.size(); ++i)
            grow(widths.months[i], row.cells[i], any);
    }
    for (std::size_t i = 0; i < table.months.size(); ++i)
        grow(widths.months[i], thousands(table.month_sums[i].payments), any);
    grow(widths.won, thousands(table.sums.paid), any);
    return widths;
}

std::string net(const Sums& sums) {
    return thousands(sums.paid - sums.refunded);
}

std::string head_of(const YearTable& table, const Widths& widths) {
    std::string line = fitted("CUSTOMER", widths.customer) + " " + fitted("PLAN", widths.plan) +
                       " " + at_right("PRICE", widths.price) + " " +
                       fitted("STATUS", widths.status);
    for (std::size_t i = 0; i < table.months.size(); ++i)
        line += " " + fitted(short_name_of(table.months[i]), widths.months[i]);
    return line + " " + at_right("WON", widths.won);
}

void draw_row(const Screen& screen, const YearRow& row, const Widths& widths, bool same_customer) {
    std::string line = fitted(same_customer ? "" : row.customer_id, widths.customer);
    line += " " + fitted(row.plan, widths.plan);
    line += " " + at_right(thousands(row.price), widths.price);
    line += " " + screen.toned(fitted(row.status, widths.status), tone_of(row.status));
    for (std::size_t i = 0; i < row.cells.size(); ++i)
        line +=
            " " + screen.toned(fitted(row.cells[i], widths.months[i]), tone_of_cell(row.cells[i]));
    screen.line(line + " " + at_right(net(row.sums), widths.won));
}

void draw_payments(const Screen& screen, const YearTable& table, const Widths& widths) {
    const std::size_t left = widths.customer + widths.plan + widths.price + widths.status + 3;
    std::string line = fitted("payments", left);
    for (std::size_t i = 0; i < table.months.size(); ++i)
        line += " " + fitted(thousands(table.month_sums[i].payments), widths.months[i]);
    screen.line(screen.toned(line + " " + at_right(net(table.sums), widths.won), Tone::strong));
}

/// What came in in each month, less what was given back, six months a line.
void draw_months(const Screen& screen, const YearTable& table) {
    std::size_t width = 0;
    for (const auto& sums : table.month_sums)
        width = std::max(width, display_width(net(sums)));
    for (std::size_t first = 0; first < table.months.size(); first += months_of_a_line) {
        const auto end = std::min(first + months_of_a_line, table.months.size());
        std::string line = first == 0 ? "won a month " : "            ";
        for (std::size_t i = first; i < end; ++i)
            line += " " + short_name_of(table.months[i]) + " " +
                    at_right(net(table.month_sums[i]), width) + " ";
        while (line.ends_with(' '))
            line.pop_back();
        screen.line(line);
    }
}

void draw_legend(const Screen& screen) {
    static constexpr std::array<std::pair<std::string_view, const char*>, 8> meanings{{
        {mark::paid, "paid"},
        {mark::paid_late, "paid late"},
        {mark::declined, "declined"},
        {mark::given_back, "paid and given back"},
        {mark::voided, "voided"},
        {mark::given_up, "given up"},
        {mark::waived, "waived"},
        {mark::owed, "owed"},
    }};
    std::string line;
    for (const auto& [sign, meaning] : meanings)
        line.append(line.empty() ? "" : "   ").append(sign).append(" ").append(meaning);
    screen.line(screen.toned(line, Tone::faint));
}

}  // namespace

std::string fitted(std::string_view text, std::size_t width) {
    if (display_width(text) <= width)
        return std::string{text}.append(width - display_width(text), ' ');
    std::string cut;
    while (!text.empty()) {
        const auto character = text.substr(0, character_size(text));
        if (display_width(cut) + display_width(character) + 1 > width) break;
        cut.append(character);
        text.remove_prefix(character.size());
    }
    cut += "…";
    return cut.append(width - std::min(width, display_width(cut)), ' ');
}

void draw_year(const Screen& screen, const YearTable& table) {
    const auto widths = widths_of(table);
    screen.line(screen.toned(head_of(table, widths), Tone::strong));
    const std::string* customer = nullptr;
    for (const auto& row : table.rows) {
        draw_row(screen, row, widths, customer != nullptr && *customer == row.customer_id);
        customer = &row.customer_id;
    }
    draw_payments(screen, table, widths);
    draw_legend(screen);
    screen.line("");
    draw_months(screen, table);
}

}  // namespace maedal::ctl
