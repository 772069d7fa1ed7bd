// Questions to Bootpay that change nothing. Its answers are shown as it gave them.
#include "maedalctl/command.hpp"
#include "net/json_text.hpp"

namespace maedal::ctl {
namespace {

using nlohmann::json;

void add_look(
    CLI::App& noun,
    Run& run,
    const char* name,
    const char* help,
    const std::string& collection,
    const std::string& behind = {}
) {
    const auto id = std::make_shared<std::string>();
    const auto user = std::make_shared<bool>(false);
    auto* verb = noun.add_subcommand(name, help);
    verb->add_option("ID", *id, "its id")->required();
    if (collection == "/v1/gateway/receipts" && behind.empty())
        verb->add_flag("--user-data", *user, "with the purchaser's data");
    verb->callback([&run, id, user, collection, behind] {
        run = [=](const Session& session) {
            QueryPairs query;
            if (*user) query.emplace_back("user_data", "true");
            const auto path = path_of(collection, *id) + behind;
            session.screen.line(net::json_text(session.admin.get(path, query)));
        };
    });
}

void add_user_token(CLI::App& noun, Run& run) {
    const auto body = std::make_shared<json>(json::object());
    auto* verb = noun.add_subcommand("user-token", "a token for a customer's browser");
    const auto field = [&](const char* option, const char* name, const char* help) {
        return verb->add_option_function<std::string>(
            option, [body, name](const std::string& value) { (*body)[name] = value; }, help
        );
    };
    field("--customer", "customer_id", "customer id")->required();
    field("--username", "username", "name");
    field("--email", "email", "address");
    field("--phone", "phone", "number");
    field("--birth", "birth", "yymmdd");
    verb->callback([&run, body] {
        run = [body](const Session& session) {
            session.screen.line(net::json_text(session.admin.post("/v1/user-tokens", *body)));
        };
    });
}

}  // namespace

void add_bootpay(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand(
        "bootpay", "ask Bootpay: receipt, order, key, issued-key, identity, user-token"
    );
    noun->require_subcommand(1);
    add_look(*noun, run, "receipt", "a receipt as Bootpay tells it", "/v1/gateway/receipts");
    add_look(*noun, run, "order", "every receipt of an order id", "/v1/gateway/orders");
    add_look(*noun, run, "key", "one of our billing keys", "/v1/gateway/billing-keys");
    add_look(
        *noun,
        run,
        "issued-key",
        "the key that a registration has issued, by its receipt",
        "/v1/gateway/receipts",
        "/billing-key"
    );
    add_look(*noun, run, "identity", "what an identity check found", "/v1/identity-checks");
    add_user_token(*noun, run);
}

}  // namespace maedal::ctl
