#pragma once
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>

namespace maedal::ctl {

/// The body that options fill in, shared with the callback that sends it.
using Asked = std::shared_ptr<nlohmann::json>;

/// An option whose text becomes the field `name`.
CLI::Option* add_text(
    CLI::App& verb, const Asked& body, const char* option, const char* name, const char* help
);
/// An option whose whole decimal number becomes the field `name`.
CLI::Option* add_number(
    CLI::App& verb, const Asked& body, const char* option, const char* name, const char* help
);
/// Words with commas between become an array.
CLI::Option* add_words(
    CLI::App& verb, const Asked& body, const char* option, const char* name, const char* help
);
/// --name, --email, --phone of the customer, as `user`; --product ID[:QUANTITY[:DURATION]], as
/// often as wanted, as `products`; --metadata KEY=VALUE; --redirect URL.
void add_link_details(CLI::App& verb, const Asked& body);
/// The first three of them.
void add_contact(CLI::App& verb, const Asked& body);

}  // namespace maedal::ctl
