#include "maedalctl/command.hpp"
#include "maedalctl/story.hpp"

namespace maedal::ctl {
namespace {

using nlohmann::json;

std::string lateness(const json& row) {
    const auto late = text_in(row, "late");
    if (late == "want_of_slot") return "for want of a slot";
    if (late == "placed_late") return "placed late";
    return {};
}

std::string declines(const json& row) {
    const auto count = number_in(row, "declines");
    return count == 0 ? "" : thousands(count);
}

const ListShape charges{
    "/v1/charges",
    {number("CHARGE", "charge_number"),
     text("CUSTOMER", "customer_id"),
     text("SUBSCRIPTION", "subscription_id"),
     number("PERIOD", "period"),
     minute("DUE", "due_at"),
     amount("AMOUNT", "amount"),
     state("STATE", "state"),
     {"DECLINES", declines, true},
     minute("PAID AT", "settled_at"),
     {"LATE", lateness}},
    "no charges of this kind"};

void draw(const Session& session, const json& charge) {
    const auto& screen = session.screen;
    const auto word = text_in(charge, "state");
    screen.line(screen.toned(
        "charge " + text_in(charge, "charge_number") + ": " + text_in(charge, "customer_id") +
            ", " + text_in(charge, "subscription_id") + " (" +
            text_in(charge.at("subscription"), "plan_id") + "), period " +
            text_in(charge, "period"),
        Tone::strong
    ));
    print_sheet(
        screen,
        {{"covers", minute_in(charge, "due_at") + " to " + minute_in(charge, "period_end")},
         {"amount",
          amount_in(charge, "amount") + " won, of it " + amount_in(charge, "tax_free") +
              " tax-free"},
         {"state", screen.toned(word, tone_of(word))},
         {"declines", declines(charge)},
         {"waits for", flag_in(charge, "needs_key") ? "another billing key" : ""},
         {"late", lateness(charge)},
         {"paid by", text_in(charge, "receipt_id")}}
    );
    screen.line("");
    for (const auto& happened : story_of(charge)) {
        screen.line(
            screen.toned(minute_of(happened.at), Tone::faint) + "  " +
            screen.toned(happened.what, happened.tone)
        );
    }
}

}  // namespace

void add_charge(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand("charge", "charges: list, show");
    noun->require_subcommand(1);

    const auto asked = std::make_shared<ListAsked>();
    auto* list = noun->add_subcommand("list", "charges");
    add_filter(*list, asked, "--subscription", "subscription_id", "of this subscription only");
    add_filter(*list, asked, "--customer", "customer_id", "of this customer only");
    add_filter(*list, asked, "--state", "state", "in this state only");
    add_filter(*list, asked, "--from", "due_from", "due at this RFC 3339 time or later");
    add_filter(*list, asked, "--to", "due_to", "due before this RFC 3339 time");
    list->add_flag_callback(
        "--late",
        [asked] { asked->query.emplace_back("late", "true"); },
        "those that were not collected when they were due"
    );
    add_paging(*list, asked);
    list->callback([&run, asked] {
        run = [asked](const Session& session) { show_list(session, charges, *asked); };
    });

    const auto number = std::make_shared<std::string>();
    auto* show = noun->add_subcommand("show", "the story of one charge");
    show->add_option("NUMBER", *number, "charge number")->required();
    show->callback([&run, number] {
        run = [number](const Session& session) {
            const auto charge = session.admin.get(path_of("/v1/charges", *number));
            if (!shown_as_json(session, charge)) draw(session, charge);
        };
    });
}

}  // namespace maedal::ctl
