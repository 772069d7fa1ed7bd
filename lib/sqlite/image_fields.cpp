#include "sqlite/image_fields.hpp"

#include <algorithm>

namespace maedal::sqlite {
namespace {

/// Takes `word` off the front of `rest`.
bool skip(std::string_view& rest, char word) {
    if (rest.empty() || rest.front() != word) return false;
    rest.remove_prefix(1);
    return true;
}

/// Takes a text with its quotes, or a number or null, off the front; empty when there is none.
std::string_view take_value(std::string_view& rest) {
    std::size_t end = 0;
    if (rest.starts_with('"')) {
        end = 1;
        while (end < rest.size() && rest[end] != '"')
            end += rest[end] == '\\' ? 2 : 1;
        end += 1;
        if (end > rest.size()) return {};
    } else {
        end = std::min(rest.find_first_of(",}"), rest.size());
    }
    const auto value = rest.substr(0, end);
    rest.remove_prefix(end);
    return value;
}

}  // namespace

std::optional<ImageFields> fields_of(std::string_view image) {
    ImageFields fields;
    std::string_view rest = image;
    if (!skip(rest, '{')) return std::nullopt;
    do {
        const auto name = take_value(rest);
        if (name.size() < 3 || name.front() != '"' || !skip(rest, ':')) return std::nullopt;
        const auto value = take_value(rest);
        if (value.empty()) return std::nullopt;
        fields.emplace_back(name.substr(1, name.size() - 2), value);
    } while (skip(rest, ','));
    if (rest != "}") return std::nullopt;
    return fields;
}

std::string_view field_of(const ImageFields& fields, std::string_view name) {
    for (const auto& [known, value] : fields)
        if (known == name) return value;
    return {};
}

}  // namespace maedal::sqlite
