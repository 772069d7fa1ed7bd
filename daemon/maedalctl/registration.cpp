// Billing keys that Bootpay is asked for. What is secret comes from a file or standard input, never
// from the command line, which others can see.
#include "maedalctl/registration.hpp"

#include "maedalctl/errand.hpp"
#include "maedalctl/form_file.hpp"

namespace maedal::ctl {
namespace {

using nlohmann::json;

struct FormAsked {
    std::string customer, file, pg, name;
};

void add_form(
    CLI::App& noun, Run& run, const char* verb_name, const char* help, const std::string& path
) {
    const auto asked = std::make_shared<FormAsked>();
    auto* verb = noun.add_subcommand(verb_name, help);
    verb->add_option("--customer", asked->customer, "customer id")->required();
    verb->add_option("--pg", asked->pg, "Bootpay's word for the PG, such as 나이스페이")
        ->required();
    verb->add_option("--name", asked->name, "what the registration is called")->required();
    verb->add_option(
            "--form",
            asked->file,
            "JSON with the rest, as the admin API names it; - for standard input"
    )
        ->required();
    verb->callback([&run, asked, path] {
        run = [asked, path](const Session& session) {
            json body = form_from(asked->file);
            body["customer_id"] = asked->customer;
            body["pg"] = asked->pg;
            body["order_name"] = asked->name;
            show_errand(session, session.admin.post(path, body));
        };
    });
}

void add_publish(CLI::App& noun, Run& run) {
    const auto receipt = std::make_shared<std::string>();
    const auto customer = std::make_shared<std::string>();
    auto* verb =
        noun.add_subcommand("publish-account", "take in the key after the holder's consent");
    verb->add_option("RECEIPT", *receipt, "receipt id of register-account")->required();
    verb->add_option("--customer", *customer, "customer id")->required();
    verb->callback([&run, receipt, customer] {
        run = [receipt, customer](const Session& session) {
            const auto path = path_of("/v1/billing-keys/accounts", *receipt) + "/publish";
            show_errand(session, session.admin.post(path, {{"customer_id", *customer}}));
        };
    });
}

}  // namespace

void add_registrations(CLI::App& noun, Run& run) {
    add_form(noun, run, "register-card", "register a card at Bootpay", "/v1/billing-keys/cards");
    add_form(
        noun,
        run,
        "register-account",
        "ask the holder of a bank account for consent",
        "/v1/billing-keys/accounts"
    );
    add_publish(noun, run);
    const auto id = std::make_shared<std::string>();
    auto* verb = noun.add_subcommand("delete", "delete a key at Bootpay that nothing lives on");
    verb->add_option("ID", *id, "billing key id")->required();
    verb->callback([&run, id] {
        run = [id](const Session& session) {
            const auto path = path_of("/v1/billing-keys", *id) + "/delete";
            show_errand(session, session.admin.post(path, json::object()));
        };
    });
}

}  // namespace maedal::ctl
