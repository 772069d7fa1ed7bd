#include "maedalctl/calls_table.hpp"
#include "maedalctl/fields.hpp"

namespace maedal::ctl {
namespace {

using nlohmann::json;

const char* const collection = "/v1/orders";

const ListShape orders{
    collection,
    {text("ORDER", "order_id"),
     text("NAME", "name"),
     amount("AMOUNT", "amount"),
     state("STATE", "state"),
     text("RECEIPT", "receipt_id"),
     text("NUMBER", "order_number"),
     minute("EXPIRES", "expires_at"),
     minute("SETTLED", "settled_at")},
    "no orders yet"};

void show_answer(const Session& session, const json& row) {
    if (shown_as_json(session, row)) return;
    const auto word = text_in(row, "state");
    std::string hosted;
    if (const auto ids = row.find("hosted_subscription_ids"); ids != row.end())
        for (const auto& id : *ids)
            hosted += (hosted.empty() ? "" : ", ") + id.get<std::string>();
    print_sheet(
        session.screen,
        {{"order", text_in(row, "order_id")},
         {"customer", text_in(row, "customer_id")},
         {"name", text_in(row, "name")},
         {"amount", amount_in(row, "amount") + " won"},
         {"state", session.screen.toned(word, tone_of(word))},
         {"receipt", text_in(row, "receipt_id")},
         {"order number", text_in(row, "order_number")},
         {"request id", text_in(row, "request_id")},
         {"subscriptions", hosted},
         {"expires", minute_in(row, "expires_at")},
         {"settled", minute_in(row, "settled_at")},
         {"gateway code", text_in(row, "gateway_code")}}
    );
    print_calls(session, row);
}

void add_prepare(CLI::App& noun, Run& run) {
    const auto body = std::make_shared<json>(json::object());
    auto* verb = noun.add_subcommand("prepare", "register an order before the customer pays");
    add_text(*verb, body, "--id", "order_id", "your own id for it")->required();
    add_text(*verb, body, "--order-name", "name", "what the customer reads")->required();
    add_number(*verb, body, "--amount", "amount", "whole won, discounts taken off")->required();
    add_number(*verb, body, "--tax-free", "tax_free", "the part of it without VAT");
    add_text(*verb, body, "--customer", "customer_id", "customer id");
    add_text(*verb, body, "--expires", "expires_at", "RFC 3339; nothing settles it from then on");
    verb->add_flag_callback(
        "--at-gateway",
        [body] { (*body)["at_gateway"] = true; },
        "make the price known to Bootpay's checkout, which gives a request id"
    );
    add_link_details(*verb, body);
    verb->callback([&run, body] {
        run = [body](const Session& session) {
            show_answer(session, session.admin.post(collection, *body));
        };
    });
}

/// `verify`, `confirm`, `confirm-check` and `complete`: a word about an order.
void add_word(
    CLI::App& noun, Run& run, const char* word, const char* help, bool by_number, bool check
) {
    const auto body = std::make_shared<json>(json::object());
    const auto id = std::make_shared<std::string>();
    auto* verb = noun.add_subcommand(word, help);
    verb->add_option("ID", *id, "order id")->required();
    auto* receipt = add_text(*verb, body, "--receipt", "receipt_id", "the receipt of its payment");
    if (by_number)
        add_text(*verb, body, "--number", "order_number", "of Bootpay's checkout")
            ->excludes(receipt);
    else
        receipt->required();
    const std::string ending = std::string{"/"} + word;
    verb->callback([&run, body, id, ending, check] {
        run = [body, id, ending, check](const Session& session) {
            const auto said = session.admin.post(path_of(collection, *id) + ending, *body);
            if (!check) return show_answer(session, said);
            if (shown_as_json(session, said)) return;
            const bool may = said.value("can_confirm", false);
            session.screen.line(may ? "it may be confirmed" : "no: " + text_in(said, "message"));
        };
    });
}

}  // namespace

void add_order(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand(
        "order", "orders: prepare, list, show, verify, confirm, confirm-check, complete"
    );
    noun->require_subcommand(1);
    add_prepare(*noun, run);
    add_word(*noun, run, "verify", "settle it by what Bootpay says", true, false);
    add_word(*noun, run, "confirm", "take the money of a receipt that waits for it", false, false);
    add_word(*noun, run, "confirm-check", "whether the browser may confirm it", false, true);
    add_word(*noun, run, "complete", "settle it after the browser confirmed it", false, false);

    const auto asked = std::make_shared<ListAsked>();
    auto* list = noun->add_subcommand("list", "orders");
    add_filter(*list, asked, "--state", "state", "in this state only");
    add_paging(*list, asked);
    list->callback([&run, asked] {
        run = [asked](const Session& session) { show_list(session, orders, *asked); };
    });
    const auto id = std::make_shared<std::string>();
    auto* show = noun->add_subcommand("show", "one order with its calls at the gateway");
    show->add_option("ID", *id, "order id")->required();
    show->callback([&run, id] {
        run = [id](const Session& session) {
            show_answer(session, session.admin.get(path_of(collection, *id)));
        };
    });
}

}  // namespace maedal::ctl
