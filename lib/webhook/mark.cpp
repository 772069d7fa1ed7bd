#include "webhook/mark.hpp"

#include "base/digest.hpp"
#include "net/form_text.hpp"
#include "net/json_text.hpp"

#include <string>
#include <string_view>

namespace maedal::webhook {
namespace {

struct Said {
    std::string order_id;
    std::string price;
};

std::string text_of(const nlohmann::json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end()) return {};
    if (const auto* text = found->get_ptr<const std::string*>()) return *text;
    return found->is_number() ? net::json_text(*found) : std::string{};
}

Said said_in(const net::Request& request) {
    Said said;
    if (const auto object = net::parse_json(request.body); object && object->is_object()) {
        said = {text_of(*object, "order_id"), text_of(*object, "price")};
    } else if (const auto pairs = net::parse_form(request.body)) {
        for (const auto& [name, value] : *pairs) {
            if (name == "order_id") said.order_id = value;
            if (name == "price") said.price = value;
        }
    }
    constexpr std::string_view fraction = ".0";  // half of the programs write amounts so [J, G]
    if (said.price.ends_with(fraction)) said.price.resize(said.price.size() - fraction.size());
    return said;
}

}  // namespace

bool mark_fits(const net::Request& request, const Secret& key) {
    const auto given = request.query("mark");
    if (!given) return true;
    const auto said = said_in(request);
    if (said.order_id.empty() || said.price.empty())
        return true;  // it says too little to be judged
    const Secret right{keyed_digest_of(key, {said.order_id, said.price})};
    return right.same_as(Secret{*given});
}

}  // namespace maedal::webhook
