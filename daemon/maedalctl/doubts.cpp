#include "maedalctl/calls_table.hpp"

#include <algorithm>

namespace maedal::ctl {
namespace {

using nlohmann::json;

void draw_doubt(const Screen& screen, const json& doubt) {
    const auto until = minute_in(doubt, "until");
    screen.line(screen.toned(
        text_in(doubt, "order_id") + " (" + text_in(doubt, "state") + "), charge " +
            text_in(doubt, "charge_number") + " of " + text_in(doubt, "customer_id") + ", " +
            amount_in(doubt, "amount") + " won at " + minute_in(doubt, "execute_at"),
        Tone::bad
    ));
    screen.line("  known       " + text_in(doubt, "known"));
    screen.line("  settled by  " + text_in(doubt, "settled_by"));
    screen.line("  until       " + (until.empty() ? "a person decides" : until));
}

/// Of what has no window: what is looked at again is the gateway's to answer until a person is
/// asked.
void draw_until(const Screen& screen, const json& doubt) {
    const auto next = minute_in(doubt, "next_look_at");
    screen.line(
        "  until       " + (flag_in(doubt, "needs_person") || next.empty()
                                ? "a person decides"
                                : "it is looked up, next at " + next + ", or a person decides")
    );
}

void draw_refund_doubt(const Screen& screen, const json& doubt) {
    screen.line(screen.toned(
        "refund " + text_in(doubt, "cancel_id") + " of receipt " + text_in(doubt, "receipt_id") +
            ", " + amount_in(doubt, "amount") + " won",
        Tone::bad
    ));
    screen.line("  known       " + text_in(doubt, "known"));
    screen.line("  settled by  " + text_in(doubt, "settled_by"));
    draw_until(screen, doubt);
}

void draw_errand_doubt(const Screen& screen, const json& doubt) {
    screen.line(screen.toned(
        "errand " + text_in(doubt, "errand_id") + ", " + text_in(doubt, "kind") + " of " +
            text_in(doubt, "subject"),
        Tone::bad
    ));
    screen.line("  known       " + text_in(doubt, "known"));
    screen.line("  settled by  " + text_in(doubt, "settled_by"));
    draw_until(screen, doubt);
}

void draw_shop_doubt(const Screen& screen, const json& doubt) {
    std::string kind = text_in(doubt, "kind");
    std::ranges::replace(kind, '_', ' ');
    screen.line(screen.toned(
        kind + " " + text_in(doubt, "id") + " (" + text_in(doubt, "state") + "), " +
            amount_in(doubt, "amount") + " won",
        Tone::bad
    ));
    screen.line("  known       " + text_in(doubt, "known"));
    screen.line("  settled by  " + text_in(doubt, "settled_by"));
    draw_until(screen, doubt);
}

void show_doubts(const Session& session, const ListAsked& asked) {
    auto list = session.admin.list("/v1/doubts", {}, asked.rows_wanted());
    const auto first = session.admin.get("/v1/doubts", {{"limit", "1"}});
    list["errands"] = first.at("errands");
    list["more_errands"] = first.at("more_errands");
    const auto add = [&](const char* name, const char* path) {
        const auto part = session.admin.get(path);
        list[name] = part.at("items");
        list[std::string{"more_"} + name] = part.at("more");
    };
    add("refunds", "/v1/refund-doubts");
    add("shop", "/v1/shop-doubts");
    if (shown_as_json(session, list)) return;
    const auto& screen = session.screen;
    if (list["items"].empty() && list["refunds"].empty() && list["errands"].empty() &&
        list["shop"].empty())
        return screen.line("nothing is in doubt");
    for (const auto& doubt : list["items"])
        draw_doubt(screen, doubt);
    for (const auto& doubt : list["refunds"])
        draw_refund_doubt(screen, doubt);
    for (const auto& doubt : list["errands"])
        draw_errand_doubt(screen, doubt);
    for (const auto& doubt : list["shop"])
        draw_shop_doubt(screen, doubt);
    if (!list["next"].is_null())
        screen.err << "there are more; --all shows every one, --limit N so many\n";
    for (const char* name : {"refunds", "errands", "shop"})
        if (flag_in(list, (std::string{"more_"} + name).c_str()))
            screen.err << "there may be more (" << name << "): they are shown when some of these "
                       << thousands(std::ssize(list[name])) << " are settled\n";
}

void show_doubt(const Session& session, const std::string& id) {
    const auto doubt = session.admin.get(path_of("/v1/doubts", id));
    if (shown_as_json(session, doubt)) return;
    const auto& screen = session.screen;
    draw_doubt(screen, doubt);
    print_sheet(
        screen,
        {{"  subscription", text_in(doubt, "subscription_id")},
         {"  billing key", text_in(doubt, "billing_key_id")},
         {"  reserve id", text_in(doubt, "reserve_id")},
         {"  gateway code", text_in(doubt, "gateway_code")},
         {"  may be absent from", minute_in(doubt, "absent_from")}}
    );
    print_calls(session, doubt);
    screen.line("");
    print_table(
        screen,
        {number("ENTRY", "entry_number"),
         minute("AT", "at"),
         text("ACTOR", "actor"),
         text("EVENT", "event")},
        doubt.at("journal")
    );
}

}  // namespace

void add_doubts(CLI::App& line, Run& run) {
    const auto asked = std::make_shared<ListAsked>();
    auto* noun = line.add_subcommand("doubts", "what is not known, and what would settle it");
    add_paging(*noun, asked);
    noun->callback([&run, asked, noun] {
        if (!noun->get_subcommands().empty()) return;
        run = [asked](const Session& session) { show_doubts(session, *asked); };
    });

    const auto id = std::make_shared<std::string>();
    auto* show = noun->add_subcommand("show", "one doubt with its calls and its journal");
    show->add_option("ORDER_ID", *id, "order id")->required();
    show->callback([&run, id] { run = [id](const Session& session) { show_doubt(session, *id); }; }
    );
}

}  // namespace maedal::ctl
