#include "admin/body.hpp"

#include "net/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace maedal::admin {
namespace {

/// The media type without its parameters, in lower case.
std::string media_type(const net::Request& request) {
    std::string type{request.headers.get("Content-Type").value_or("")};
    type.resize(std::min(type.find(';'), type.size()));
    while (!type.empty() && (type.back() == ' ' || type.back() == '\t'))
        type.pop_back();
    std::transform(type.begin(), type.end(), type.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return type;
}

}  // namespace

Body::Body(const net::Request& request, bool may_be_absent) {
    if (may_be_absent && request.body.empty()) return;
    if (media_type(request) != "application/json") {
        blame("content_type", "the content type has to be application/json", {});
        fault_status_ = 415;
        return;
    }
    auto value = net::parse_json(request.body);
    if (!value) {
        blame(
            "malformed_json", "the body is not JSON as it has to be: " + value.error().detail, {}
        );
    } else if (!value->is_object()) {
        blame("not_an_object", "the body has to be a JSON object", {});
    } else {
        object_ = *std::move(value);
    }
}

std::string Body::text(const char* name) {
    const auto* found = find_text(name);
    if (found == nullptr) blame("missing_field", std::string{name} + " is missing", name);
    return found == nullptr ? std::string{} : *found;
}

std::string Body::text_or_empty(const char* name) {
    const auto* found = find_text(name);
    return found == nullptr ? std::string{} : *found;
}

Secret Body::secret_or_empty(const char* name) {
    return Secret{text_or_empty(name)};
}

Secret Body::secret(const char* name) {
    if (find_text(name) == nullptr) blame("missing_field", std::string{name} + " is missing", name);
    const auto found = object_.find(name);
    auto* read = found == object_.end() ? nullptr : found->get_ptr<std::string*>();
    if (read == nullptr) return {};
    Secret taken{*read};
    std::fill(read->begin(), read->end(), 'x');
    return taken;
}

std::string Body::without_secrets() const {
    return net::json_text(object_);
}

nlohmann::json Body::object_or_null(const char* name, std::size_t bytes_max) {
    const auto* value = find(name);
    if (value == nullptr) return nullptr;
    if (!value->is_object()) {
        blame("wrong_type", std::string{name} + " has to be an object", name);
        return nullptr;
    }
    if (net::json_text(*value).size() > bytes_max) {
        blame("too_long", fmt::format("{} has to be at most {} bytes", name, bytes_max), name);
        return nullptr;
    }
    return *value;
}

bool Body::flag(const char* name, bool otherwise) {
    const auto* value = find(name);
    if (value == nullptr) return otherwise;
    if (value->is_boolean()) return value->get<bool>();
    blame("wrong_type", std::string{name} + " has to be true or false", name);
    return otherwise;
}

std::optional<std::int64_t> Body::integer_if_given(const char* name) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    // An unsigned value above the signed range would wrap round in get<>.
    const bool too_big = value->is_number_unsigned() && value->get<std::uint64_t>() > INT64_MAX;
    if (value->is_number_integer() && !too_big) return value->get<std::int64_t>();
    blame("wrong_type", std::string{name} + " has to be a whole number", name);
    return std::nullopt;
}

std::int64_t Body::integer(const char* name) {
    const auto given = integer_if_given(name);
    if (!given) blame("missing_field", std::string{name} + " is missing", name);
    return given.value_or(0);
}

std::optional<Instant> Body::instant_if_given(const char* name) {
    const auto* text = find_text(name);
    if (text == nullptr) return std::nullopt;
    const auto at = instant_from_rfc3339(*text);
    if (!at) blame("malformed_time", std::string{name} + " has to be RFC 3339 with a zone", name);
    return at;
}

std::optional<nlohmann::json> Body::object_if_given(const char* name) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_object()) return *value;
    blame("wrong_type", std::string{name} + " has to be an object", name);
    return std::nullopt;
}

std::optional<nlohmann::json> Body::array_if_given(const char* name) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_array()) return *value;
    blame("wrong_type", std::string{name} + " has to be an array", name);
    return std::nullopt;
}

std::string Body::words_if_given(const char* name) {
    std::string words;
    const auto given = array_if_given(name);
    if (!given) return words;
    for (const auto& value : *given) {
        const auto* word = value.get_ptr<const std::string*>();
        if (word == nullptr || word->size() > text_max) {
            blame("wrong_type", std::string{name} + " has to hold words", name);
            return {};
        }
        words += (words.empty() ? "" : ",") + *word;
    }
    return words;
}

void Body::refuse(const char* name, std::string why) {
    blame("invalid_field", std::move(why), name);
}

std::string Body::word(const char* name, std::initializer_list<const char*> words) {
    std::string given = text(name);
    std::string choice;
    for (const char* known : words) {
        if (given == known) return given;
        choice += (choice.empty() ? "" : ", ") + std::string{known};
    }
    blame("unknown_word", std::string{name} + " has to be one of: " + choice, name);
    return {};
}

std::string Body::word_or(const char* name, std::initializer_list<const char*> words) {
    if (find(name) == nullptr) return *words.begin();
    return word(name, words);
}

std::optional<Error> Body::fault() {
    for (const auto& [name, value] : object_.items())
        if (!asked_.contains(name)) blame("unknown_field", "no field is called " + name, name);
    return fault_;
}

const nlohmann::json* Body::find(const char* name) {
    asked_.emplace(name);
    const auto found = object_.find(name);
    return fault_ || found == object_.end() ? nullptr : &*found;
}

const std::string* Body::find_text(const char* name) {
    const auto* value = find(name);
    if (value == nullptr) return nullptr;
    const auto* text = value->get_ptr<const std::string*>();
    if (text == nullptr) {
        blame("wrong_type", std::string{name} + " has to be a text", name);
    } else if (text->empty()) {
        blame("empty_field", std::string{name} + " must not be empty; leave it out instead", name);
    } else if (text->size() > text_max) {
        blame("too_long", std::string{name} + " has to be at most 1024 bytes", name);
    }
    return fault_ ? nullptr : text;
}

void Body::blame(std::string reason, std::string detail, std::string field) {
    if (fault_) return;
    fault_ = Error{Errc::invalid, std::move(reason), std::move(detail), std::move(field)};
}

}  // namespace maedal::admin
