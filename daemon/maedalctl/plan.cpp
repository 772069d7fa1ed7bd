#include "maedalctl/command.hpp"

namespace maedal::ctl {
namespace {

using nlohmann::json;

/// "month", "3 months"
std::string every(const json& plan) {
    const auto& interval = plan.at("interval");
    const auto count = number_in(interval, "count");
    const auto unit = text_in(interval, "unit");
    return count == 1 ? unit : counted(count, unit);
}

std::string trial(const json& plan) {
    const auto days = number_in(plan, "trial_days");
    return days == 0 ? "" : counted(days, "day");
}

const ListShape plans{
    "/v1/plans",
    {text("PLAN", "plan_id"),
     number("VERSION", "plan_version"),
     text("NAME", "name"),
     amount("PRICE", "price"),
     amount("TAX-FREE", "tax_free"),
     {"EVERY", every},
     {"TRIAL", trial},
     {"DUNNING", [](const json& plan) { return text_in(plan.at("dunning"), "name"); }},
     text("LEAD", "reserve_lead"),
     {"ON SALE", [](const json& plan) { return flag_in(plan, "on_sale") ? "yes" : "no"; }}},
    "no plans yet; they come from the configuration"};

}  // namespace

void add_plan(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand("plan", "plans: list");
    noun->require_subcommand(1);
    const auto on_sale = std::make_shared<bool>(false);
    auto* list = noun->add_subcommand("list", "every version of every plan");
    list->add_flag("--on-sale", *on_sale, "those that can be bought now");
    list->callback([&run, on_sale] {
        run = [on_sale](const Session& session) {
            const QueryPairs query{{"on_sale", *on_sale ? "true" : ""}};
            const auto answer = session.admin.get(plans.path, query);
            if (shown_as_json(session, answer)) return;
            if (answer.at("items").empty()) return session.screen.line(plans.when_empty);
            print_table(session.screen, plans.columns, answer.at("items"));
        };
    });
}

}  // namespace maedal::ctl
