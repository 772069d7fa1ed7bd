#include "bootpay/pg/fields.hpp"

#include "bootpay/pg/gateway_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace maedal::bootpay::pg {
namespace {

using billing::Won;

bool good_id(const std::string& text) {
    const auto plain = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte != 0x7f;
    };
    // A path of dots would climb out of the place that it is put in.
    if (text == "." || text == "..") return false;
    return !text.empty() && text.size() <= id_bytes_max &&
           std::all_of(text.begin(), text.end(), plain);
}

/// The digits of a number that has a fraction of nothing. The text is looked at, not the binary
/// fraction: money never passes through one.
std::optional<std::int64_t> whole_from_fraction(const std::string& text) {
    if (!text.ends_with(".0")) return std::nullopt;
    std::int64_t count = 0;
    const auto* last = text.data() + text.size() - 2;
    const auto read = std::from_chars(text.data(), last, count);
    if (read.ec != std::errc{} || read.ptr != last) return std::nullopt;
    return count;
}

std::optional<Won> won_from(const nlohmann::json& value) {
    if (value.is_number_unsigned()) {
        const auto count = value.get<std::uint64_t>();
        if (count > static_cast<std::uint64_t>(Won::count_max)) return std::nullopt;
        return Won::from_count(static_cast<std::int64_t>(count));
    }
    if (value.is_number_integer()) return Won::from_count(value.get<std::int64_t>());
    if (!value.is_number_float()) return std::nullopt;
    const auto count = whole_from_fraction(value.dump());
    return count ? Won::from_count(*count) : std::nullopt;
}

constexpr Won nothing = *Won::from_count(0);

}  // namespace

Fields::Fields(const nlohmann::json& object) : object_{object} {
    if (!object.is_object()) fault_ = "the answer is no object";
}

const nlohmann::json* Fields::find(const char* name) const {
    if (!object_.is_object()) return nullptr;
    const auto found = object_.find(name);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
}

const nlohmann::json* Fields::need(const char* name) {
    const auto* value = find(name);
    if (value == nullptr) refuse(name, "is missing");
    return value;
}

void Fields::refuse(const char* name, const char* why) {
    if (fault_.empty()) fault_ = fmt::format("{} {}", name, why);
}

std::string Fields::id(const char* name) {
    if (need(name) == nullptr) return {};
    return optional_id(name).value_or(std::string{});
}

std::optional<std::string> Fields::optional_id(const char* name) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    const auto* text = value->get_ptr<const std::string*>();
    if (text != nullptr && good_id(*text)) return *text;
    refuse(name, "is no identifier");
    return std::nullopt;
}

std::string Fields::text(const char* name) {
    const auto* value = find(name);
    if (value == nullptr) return {};
    const auto* text = value->get_ptr<const std::string*>();
    if (text != nullptr && text->size() <= text_bytes_max) return *text;
    refuse(name, "is no text");
    return {};
}

Won Fields::won(const char* name) {
    if (need(name) == nullptr) return nothing;
    return optional_won(name).value_or(nothing);
}

std::optional<Won> Fields::optional_won(const char* name) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    const auto amount = won_from(*value);
    if (!amount) refuse(name, "is no whole amount");
    return amount;
}

int Fields::small_number(const char* name) {
    constexpr std::int64_t number_max = 1000;
    const auto* value = need(name);
    if (value == nullptr) return 0;
    const bool whole = value->is_number_integer();
    // A count beyond the signed range turns negative here and may look small: asked for first.
    const bool huge = value->is_number_unsigned() && value->get<std::uint64_t>() > number_max;
    const auto number = whole && !huge ? value->get<std::int64_t>() : number_max + 1;
    if (number >= -number_max && number <= number_max) return static_cast<int>(number);
    refuse(name, "is no small whole number");
    return 0;
}

bool Fields::truth(const char* name) {
    const auto* value = need(name);
    if (value == nullptr) return false;
    if (!value->is_boolean()) refuse(name, "is neither true nor false");
    return value->is_boolean() && value->get<bool>();
}

Instant Fields::instant(const char* name) {
    if (need(name) == nullptr) return {};
    return optional_instant(name).value_or(Instant{});
}

std::optional<Instant> Fields::optional_instant(const char* name) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    const auto* text = value->get_ptr<const std::string*>();
    const auto at = text != nullptr ? instant_from_gateway(*text) : std::nullopt;
    if (!at) refuse(name, "is no time with a zone");
    return at;
}

}  // namespace maedal::bootpay::pg
