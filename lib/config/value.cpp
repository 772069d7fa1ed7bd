#include "config/value.hpp"

#include "config/characters.hpp"

#include <fmt/format.h>

#include <charconv>

namespace maedal::config {
namespace {

using Kind = SourceNode::Kind;

/// Digits, perhaps behind a minus; no leading zero, which other readers take for octal.
std::optional<std::int64_t> whole_number(std::string_view text) {
    const auto digits = text.starts_with('-') ? text.substr(1) : text;
    if (digits.empty() || (digits.size() > 1 && digits[0] == '0')) return std::nullopt;
    std::int64_t value = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return value;
}

/// A scalar without quotes that other YAML readers, and the schema, take for something else.
bool reads_as_other_than_text(const SourceNode& node) {
    if (node.quoted) return false;
    const auto& text = node.text;
    if (text == "true" || text == "false") return true;
    const auto digits = text.find_first_not_of("+-");
    return digits != std::string::npos && digits <= 1 &&
           text.find_first_not_of("0123456789._", digits) == std::string::npos &&
           text.find_first_of("0123456789") != std::string::npos &&
           text.find('.') == text.rfind('.');
}

std::string state(const Field& field) {
    const SourceNode& node = *field.node;
    switch (node.kind) {
        case Kind::nothing:
            return "has no value";
        case Kind::list:
            return "is a list";
        case Kind::map:
            return "is a map";
        case Kind::scalar:
        case Kind::refused:
            break;
    }
    // Neither a secret put in the wrong place nor a password in a URL.
    if (field.shy || node.text.find('@') != std::string::npos)
        return "has a value that does not fit (not shown here)";
    return fmt::format("is {}{}", node.quoted ? "the quoted text " : "", shown(node.text));
}

}  // namespace

void Values::reject(const Field& field, std::string_view needed) const {
    if (field.node->kind == Kind::refused) return;
    add(field.at, fmt::format("{} {}; it must be {}", field.path, state(field), needed));
}

std::optional<std::string> Values::text(const Field& field, const TextRule& rule) const {
    const SourceNode& node = *field.node;
    if (node.kind == Kind::scalar && reads_as_other_than_text(node) && rule.fits(node.text)) {
        add(field.at,
            fmt::format(
                "{} {} without quotes; text is needed, so put it in quotes",
                field.path,
                state(field)
            ));
        return std::nullopt;
    }
    if (node.kind == Kind::scalar && rule.fits(node.text)) return node.text;
    reject(field, rule.needed);
    return std::nullopt;
}

std::optional<std::int64_t> Values::number(const Field& field, const NumberRange& range) const {
    const SourceNode& node = *field.node;
    if (node.kind == Kind::scalar && !node.quoted) {
        if (const auto value = whole_number(node.text))
            if (*value >= range.min && *value <= range.max) return value;
    }
    reject(field, fmt::format("a whole number{} from {} to {}", range.of, range.min, range.max));
    return std::nullopt;
}

std::optional<Seconds> Values::duration(const Field& field, const DurationRange& range) const {
    const SourceNode& node = *field.node;
    if (node.kind == Kind::scalar) {
        if (const auto value = duration_from_text(node.text))
            if (*value >= range.min && *value <= range.max) return value;
    }
    reject(
        field,
        fmt::format(
            "a duration from {} to {}: a whole number and s, m, h, d or w",
            duration_text(range.min),
            duration_text(range.max)
        )
    );
    return std::nullopt;
}

std::optional<bool> Values::flag(const Field& field) const {
    const SourceNode& node = *field.node;
    if (node.kind == Kind::scalar && !node.quoted) {
        if (node.text == "true") return true;
        if (node.text == "false") return false;
    }
    reject(field, "true or false");
    return std::nullopt;
}

std::optional<std::vector<Field>> Values::items(
    const Field& field, std::size_t items_max, std::string_view of
) const {
    if (field.node->kind != Kind::list) {
        reject(field, fmt::format("a list of {}", of));
        return std::nullopt;
    }
    const auto& items = field.node->items;
    if (items.size() > items_max) {
        add(field.at,
            fmt::format("{} has {} entries; it may have {}", field.path, items.size(), items_max));
        return std::nullopt;
    }
    std::vector<Field> fields;
    fields.reserve(items.size());
    for (const SourceNode& item : items) {
        fields.push_back(
            {&item,
             item.at,
             item.at,
             fmt::format("{}[{}]", field.path, fields.size() + 1),
             field.shy}
        );
    }
    return fields;
}

}  // namespace maedal::config
