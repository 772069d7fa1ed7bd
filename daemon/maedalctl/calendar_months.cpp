#include "maedalctl/calendar_months.hpp"

#include <fmt/format.h>

#include <charconv>

namespace maedal::ctl {
namespace {

template <class Number>
bool read_digits(std::string_view text, Number& number) {
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return read.ec == std::errc{} && read.ptr == end;
}

constexpr const char* names[]{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::optional<Month> month_from(std::string_view text) {
    int year = 0;
    unsigned month = 0;
    if (text.size() < 7 || text[4] != '-' || (text.size() > 7 && text[7] != '-'))
        return std::nullopt;
    if (!read_digits(text.substr(0, 4), year) || !read_digits(text.substr(5, 2), month))
        return std::nullopt;
    const Month read{std::chrono::year{year}, std::chrono::month{month}};
    if (!read.ok() || year < 1) return std::nullopt;
    return read;
}

std::vector<Month> months_between(Month first, Month last) {
    std::vector<Month> months;
    for (Month month = first; month <= last; month += std::chrono::months{1}) {
        if (months.size() == calendar_months_max) return {};
        months.push_back(month);
    }
    return months;
}

std::optional<Month> month_that_ran(std::string_view now) {
    auto month = month_from(now);
    if (!month || now.size() < 19) return std::nullopt;
    if (now.substr(8, 11) == "01T00:00:00") *month -= std::chrono::months{1};
    return month;
}

std::string text_of(Month month) {
    return fmt::format(
        "{:04}-{:02}", static_cast<int>(month.year()), static_cast<unsigned>(month.month())
    );
}

std::string short_name_of(Month month) {
    return names[static_cast<unsigned>(month.month()) - 1];
}

}  // namespace maedal::ctl
