// The webhook and admin sections: where the daemon listens, and to whom.
#include "config/sections.hpp"
#include "config/text_rules.hpp"

namespace maedal::config {
namespace {

constexpr std::size_t proxies_max = 64;
constexpr std::size_t groups_max = 32;

std::vector<std::string> read_groups(Section& section, std::string_view key) {
    return section.texts(key, groups_max, "group names, such as [billing, support]", rules::group);
}

}  // namespace

WebhookSettings read_webhook(Section section) {
    WebhookSettings read;
    if (const auto text = section.optional_text("listen", rules::endpoint))
        read.listen = endpoint_from_text(*text).value_or(read.listen);
    read.public_url = without_end_slash(section.required_text("public_url", rules::public_url));
    read.trusted_proxies = section.texts(
        "trusted_proxies", proxies_max, "addresses, such as [127.0.0.1, 10.0.0.0/8]", rules::network
    );
    read.body_bytes_max = section.number("body_bytes_max", {1024, 1 << 20}, read.body_bytes_max);
    read.connections_max = section.number("connections_max", {1, 2048}, read.connections_max);
    section.close();
    return read;
}

AdminSettings read_admin(Section section) {
    AdminSettings read;
    read.socket = section.text("socket", rules::socket_path, read.socket);
    if (const auto field = section.find("mode")) {
        // Digits without quotes are welcome here: this is the one value that is octal everywhere.
        const bool is_text = field->node->kind == SourceNode::Kind::scalar;
        const auto mode = is_text ? mode_from_text(field->node->text) : std::nullopt;
        if (mode) {
            read.mode = *mode;
        } else {
            section.values().reject(
                *field, "four octal digits from \"0600\" to \"0666\", such as \"0660\""
            );
        }
    }
    read.socket_group = section.optional_text("socket_group", rules::group);
    read.admin_groups = read_groups(section, "admin_groups");
    read.operator_groups = read_groups(section, "operator_groups");
    read.viewer_groups = read_groups(section, "viewer_groups");
    section.close();
    return read;
}

}  // namespace maedal::config
