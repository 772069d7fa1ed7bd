#include "maedalctl/command.hpp"
#include "maedalctl/fields.hpp"
#include "maedalctl/form_file.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace maedal::ctl {
namespace {

using nlohmann::json;

const char* const collection = "/v1/subscriptions";

const ListShape subscriptions{
    collection,
    {text("SUBSCRIPTION", "subscription_id"),
     text("CUSTOMER", "customer_id"),
     text("PLAN", "plan_id"),
     state("STATUS", "status"),
     {"ANCHOR", [](const json& row) { return minute_of(text_in(row, "anchor")); }},
     text("BILLING KEY", "billing_key_id"),
     minute("CANCELED AT", "cancel_at")},
    "no subscriptions yet"};

const std::vector<Column> charge_columns{
    number("CHARGE", "charge_number"),
    number("PERIOD", "period"),
    minute("DUE", "due_at"),
    amount("AMOUNT", "amount"),
    state("STATE", "state"),
    minute("PAID AT", "settled_at")};

void draw(const Session& session, const json& row) {
    const auto status = text_in(row, "status");
    print_sheet(
        session.screen,
        {{"subscription", text_in(row, "subscription_id")},
         {"customer", text_in(row, "customer_id")},
         {"plan", text_in(row, "plan_id") + ", version " + text_in(row, "plan_version")},
         {"status", session.screen.toned(status, tone_of(status))},
         {"anchor", minute_of(text_in(row, "anchor")) + " " + text_in(row, "time_zone")},
         {"starts", minute_in(row, "starts_at")},
         {"billing key", text_in(row, "billing_key_id")},
         {"canceled at", minute_in(row, "cancel_at")},
         {"because", text_in(row, "cancel_reason")},
         {"paused since", minute_in(row, "paused_at")},
         {"past due until", minute_in(row, "past_due_until")}}
    );
    const auto charges = row.find("charges");
    if (charges == row.end()) return;
    session.screen.line("");
    if (charges->empty()) return session.screen.line("no charges yet");
    print_table(session.screen, charge_columns, *charges);
}

void show_answer(const Session& session, const json& row) {
    if (!shown_as_json(session, row)) draw(session, row);
}

/// A field of the command line is not overruled by a file.
void add_terms(json& body, const json& terms, const std::string& file) {
    constexpr std::string_view known[]{"user", "extra", "metadata", "card_quota", "content_type"};
    for (const auto& [name, value] : terms.items()) {
        if (std::ranges::find(known, name) == std::end(known))
            throw Failure{
                ExitCode::usage,
                file + ": '" + printable(name) +
                    "' is none of user, extra, metadata, card_quota, content_type"};
        // Contacts of the command line stand in user too.
        if (body.contains(name) && value.is_object())
            body[name].update(value);
        else
            body[name] = value;
    }
}

void add_create(CLI::App& noun, Run& run) {
    const auto body = std::make_shared<json>(json::object());
    auto* verb = noun.add_subcommand("create", "subscribe a customer to a plan");
    const auto field = [&](const char* option, const char* name, const char* help) {
        return verb->add_option_function<std::string>(
            option, [body, name](const std::string& value) { (*body)[name] = value; }, help
        );
    };
    field("--customer", "customer_id", "customer id")->required();
    field("--plan", "plan_id", "plan id")->required();
    auto* key = field("--key", "billing_key_id", "billing key id");
    verb->add_flag_callback(
            "--by-link",
            [body] { (*body)["collection"] = "payment_link"; },
            "collect by payment links, sent to --email or --phone"
    )
        ->excludes(key);
    add_contact(*verb, body);
    field("--id", "subscription_id", "your own id for it; left out: one is given");
    field("--anchor", "anchor", "local time it counts from, 2026-01-31T09:00:00; left out: now");
    field("--time-zone", "time_zone", "IANA name; left out: the configured one");
    const auto terms = std::make_shared<std::string>();
    verb->add_option(
        "--terms",
        *terms,
        "JSON with user, extra, metadata, card_quota, content_type, sent with each payment; - for "
        "standard input"
    );
    verb->callback([&run, body, terms] {
        run = [body, terms](const Session& session) {
            if (!terms->empty()) add_terms(*body, form_from(*terms), *terms);
            show_answer(session, session.admin.post(collection, *body));
        };
    });
}

void add_cancel(CLI::App& noun, Run& run) {
    const auto id = std::make_shared<std::string>();
    const auto at_period_end = std::make_shared<bool>(false);
    auto* verb = noun.add_subcommand("cancel", "cancel now, or at the end of the paid period");
    verb->add_option("ID", *id, "subscription id")->required();
    verb->add_flag("--at-period-end", *at_period_end, "leave the customer what is paid for");
    verb->callback([&run, id, at_period_end] {
        run = [id, at_period_end](const Session& session) {
            const json body{{"at", *at_period_end ? "period_end" : "now"}};
            show_answer(session, session.admin.post(path_of(collection, *id) + "/cancel", body));
        };
    });
}

void add_set_key(CLI::App& noun, Run& run) {
    const auto id = std::make_shared<std::string>();
    const auto key = std::make_shared<std::string>();
    auto* verb = noun.add_subcommand("set-key", "move to another billing key of the customer");
    verb->add_option("ID", *id, "subscription id")->required();
    verb->add_option("KEY", *key, "billing key id")->required();
    verb->callback([&run, id, key] {
        run = [id, key](const Session& session) {
            const json body{{"billing_key_id", *key}};
            const auto path = path_of(collection, *id) + "/billing-key";
            show_answer(session, session.admin.post(path, body));
        };
    });
}

}  // namespace

void add_subscription(CLI::App& line, Run& run) {
    auto* noun =
        line.add_subcommand("subscription", "subscriptions: create, list, show, cancel, set-key");
    noun->alias("sub");
    noun->require_subcommand(1);
    add_create(*noun, run);
    add_cancel(*noun, run);
    add_set_key(*noun, run);

    const auto asked = std::make_shared<ListAsked>();
    auto* list = noun->add_subcommand("list", "subscriptions");
    add_filter(*list, asked, "--customer", "customer_id", "of this customer only");
    add_filter(*list, asked, "--status", "status", "in this status only");
    add_filter(*list, asked, "--plan", "plan_id", "of this plan only");
    add_paging(*list, asked);
    list->callback([&run, asked] {
        run = [asked](const Session& session) { show_list(session, subscriptions, *asked); };
    });

    const auto id = std::make_shared<std::string>();
    auto* show = noun->add_subcommand("show", "one subscription with its charges");
    show->add_option("ID", *id, "subscription id")->required();
    show->callback([&run, id] {
        run = [id](const Session& session) {
            show_answer(session, session.admin.get(path_of(collection, *id)));
        };
    });
}

}  // namespace maedal::ctl
