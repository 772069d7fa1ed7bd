#include "maedalctl/calls_table.hpp"
#include "maedalctl/fields.hpp"

namespace maedal::ctl {
namespace {

using nlohmann::json;

const char* const collection = "/v1/payment-links";

const ListShape links{
    collection,
    {text("LINK", "order_id"),
     text("NAME", "name"),
     amount("AMOUNT", "amount"),
     state("STATE", "state"),
     number("SENT", "times_sent"),
     minute("EXPIRES", "expires_at"),
     text("RECEIPT", "receipt_id"),
     text("URL", "payment_url")},
    "no payment links yet"};

void show_answer(const Session& session, const json& row) {
    if (shown_as_json(session, row)) return;
    const auto word = text_in(row, "state");
    print_sheet(
        session.screen,
        {{"link", text_in(row, "order_id")},
         {"customer", text_in(row, "customer_id")},
         {"charge", text_in(row, "charge_number")},
         {"name", text_in(row, "name")},
         {"amount", amount_in(row, "amount") + " won"},
         {"state", session.screen.toned(word, tone_of(word))},
         {"url", text_in(row, "payment_url")},
         {"expires", minute_in(row, "expires_at")},
         {"sent", text_in(row, "times_sent") + " times"},
         {"reminder", minute_in(row, "remind_at")},
         {"receipt", text_in(row, "receipt_id")},
         {"order number", text_in(row, "order_number")},
         {"gateway code", text_in(row, "gateway_code")}}
    );
    print_calls(session, row);
}

void add_create(CLI::App& noun, Run& run) {
    const auto body = std::make_shared<json>(json::object());
    auto* verb = noun.add_subcommand("create", "make a page where a customer pays");
    add_text(*verb, body, "--id", "order_id", "your own id for it; left out: one is given");
    add_text(*verb, body, "--link-name", "name", "what the customer reads")->required();
    add_number(*verb, body, "--amount", "amount", "whole won")->required();
    add_number(*verb, body, "--tax-free", "tax_free", "the part of it without VAT");
    add_text(*verb, body, "--customer", "customer_id", "customer id");
    add_words(*verb, body, "--send", "send_by", "sms,kakao,email,push; left out: nothing is sent");
    auto* at =
        add_text(*verb, body, "--expires", "expires_at", "RFC 3339; left out: as configured");
    add_number(*verb, body, "--expire-in", "expire_in", "the same as seconds")->excludes(at);
    add_link_details(*verb, body);
    verb->callback([&run, body] {
        run = [body](const Session& session) {
            show_answer(session, session.admin.post(collection, *body));
        };
    });
}

void add_send(CLI::App& noun, Run& run) {
    const auto body = std::make_shared<json>(json::object());
    const auto id = std::make_shared<std::string>();
    auto* verb = noun.add_subcommand("send", "send it again");
    verb->add_option("ID", *id, "the link's order id")->required();
    add_words(*verb, body, "--send", "send_by", "sms,kakao,email,push; left out: as before");
    verb->callback([&run, body, id] {
        run = [body, id](const Session& session) {
            show_answer(session, session.admin.post(path_of(collection, *id) + "/send", *body));
        };
    });
}

}  // namespace

void add_link(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand("link", "payment links: create, list, show, send");
    noun->require_subcommand(1);
    add_create(*noun, run);
    add_send(*noun, run);

    const auto asked = std::make_shared<ListAsked>();
    auto* list = noun->add_subcommand("list", "payment links");
    add_filter(*list, asked, "--state", "state", "in this state only");
    add_paging(*list, asked);
    list->callback([&run, asked] {
        run = [asked](const Session& session) { show_list(session, links, *asked); };
    });
    const auto id = std::make_shared<std::string>();
    auto* show = noun->add_subcommand("show", "one link with its calls at the gateway");
    show->add_option("ID", *id, "the link's order id")->required();
    show->callback([&run, id] {
        run = [id](const Session& session) {
            show_answer(session, session.admin.get(path_of(collection, *id)));
        };
    });
}

}  // namespace maedal::ctl
