#include "maedalctl/calls_table.hpp"
#include "maedalctl/fields.hpp"
#include "maedalctl/said.hpp"

namespace maedal::ctl {
namespace {

using nlohmann::json;

const char* const collection = "/v1/refunds";

const ListShape refunds{
    collection,
    {text("REFUND", "cancel_id"),
     text("RECEIPT", "receipt_id"),
     amount("AMOUNT", "amount"),
     state("STATE", "state"),
     text("REASON", "reason"),
     minute("ASKED", "created_at"),
     minute("CLOSED", "closed_at")},
    "no refunds yet"};

void show_answer(const Session& session, const json& row) {
    if (shown_as_json(session, row)) return;
    const auto word = text_in(row, "state");
    print_sheet(
        session.screen,
        {{"refund", text_in(row, "cancel_id")},
         {"receipt", text_in(row, "receipt_id")},
         {"amount", amount_in(row, "amount") + " won"},
         {"state", session.screen.toned(word, tone_of(word))},
         {"reason", text_in(row, "reason")},
         {"asked", minute_in(row, "created_at")},
         {"closed", minute_in(row, "closed_at")},
         {"gateway code", text_in(row, "gateway_code")}}
    );
    print_calls(session, row);
}

void add_create(CLI::App& noun, Run& run) {
    const auto body = std::make_shared<json>(json::object());
    auto* verb = noun.add_subcommand("create", "give money back against a receipt");
    const auto field = [&](const char* option, const char* name, const char* help) {
        return add_text(*verb, body, option, name, help);
    };
    field("--receipt", "receipt_id", "receipt id")->required();
    field("--reason", "reason", "why; the customer may read it")->required();
    field("--id", "cancel_id", "your own id for it; left out: one is given");
    add_number(*verb, body, "--amount", "amount", "whole won; left out: all that is left");
    add_number(*verb, body, "--tax-free", "tax_free", "won of the amount without VAT");
    field("--bank-code", "bank_code", "with the next two: where a deposit goes back to");
    field("--bank-account", "bank_account", "digits");
    field("--bank-username", "bank_username", "its holder");
    verb->callback([&run, body] {
        run = [body](const Session& session) {
            show_answer(session, session.admin.post(collection, *body));
        };
    });
}

void add_resolve_refund(CLI::App& noun, Run& run) {
    const auto said = std::make_shared<Said>();
    auto* verb =
        add_said(noun, "say whether a refund in doubt was carried out", "refund id", *said);
    verb->callback([&run, said] {
        run = [said](const Session& session) {
            const auto path = path_of(collection, said->id) + "/resolve";
            show_answer(session, session.admin.post(path, said->body()));
        };
    });
}

}  // namespace

void add_refund(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand("refund", "refunds: create, list, show, resolve");
    noun->require_subcommand(1);
    add_create(*noun, run);
    add_resolve_refund(*noun, run);

    const auto asked = std::make_shared<ListAsked>();
    auto* list = noun->add_subcommand("list", "refunds");
    add_paging(*list, asked);
    list->callback([&run, asked] {
        run = [asked](const Session& session) { show_list(session, refunds, *asked); };
    });

    const auto id = std::make_shared<std::string>();
    auto* show = noun->add_subcommand("show", "one refund with its calls at the gateway");
    show->add_option("ID", *id, "refund id")->required();
    show->callback([&run, id] {
        run = [id](const Session& session) {
            show_answer(session, session.admin.get(path_of(collection, *id)));
        };
    });
}

}  // namespace maedal::ctl
