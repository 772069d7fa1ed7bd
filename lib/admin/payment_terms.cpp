#include "admin/payment_terms.hpp"

#include "admin/handlers.hpp"
#include "admin/replies.hpp"
#include "billing/payment_terms.hpp"
#include "net/json_text.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace maedal::admin {
namespace {

using nlohmann::json;

constexpr std::size_t object_bytes_max = 2'048;

/// [N, J]; the customer's own id is sent as `id`.
constexpr std::array<std::string_view, 7> user_fields{
    "username", "phone", "email", "birth", "gender", "area", "addr"};

void check_user(Body& body, const json& user) {
    if (!user.is_object()) return;
    for (const auto& [name, value] : user.items()) {
        const bool known = std::ranges::find(user_fields, name) != user_fields.end();
        if (!known || !(value.is_string() || value.is_number_integer()))
            body.refuse(
                "user",
                "unknown_field",
                "user may hold username, phone, email, birth, gender, area and addr"
            );
    }
}

/// "00" pays at once, "02" to "12" in so many months [J, S4].
bool is_card_quota(std::string_view text) {
    if (text == "0" || text == "00") return true;
    if (text.size() != 2 || text < "02" || text > "12") return false;
    return text[1] >= '0' && text[1] <= '9';
}

/// A text that was kept sealed, as an answer.
Task<net::Response> sealed_answer(Visit visit, std::string name, const char* noun, std::string id) {
    ReadAnswer read = [name, noun, id](engine::Reads& reads) {
        const auto text = reads.sealed_text(name);
        if (!text) return nothing_called(noun, id);
        auto kept = net::parse_json(std::string{text->reveal()});
        return answer(200, kept ? *std::move(kept) : json(nullptr));
    };
    return looked_up(visit.desk, std::move(read));
}

}  // namespace

Secret payment_terms_from(Body& body) {
    json terms = json::object();
    for (const char* name : {"user", "extra", "metadata"})
        if (auto object = body.object_or_null(name, object_bytes_max); !object.is_null())
            terms[name] = std::move(object);
    if (terms.contains("user")) check_user(body, terms["user"]);
    if (auto quota = body.text_or_empty("card_quota"); !quota.empty()) {
        if (!is_card_quota(quota))
            body.refuse("card_quota", "invalid_card_quota", "card_quota is 00, or 02 to 12");
        terms["card_quota"] = std::move(quota);
    }
    if (auto type = body.text_or_empty("content_type"); !type.empty()) {
        if (type != "application/json" && type != "application/x-www-form-urlencoded")
            body.refuse(
                "content_type",
                "invalid_content_type",
                "content_type is application/json or application/x-www-form-urlencoded"
            );
        terms["content_type"] = std::move(type);
    }
    return terms.empty() ? Secret{} : Secret{net::json_text(terms)};
}

Task<net::Response> show_payment_terms(Visit visit) {
    const auto id = std::string{visit.path["id"]};
    return sealed_answer(
        std::move(visit), billing::terms_of(id), "payment terms of subscription", id
    );
}

Task<net::Response> show_reservation_told(Visit visit) {
    const auto id = std::string{visit.path["order_id"]};
    return sealed_answer(std::move(visit), billing::told_of(id), "answer about reservation", id);
}

}  // namespace maedal::admin
