#include "net/http.hpp"

#include "net/form_text.hpp"

#include <algorithm>

namespace maedal::net {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
    const auto same_letter = [](char x, char y) { return lower(x) == lower(y); };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_letter);
}

}  // namespace

void Headers::set(std::string name, std::string value) {
    const auto has_name = [&](const auto& field) { return same_name(field.first, name); };
    fields_.erase(std::remove_if(fields_.begin(), fields_.end(), has_name), fields_.end());
    add(std::move(name), std::move(value));
}

void Headers::add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
}

std::optional<std::string_view> Headers::get(std::string_view name) const {
    for (const auto& [known, value] : fields_)
        if (same_name(known, name)) return value;
    return std::nullopt;
}

std::string_view Request::path() const {
    return std::string_view{target}.substr(0, target.find('?'));
}

std::optional<std::string> Request::query(std::string_view name) const {
    const auto mark = target.find('?');
    if (mark == std::string::npos) return std::nullopt;
    const auto pairs = parse_form(std::string_view{target}.substr(mark + 1));
    if (!pairs) return std::nullopt;
    for (const auto& [known, value] : *pairs)
        if (known == name) return value;
    return std::nullopt;
}

}  // namespace maedal::net
