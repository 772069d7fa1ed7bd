#include "maedalctl/fields.hpp"

#include <charconv>
#include <optional>
#include <vector>

namespace maedal::ctl {
namespace {

using nlohmann::json;

std::vector<std::string> parts_of(const std::string& text, char mark) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const auto end = std::min(text.find(mark, begin), text.size());
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

std::int64_t number_from(const std::string& text, const char* option) {
    std::int64_t number = 0;
    const auto* last = text.data() + text.size();
    const auto read = std::from_chars(text.data(), last, number);
    if (read.ec != std::errc{} || read.ptr != last)
        throw CLI::ValidationError(option, "a whole number is needed, not " + text);
    return number;
}

json product_from(const std::string& text) {
    const auto parts = parts_of(text, ':');
    if (parts.size() > 3 || parts[0].empty())
        throw CLI::ValidationError("--product", "ID[:QUANTITY[:DURATION]] is needed");
    json product{{"product_id", parts[0]}};
    if (parts.size() > 1) product["quantity"] = number_from(parts[1], "--product");
    if (parts.size() > 2) product["duration"] = number_from(parts[2], "--product");
    return product;
}

}  // namespace

CLI::Option* add_text(
    CLI::App& verb, const Asked& body, const char* option, const char* name, const char* help
) {
    return verb.add_option_function<std::string>(
        option, [body, name](const std::string& value) { (*body)[name] = value; }, help
    );
}

CLI::Option* add_number(
    CLI::App& verb, const Asked& body, const char* option, const char* name, const char* help
) {
    // Read here: the parser's own numbers are octal after a 0, and 05000 won would be 2,560.
    return verb
        .add_option_function<std::string>(
            option,
            [body, name, option](const std::string& value) {
                (*body)[name] = number_from(value, option);
            },
            help
        )
        ->type_name("INT");
}

CLI::Option* add_words(
    CLI::App& verb, const Asked& body, const char* option, const char* name, const char* help
) {
    return verb.add_option_function<std::string>(
        option,
        [body, name](const std::string& value) { (*body)[name] = parts_of(value, ','); },
        help
    );
}

void add_contact(CLI::App& verb, const Asked& body) {
    const auto part = [&](const char* option, const char* name, const char* help) {
        verb.add_option_function<std::string>(
            option, [body, name](const std::string& value) { (*body)["user"][name] = value; }, help
        );
    };
    part("--user-name", "name", "the customer's name");
    part("--email", "email", "the customer's e-mail");
    part("--phone", "phone", "the customer's mobile phone");
}

void add_link_details(CLI::App& verb, const Asked& body) {
    add_contact(verb, body);
    verb.add_option_function<std::vector<std::string>>(
        "--product",
        [body](const std::vector<std::string>& values) {
            for (const auto& value : values)
                (*body)["products"].push_back(product_from(value));
        },
        "ID[:QUANTITY[:DURATION]], as often as wanted; duration -1 is unlimited"
    );
    verb.add_option_function<std::vector<std::string>>(
        "--metadata",
        [body](const std::vector<std::string>& values) {
            for (const auto& value : values) {
                const auto mark = value.find('=');
                if (mark == std::string::npos || mark == 0)
                    throw CLI::ValidationError("--metadata", "KEY=VALUE is needed");
                (*body)["metadata"][value.substr(0, mark)] = value.substr(mark + 1);
            }
        },
        "KEY=VALUE, as often as wanted"
    );
    add_text(verb, body, "--redirect", "redirect_url", "where the customer goes afterwards");
}

}  // namespace maedal::ctl
