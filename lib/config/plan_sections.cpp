// What is sold, and what happens when a card says no.
#include "config/sections.hpp"
#include "config/text_rules.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace maedal::config {
namespace {

constexpr std::int64_t price_max = 10'000'000'000;  // won
constexpr Seconds day{86'400};
constexpr Seconds shortest_wait{60};
constexpr std::size_t waits_max = 20;
constexpr std::size_t policies_max = 100;
constexpr std::size_t plans_max = 1000;

constexpr Word<DunningEnd> dunning_ends[]{
    {"cancel", DunningEnd::cancel},
    {"pause", DunningEnd::pause},
    {"leave_past_due", DunningEnd::leave_past_due}};
constexpr Word<IntervalUnit> interval_units[]{
    {"day", IntervalUnit::day},
    {"week", IntervalUnit::week},
    {"month", IntervalUnit::month},
    {"year", IntervalUnit::year}};
constexpr Word<CatchUp> catch_ups[]{
    {"bill_each", CatchUp::bill_each}, {"bill_latest", CatchUp::bill_latest}};

constexpr Word<Collect> collects[]{{"reserve", Collect::reserve}, {"pay_now", Collect::pay_now}};
constexpr Word<WithoutSlot> without_slots[]{
    {"wait", WithoutSlot::wait}, {"pay_now", WithoutSlot::pay_now}};

std::vector<Seconds> read_waits(Section& section) {
    const std::string_view of = "1 to 20 waits, such as [1d, 3d, 5d, 5d]";
    std::vector<Seconds> waits;
    const auto field = section.require("waits", fmt::format("a list of {}", of));
    const auto items = field ? section.values().items(*field, waits_max, of) : std::nullopt;
    if (!items) return waits;
    if (items->empty()) {
        section.values().add(
            field->at, fmt::format("{} is empty; it must be a list of {}", field->path, of)
        );
    }
    for (const Field& item : *items) {
        if (const auto wait = section.values().duration(item, {shortest_wait, 90 * day}))
            waits.push_back(*wait);
    }
    return waits;
}

DunningPolicy read_policy(Section section) {
    DunningPolicy policy;
    policy.waits = read_waits(section);
    policy.end = section.choice("end", dunning_ends, policy.end);
    const bool canceled_later = policy.end == DunningEnd::leave_past_due;
    const auto after = section.duration("cancel_after", {shortest_wait, 366 * day}, 7 * day);
    if (canceled_later) {
        policy.cancel_after = after;
    } else if (section.holds_any({"cancel_after"})) {
        section.values().add(
            section.place_of("cancel_after"),
            fmt::format(
                "{} has no meaning with this end; remove it, or set end: leave_past_due",
                section.path_of("cancel_after")
            )
        );
    }
    section.close();
    return policy;
}

void read_money(Section& section, PlanSettings& plan) {
    const NumberRange won{1, price_max, " of won"};
    std::optional<std::int64_t> price;
    if (const auto field = section.require("price", "a whole number of won"))
        price = section.values().number(*field, won);
    plan.price = price.value_or(0);
    plan.tax_free = section.number(
        "tax_free", {0, price.value_or(price_max), " of won (at most the price)"}, plan.tax_free
    );
}

std::string read_dunning_name(
    Section& section, const std::map<std::string, DunningPolicy>& dunning
) {
    const auto field = section.find("dunning");
    if (!field) return "default";
    const auto name = section.values().text(*field, rules::name);
    if (!name || dunning.contains(*name)) return name.value_or("default");
    std::vector<std::string_view> known;
    known.reserve(dunning.size());
    for (const auto& [each, policy] : dunning)
        known.push_back(each);
    section.values().reject(
        *field, fmt::format("a policy of the dunning section: {}", fmt::join(known, ", "))
    );
    return "default";
}

using FirstPlaces = std::map<std::string, Place>;

std::string read_plan_id(Section& section, FirstPlaces& first_places) {
    const auto field = section.require("id", rules::name.needed);
    auto id = field ? section.values().text(*field, rules::name) : std::nullopt;
    if (!id) return "";
    const auto [first, is_new] = first_places.emplace(*id, field->at);
    if (!is_new) {
        section.values().add(
            field->at,
            fmt::format(
                "{} is \"{}\" again, first at {}:{}; ids must differ",
                field->path,
                *id,
                first->second.line,
                first->second.column
            )
        );
    }
    return std::move(*id);
}

PlanSettings read_plan(
    Section section, const std::map<std::string, DunningPolicy>& dunning, FirstPlaces& first_places
) {
    PlanSettings plan;
    plan.id = read_plan_id(section, first_places);
    plan.name = section.required_text("name", rules::label);
    read_money(section, plan);
    if (const auto field = section.require("interval", "one of day, week, month, year"))
        plan.interval = section.values().choice(*field, interval_units).value_or(plan.interval);
    plan.count = section.number("count", {1, 24}, plan.count);
    plan.trial_days = section.number("trial_days", {0, 366}, plan.trial_days);
    if (const auto field = section.find("periods"))
        plan.periods = section.values().number(*field, {1, 1200});
    plan.dunning = read_dunning_name(section, dunning);
    plan.reserve_lead =
        section.duration("reserve_lead", {shortest_wait, 370 * day}, plan.reserve_lead);
    plan.reserve_ahead = section.number("reserve_ahead", {1, 10}, plan.reserve_ahead);
    plan.catch_up = section.choice("catch_up", catch_ups, plan.catch_up);
    plan.collect = section.choice("collect", collects, plan.collect);
    plan.without_slot = section.choice("without_slot", without_slots, plan.without_slot);
    section.close();
    return plan;
}

}  // namespace

std::map<std::string, DunningPolicy> read_dunning(Section section) {
    std::map<std::string, DunningPolicy> policies;
    const auto fields = section.every("policies", policies_max);
    for (const auto& [name, field] : fields) {
        if (!rules::name.fits(name)) {
            section.values().add(
                section.place_of(name),
                fmt::format("{}: the key must be {}", field.path, rules::name.needed)
            );
        }
        policies.emplace(name, read_policy(section.part(field)));
    }
    policies.emplace(
        "default",
        DunningPolicy{{1 * day, 3 * day, 5 * day, 5 * day}, DunningEnd::leave_past_due, 7 * day}
    );
    return policies;
}

std::vector<PlanSettings> read_plans(
    Section& file, const std::map<std::string, DunningPolicy>& dunning
) {
    std::vector<PlanSettings> plans;
    const auto field = file.find("plans");
    const auto items = field ? file.values().items(*field, plans_max, "plans") : std::nullopt;
    if (!items) return plans;
    FirstPlaces first_places;
    for (const Field& item : *items)
        plans.push_back(read_plan(file.part(item), dunning, first_places));
    return plans;
}

}  // namespace maedal::config
