// What lives at Bootpay Commerce: subscriptions that it bills, their bills, and products.
#include "maedalctl/command.hpp"
#include "maedalctl/fields.hpp"

namespace maedal::ctl {
namespace {

using nlohmann::json;

const char* const collection = "/v1/hosted-subscriptions";

const std::vector<Column> hosted_columns{
    text("SUBSCRIPTION", "hosted_subscription_id"),
    text("NAME", "name"),
    amount("PRICE", "price"),
    state("STATUS", "status"),
    text("ORDER NUMBER", "order_number"),
    minute("NEXT PAYMENT", "next_payment_at")};
const std::vector<Column> bill_columns{
    number("CYCLE", "cycle"),
    amount("PRICE", "price"),
    state("STATE", "state"),
    minute("DUE", "due_at"),
    minute("PAID", "paid_at"),
    text("BILL", "bill_id")};
const std::vector<Column> product_columns{
    text("PRODUCT", "product_id"),
    text("NAME", "name"),
    amount("PRICE", "price"),
    text("YOUR ID", "merchant_uid")};

void show_table(
    const Session& session, const std::string& path, const std::vector<Column>& columns
) {
    const auto answer = session.admin.get(path);
    if (!shown_as_json(session, answer)) print_table(session.screen, columns, answer.at("items"));
}

struct PageAsked {
    int page = 1, rows = 20;
};

/// A page of the shop's. How many there are in all it does not say.
void show_page(
    const Session& session,
    const std::string& path,
    const std::vector<Column>& columns,
    const PageAsked& asked
) {
    const auto answer = session.admin.get(
        path, {{"page", std::to_string(asked.page)}, {"limit", std::to_string(asked.rows)}}
    );
    if (shown_as_json(session, answer)) return;
    print_table(session.screen, columns, answer.at("items"));
    if (std::ssize(answer.at("items")) >= asked.rows)
        session.screen.err << "there may be more: --page " << asked.page + 1 << "\n";
}

void add_page(
    CLI::App& noun,
    Run& run,
    const char* help,
    const std::string& path,
    const std::vector<Column>& columns
) {
    const auto asked = std::make_shared<PageAsked>();
    auto* list = noun.add_subcommand("list", help);
    list->add_option("--page", asked->page, "which page, from 1")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    list->add_option("--limit", asked->rows, "rows of a page")
        ->check(CLI::Range(1, 50))
        ->capture_default_str();
    list->callback([&run, asked, path, &columns] {
        run = [asked, path, &columns](const Session& session) {
            show_page(session, path, columns, *asked);
        };
    });
}

void show_one(const Session& session, const json& row) {
    if (shown_as_json(session, row)) return;
    const auto status = text_in(row, "status");
    print_sheet(
        session.screen,
        {{"subscription", text_in(row, "hosted_subscription_id")},
         {"name", text_in(row, "name")},
         {"price", amount_in(row, "price") + " won"},
         {"status", session.screen.toned(status, tone_of(status))},
         {"wish", text_in(row, "wish")},
         {"wish state", text_in(row, "wish_state")},
         {"next payment", minute_in(row, "next_payment_at")},
         {"gateway code", text_in(row, "gateway_code")}}
    );
}

void add_change(CLI::App& noun, Run& run, const char* word, const char* help) {
    const auto body = std::make_shared<json>(json::object());
    const auto id = std::make_shared<std::string>();
    auto* verb = noun.add_subcommand(word, help);
    verb->add_option("ID", *id, "subscription id at Bootpay")->required();
    add_text(*verb, body, "--reason", "reason", "why")->required();
    const std::string ending = std::string{"/"} + word;
    verb->callback([&run, body, id, ending] {
        run = [body, id, ending](const Session& session) {
            show_one(session, session.admin.post(path_of(collection, *id) + ending, *body));
        };
    });
}

}  // namespace

void add_hosted(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand(
        "hosted", "subscriptions that Bootpay bills: list, show, bills, pause, resume, terminate"
    );
    noun->require_subcommand(1);
    add_page(*noun, run, "the newest of them first", collection, hosted_columns);
    const auto id = std::make_shared<std::string>();
    auto* show = noun->add_subcommand("show", "one of them");
    show->add_option("ID", *id, "subscription id at Bootpay")->required();
    show->callback([&run, id] {
        run = [id](const Session& session) {
            show_one(session, session.admin.get(path_of(collection, *id)));
        };
    });
    auto* bills = noun->add_subcommand("bills", "its bills");
    bills->add_option("ID", *id, "subscription id at Bootpay")->required();
    bills->callback([&run, id] {
        run = [id](const Session& session) {
            show_table(session, path_of(collection, *id) + "/bills", bill_columns);
        };
    });
    add_change(*noun, run, "pause", "no more payments until it is resumed");
    add_change(*noun, run, "resume", "go on");
    add_change(*noun, run, "terminate", "end it for good");
}

void add_product(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand("product", "products of Bootpay Commerce: list, show");
    noun->require_subcommand(1);
    add_page(*noun, run, "what is put up there", "/v1/products", product_columns);
    const auto id = std::make_shared<std::string>();
    auto* show = noun->add_subcommand("show", "one product");
    show->add_option("ID", *id, "product id at Bootpay")->required();
    show->callback([&run, id] {
        run = [id](const Session& session) {
            const auto row = session.admin.get(path_of("/v1/products", *id));
            if (!shown_as_json(session, row))
                print_table(session.screen, product_columns, json::array({row}));
        };
    });
}

}  // namespace maedal::ctl
