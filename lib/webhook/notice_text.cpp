#include "webhook/notice_text.hpp"

#include "base/digest.hpp"
#include "net/form_text.hpp"
#include "net/json_text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace maedal::webhook {
namespace {

/// What makes two notices the same; partial refunds repeat receipt id and status.
enum Field : std::size_t { receipt_id, order_id, webhook_type, status, cancelled_price };
constexpr std::array<std::string_view, 5> field_names{
    "receipt_id", "order_id", "webhook_type", "status", "cancelled_price"};
using Fields = std::array<std::string, field_names.size()>;

Error wrong(std::string reason, std::string detail, std::string_view field = {}) {
    return Error{Errc::invalid, std::move(reason), std::move(detail), std::string{field}};
}

std::string media_type(const net::Request& request) {
    std::string type{request.headers.get("Content-Type").value_or("")};
    type.resize(std::min(type.find(';'), type.size()));
    while (!type.empty() && type.back() == ' ')
        type.pop_back();
    std::transform(type.begin(), type.end(), type.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return type;
}

Result<Fields> json_fields(const std::string& body) {
    const auto object = net::parse_json(body);
    if (!object) return wrong("malformed_json", object.error().detail);
    if (!object->is_object()) return wrong("not_an_object", "the body has to be a JSON object");
    Fields fields;
    for (std::size_t i = 0; i < field_names.size(); ++i) {
        const auto found = object->find(field_names[i]);
        if (found == object->end() || found->is_null()) continue;
        if (const auto* text = found->get_ptr<const std::string*>()) {
            fields[i] = *text;
        } else if (found->is_number()) {
            fields[i] = net::json_text(*found);
        } else {
            return wrong("wrong_type", "a text or a number is wanted", field_names[i]);
        }
    }
    return fields;
}

Result<Fields> form_fields(const std::string& body) {
    const auto pairs = net::parse_form(body);
    if (!pairs) return wrong("malformed_form", pairs.error().detail);
    Fields fields;
    std::array<bool, field_names.size()> seen{};
    for (const auto& [name, value] : *pairs) {
        const auto known = std::find(field_names.begin(), field_names.end(), name);
        if (known == field_names.end()) continue;
        const auto i = static_cast<std::size_t>(known - field_names.begin());
        if (seen[i]) return wrong("repeated_field", "it is given twice", field_names[i]);
        seen[i] = true;
        fields[i] = value;
    }
    return fields;
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
}

}  // namespace

Result<engine::NoticeHint> hint_from(const net::Request& request) {
    const auto type = media_type(request);
    const bool json = type == "application/json";
    if (!json && type != "application/x-www-form-urlencoded")
        return wrong("content_type", "JSON or a form is wanted", "Content-Type");

    auto fields = json ? json_fields(request.body) : form_fields(request.body);
    if (!fields) return fields.error();
    for (std::size_t i = 0; i < field_names.size(); ++i) {
        const auto& text = (*fields)[i];
        if (text.size() > id_bytes_max)
            return wrong("too_long", "at most 128 bytes are taken", field_names[i]);
        if (has_control(text))
            return wrong("control_character", "it holds a control character", field_names[i]);
    }
    auto& said = *fields;
    if (said[receipt_id].empty() && said[order_id].empty())
        return wrong("missing_field", "receipt_id or order_id has to be there", "receipt_id");

    auto digest = digest_of(
        {said[receipt_id], said[order_id], said[webhook_type], said[status], said[cancelled_price]}
    );
    return engine::NoticeHint{
        std::move(digest),
        std::move(said[receipt_id]),
        std::move(said[order_id]),
        std::move(said[webhook_type])};
}

}  // namespace maedal::webhook
