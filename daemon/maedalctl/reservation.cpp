#include "maedalctl/calls_table.hpp"

namespace maedal::ctl {
namespace {

using nlohmann::json;

const ListShape reservations{
    "/v1/reservations",
    {text("ORDER ID", "order_id"),
     number("CHARGE", "charge_number"),
     number("TRY", "attempt"),
     text("BILLING KEY", "billing_key_id"),
     amount("AMOUNT", "amount"),
     minute("EXECUTES", "execute_at"),
     state("STATE", "state"),
     text("RESERVE ID", "reserve_id"),
     text("CODE", "gateway_code")},
    "no reservations of this kind"};

void draw(const Session& session, const json& row) {
    const auto word = text_in(row, "state");
    print_sheet(
        session.screen,
        {{"order id", text_in(row, "order_id")},
         {"charge", text_in(row, "charge_number") + ", try " + text_in(row, "attempt")},
         {"method", text_in(row, "method")},
         {"state", session.screen.toned(word, tone_of(word))},
         {"billing key", text_in(row, "billing_key_id")},
         {"amount", amount_in(row, "amount") + " won"},
         {"executes", minute_in(row, "execute_at")},
         {"reserve id", text_in(row, "reserve_id")},
         {"receipt", text_in(row, "receipt_id")},
         {"sent", minute_in(row, "sent_at")},
         {"closed", minute_in(row, "closed_at")},
         {"looked at", minute_in(row, "next_look_at")},
         {"waits for", flag_in(row, "waits_for_slot") ? "a free slot of its billing key" : ""},
         {"gateway code", text_in(row, "gateway_code")}}
    );
    print_calls(session, row);
}

}  // namespace

void add_reservation(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand("reservation", "reservations: list, show");
    noun->require_subcommand(1);

    const auto asked = std::make_shared<ListAsked>();
    auto* list = noun->add_subcommand("list", "attempts to collect by reservation");
    add_filter(*list, asked, "--subscription", "subscription_id", "of this subscription only");
    add_filter(*list, asked, "--key", "billing_key_id", "on this billing key only");
    add_filter(*list, asked, "--state", "state", "in this state; open: all that hold a slot");
    add_paging(*list, asked);
    list->callback([&run, asked] {
        run = [asked](const Session& session) { show_list(session, reservations, *asked); };
    });

    const auto id = std::make_shared<std::string>();
    auto* show = noun->add_subcommand("show", "one attempt with its calls at the gateway");
    show->add_option("ORDER_ID", *id, "order id")->required();
    show->callback([&run, id] {
        run = [id](const Session& session) {
            const auto row = session.admin.get(path_of("/v1/reservations", *id));
            if (!shown_as_json(session, row)) draw(session, row);
        };
    });
}

}  // namespace maedal::ctl
