#include "maedalctl/command.hpp"

namespace maedal::ctl {
namespace {

using nlohmann::json;

const ListShape receipts{
    "/v1/receipts",
    {text("RECEIPT", "receipt_id"),
     text("ORDER ID", "order_id"),
     number("CHARGE", "charge_number"),
     amount("AMOUNT", "amount"),
     amount("GIVEN BACK", "refunded"),
     minute("PAID AT", "paid_at"),
     state("ROLE", "role")},
    "no receipts yet"};

const std::vector<Column> refund_columns{
    text("REFUND", "cancel_id"),
    amount("AMOUNT", "amount"),
    state("STATE", "state"),
    text("REASON", "reason"),
    minute("ASKED", "created_at")};

void draw(const Session& session, const json& row) {
    print_sheet(
        session.screen,
        {{"receipt", text_in(row, "receipt_id")},
         {"order id", text_in(row, "order_id")},
         {"charge", text_in(row, "charge_number")},
         {"role", text_in(row, "role")},
         {"amount", amount_in(row, "amount") + " won"},
         {"given back", amount_in(row, "refunded") + " won"},
         {"paid at", minute_in(row, "paid_at")}}
    );
    const auto refunds = row.find("refunds");
    if (refunds == row.end() || refunds->empty()) return;
    session.screen.line("");
    print_table(session.screen, refund_columns, *refunds);
}

}  // namespace

void add_receipt(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand("receipt", "receipts: list, show");
    noun->require_subcommand(1);

    const auto asked = std::make_shared<ListAsked>();
    auto* list = noun->add_subcommand("list", "the payments that were made");
    add_paging(*list, asked);
    list->callback([&run, asked] {
        run = [asked](const Session& session) { show_list(session, receipts, *asked); };
    });

    const auto id = std::make_shared<std::string>();
    auto* show = noun->add_subcommand("show", "one receipt with its refunds");
    show->add_option("ID", *id, "receipt id")->required();
    show->callback([&run, id] {
        run = [id](const Session& session) {
            const auto row = session.admin.get(path_of("/v1/receipts", *id));
            if (!shown_as_json(session, row)) draw(session, row);
        };
    });
}

}  // namespace maedal::ctl
