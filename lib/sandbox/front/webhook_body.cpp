#include "sandbox/front/webhook_body.hpp"

#include "net/form_text.hpp"
#include "net/json_text.hpp"

#include <fmt/format.h>

namespace maedal::sandbox {
namespace {

using nlohmann::json;

std::string scalar_text(const json& value) {
    if (value.is_null()) return {};
    return value.is_string() ? value.get<std::string>() : net::json_text(value);
}

void put_pairs(std::string& form, const std::string& name, const json& value) {
    if (value.is_object()) {
        for (const auto& [key, inner] : value.items())
            put_pairs(form, name.empty() ? key : fmt::format("{}[{}]", name, key), inner);
    } else if (value.is_array()) {
        for (const auto& inner : value)
            put_pairs(form, name + "[]", inner);
    } else {
        if (!form.empty()) form += '&';
        form += net::percent_encode(name) + '=' + net::percent_encode(scalar_text(value));
    }
}

}  // namespace

std::string rails_form(const json& value) {
    std::string form;
    put_pairs(form, {}, value);
    return form;
}

bool accepts_webhook(const net::Response& answer) {
    if (answer.status != 200) return false;
    const auto body = net::parse_json(answer.body);
    if (!body || !body->is_object()) return false;
    const auto success = body->find("success");
    return success != body->end() && success->is_boolean() && success->get<bool>();
}

}  // namespace maedal::sandbox
