#include "maedalctl/command.hpp"
#include "maedalctl/registration.hpp"

#include <fstream>
#include <iostream>

namespace maedal::ctl {
namespace {

using nlohmann::json;

constexpr std::size_t key_bytes_max = 1'024;

struct KeyAsked {
    std::string customer, receipt, key_file;
};

/// The first line of a file, or of standard input for "-": a key on the command line could be seen
/// by every user of the host.
std::string key_from(const std::string& name) {
    std::ifstream file;
    if (name != "-") file.open(name);
    std::istream& in = name == "-" ? std::cin : file;
    std::string key;
    if (!in || !std::getline(in, key))
        throw Failure{ExitCode::usage, "no billing key can be read from " + name};
    while (!key.empty() && (key.back() == '\r' || key.back() == ' '))
        key.pop_back();
    if (key.empty() || key.size() > key_bytes_max)
        throw Failure{ExitCode::usage, "the first line of " + name + " is no billing key"};
    return key;
}

void draw(const Session& session, const json& key) {
    const auto slots = text_in(key, "slots_held");
    print_sheet(
        session.screen,
        {{"billing key", text_in(key, "billing_key_id")},
         {"customer", text_in(key, "customer_id")},
         {"ends in", text_in(key, "shown")},
         {"method", text_in(key, "method")},
         {"state", session.screen.toned(text_in(key, "state"), tone_of(text_in(key, "state")))},
         {"added", minute_in(key, "added_at")},
         {"slots", slots.empty() ? "" : slots + " of " + text_in(key, "slots_max")}}
    );
}

void add(const Session& session, const KeyAsked& asked) {
    json body{{"customer_id", asked.customer}};
    if (!asked.receipt.empty()) {
        body["receipt_id"] = asked.receipt;
    } else if (!asked.key_file.empty()) {
        body["billing_key"] = key_from(asked.key_file);
    } else {
        throw Failure{ExitCode::usage, "one of --receipt and --key-file is needed"};
    }
    const auto key = session.admin.post("/v1/billing-keys", body);
    if (!shown_as_json(session, key)) draw(session, key);
}

const ListShape keys{
    "/v1/billing-keys",
    {text("BILLING KEY", "billing_key_id"),
     text("CUSTOMER", "customer_id"),
     text("ENDS IN", "shown"),
     text("METHOD", "method"),
     state("STATE", "state"),
     minute("ADDED", "added_at")},
    "no billing keys yet"};

void add_add(CLI::App& noun, Run& run) {
    const auto asked = std::make_shared<KeyAsked>();
    auto* verb = noun.add_subcommand("add", "take in the billing key of a customer");
    verb->add_option("--customer", asked->customer, "customer id")->required();
    auto* receipt = verb->add_option(
        "--receipt", asked->receipt, "receipt id of the registration that issued the key"
    );
    verb->add_option(
            "--key-file", asked->key_file, "file whose first line is the key; - for standard input"
    )
        ->excludes(receipt);
    verb->callback([&run, asked] {
        run = [asked](const Session& session) { add(session, *asked); };
    });
}

}  // namespace

void add_key(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand("key", "billing keys: add, register, list, show, delete");
    noun->require_subcommand(1);
    add_add(*noun, run);
    add_registrations(*noun, run);

    const auto asked = std::make_shared<ListAsked>();
    auto* list = noun->add_subcommand("list", "billing keys");
    add_filter(*list, asked, "--customer", "customer_id", "of this customer only");
    add_paging(*list, asked);
    list->callback([&run, asked] {
        run = [asked](const Session& session) { show_list(session, keys, *asked); };
    });

    const auto id = std::make_shared<std::string>();
    auto* show = noun->add_subcommand("show", "one billing key and the slots it holds");
    show->add_option("ID", *id, "billing key id")->required();
    show->callback([&run, id] {
        run = [id](const Session& session) {
            const auto key = session.admin.get(path_of("/v1/billing-keys", *id));
            if (!shown_as_json(session, key)) draw(session, key);
        };
    });
}

}  // namespace maedal::ctl
