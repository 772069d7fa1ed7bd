#include "sandbox/front/fields.hpp"

#include "net/json_text.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

namespace maedal::sandbox {
namespace {

using nlohmann::json;

/// The whole number that a JSON number is, also when it is written with a fraction of zero.
std::optional<std::int64_t> whole_number(const json& value) {
    if (value.is_number_unsigned()) {
        const auto number = value.get<std::uint64_t>();
        if (number > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) return std::nullopt;
        return static_cast<std::int64_t>(number);
    }
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (!value.is_number_float()) return std::nullopt;
    // By its shortest text, so that no amount is ever rounded.
    const std::string text = value.dump();
    if (!text.ends_with(".0")) return std::nullopt;
    std::int64_t number = 0;
    const char* const last = text.data() + text.size() - 2;
    const auto read = std::from_chars(text.data(), last, number);
    if (read.ec != std::errc{} || read.ptr != last) return std::nullopt;
    return number;
}

}  // namespace

Answer<json> body_of(const net::Request& request) {
    auto parsed = net::parse_json(request.body);
    if (!parsed)
        return refuse(refusals::parameter_invalid, "body is no JSON: " + parsed.error().detail);
    if (!parsed->is_object()) return refuse(refusals::parameter_invalid, "body is no JSON object");
    return *std::move(parsed);
}

void Fields::only(std::initializer_list<std::string_view> names) {
    for (const auto& [name, value] : object_.items()) {
        const bool known = std::find(names.begin(), names.end(), name) != names.end();
        if (!known) wrong(name + " is no field of this call");
    }
}

std::string Fields::text(std::string_view name) {
    const json* value = find(name);
    if (!value) return {};
    if (value->is_string()) return value->get<std::string>();
    wrong(std::string{name} + " must be a text");
    return {};
}

std::string Fields::id(std::string_view name) {
    const json* value = find(name);
    if (value && value->is_number_integer()) return value->dump();
    return text(name);
}

std::optional<std::int64_t> Fields::whole(std::string_view name) {
    const json* value = find(name);
    if (!value) return std::nullopt;
    const auto number = whole_number(*value);
    if (!number) wrong(std::string{name} + " must be a whole number");
    return number;
}

std::int64_t Fields::whole_within(
    std::string_view name, std::int64_t otherwise, std::int64_t least, std::int64_t most
) {
    const auto number = whole(name).value_or(otherwise);
    if (number >= least && number <= most) return number;
    wrong(
        std::string{name} + " must be from " + std::to_string(least) + " to " + std::to_string(most)
    );
    return otherwise;
}

bool Fields::flag(std::string_view name, bool otherwise) {
    const json* value = find(name);
    if (!value) return otherwise;
    if (value->is_boolean()) return value->get<bool>();
    wrong(std::string{name} + " must be true or false");
    return otherwise;
}

std::optional<Instant> Fields::instant(std::string_view name) {
    const std::string written = text(name);
    if (written.empty()) return std::nullopt;
    const auto at = instant_from_rfc3339(written);
    if (!at) wrong(std::string{name} + " must be an RFC 3339 time with a zone");
    return at;
}

std::string Fields::json_of(std::string_view name) {
    const json* value = find(name);
    return value ? net::json_text(*value) : std::string{};
}

std::string Fields::structure(std::string_view name, bool array_allowed) {
    const json* value = find(name);
    if (!value) return {};
    if (value->is_object() || (array_allowed && value->is_array())) return net::json_text(*value);
    wrong(std::string{name} + (array_allowed ? " must be an array" : " must be an object"));
    return {};
}

void Fields::wrong(std::string detail) {
    if (!fault_) fault_ = refuse(refusals::parameter_invalid, std::move(detail));
}

const json* Fields::find(std::string_view name) const {
    const auto found = object_.find(std::string{name});
    if (found == object_.end() || found->is_null()) return nullptr;
    if (found->is_string() && found->get_ref<const std::string&>().empty()) return nullptr;
    return &*found;
}

}  // namespace maedal::sandbox
