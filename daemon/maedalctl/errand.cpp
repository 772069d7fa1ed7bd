#include "maedalctl/errand.hpp"

#include "maedalctl/calls_table.hpp"
#include "maedalctl/said.hpp"

namespace maedal::ctl {
namespace {

using nlohmann::json;

const char* const collection = "/v1/errands";

const ListShape errands{
    collection,
    {text("ERRAND", "errand_id"),
     text("KIND", "kind"),
     text("ABOUT", "subject"),
     state("STATE", "state"),
     text("CODE", "gateway_code"),
     minute("ASKED", "created_at"),
     minute("CLOSED", "closed_at")},
    "no errands yet"};

void add_resolve_errand(CLI::App& noun, Run& run) {
    struct Told {
        Said said;
        std::string receipt;
    };
    const auto told = std::make_shared<Told>();
    auto* verb =
        add_said(noun, "say whether an errand in doubt was carried out", "errand id", told->said);
    verb->add_option(
        "--receipt", told->receipt, "of a registration that is done: its key is looked up by it"
    );
    verb->callback([&run, told] {
        run = [told](const Session& session) {
            auto body = told->said.body();
            if (!told->receipt.empty()) body["receipt_id"] = told->receipt;
            const auto path = path_of(collection, told->said.id) + "/resolve";
            show_errand(session, session.admin.post(path, body));
        };
    });
}

}  // namespace

void show_errand(const Session& session, const json& row) {
    if (shown_as_json(session, row)) return;
    const auto word = text_in(row, "state");
    const json told =
        row.contains("told") && row["told"].is_object() ? row["told"] : json::object();
    print_sheet(
        session.screen,
        {{"errand", text_in(row, "errand_id")},
         {"kind", text_in(row, "kind")},
         {"about", text_in(row, "subject")},
         {"state", session.screen.toned(word, tone_of(word))},
         {"billing key", text_in(told, "billing_key_id")},
         {"receipt", text_in(told, "receipt_id")},
         {"asked", minute_in(row, "created_at")},
         {"closed", minute_in(row, "closed_at")},
         {"looked up next", minute_in(row, "next_look_at")},
         {"gateway code", text_in(row, "gateway_code")}}
    );
    print_calls(session, row);
}

void add_errand(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand(
        "errand", "writes at Bootpay beside charges: list, show, look, resolve"
    );
    noun->require_subcommand(1);
    const auto asked = std::make_shared<ListAsked>();
    auto* list = noun->add_subcommand("list", "errands");
    add_filter(*list, asked, "--state", "state", "of this state only, such as doubt");
    add_paging(*list, asked);
    list->callback([&run, asked] {
        run = [asked](const Session& session) { show_list(session, errands, *asked); };
    });
    for (const bool looks : {false, true}) {
        const auto id = std::make_shared<std::string>();
        auto* verb = looks ? noun->add_subcommand("look", "look one in doubt up at Bootpay now")
                           : noun->add_subcommand("show", "one errand with its calls");
        verb->add_option("ID", *id, "errand id")->required();
        verb->callback([&run, id, looks] {
            run = [id, looks](const Session& session) {
                const auto path = path_of(collection, *id);
                show_errand(
                    session,
                    looks ? session.admin.post(path + "/look", json::object())
                          : session.admin.get(path)
                );
            };
        });
    }
    add_resolve_errand(*noun, run);
}

}  // namespace maedal::ctl
