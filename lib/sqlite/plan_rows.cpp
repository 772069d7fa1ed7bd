#include "sqlite/plan_rows.hpp"

#include "sqlite/page.hpp"

#define COLUMNS                                                                                  \
    "version, id, name, price, tax_free, unit, unit_count, trial_days, periods, dunning_name, "  \
    "dunning_waits, dunning_end, cancel_after, reserve_lead, reserve_ahead, catch_up, collect, " \
    "without_slot, on_sale "

namespace maedal::sqlite {
namespace {

constexpr const char* insert_one = "INSERT INTO plan (" COLUMNS
                                   ")"
                                   R"sql(
    VALUES (:version, :id, :name, :price, :tax_free, :unit, :unit_count, :trial_days, :periods,
            :dunning_name, :dunning_waits, :dunning_end, :cancel_after, :reserve_lead,
            :reserve_ahead, :catch_up, :collect, :without_slot, :on_sale)
)sql";

constexpr const char* update_on_sale =
    "UPDATE plan SET on_sale = :on_sale WHERE version = :version";

constexpr const char* select_last_version = "SELECT coalesce(max(version), 0) FROM plan";

constexpr const char* select_one = "SELECT " COLUMNS "FROM plan WHERE version = :version";

constexpr const char* select_on_sale = "SELECT " COLUMNS R"sql(
      FROM plan WHERE id = :id AND on_sale = 1 ORDER BY version DESC LIMIT 1
)sql";

constexpr const char* select_all =
    "SELECT " COLUMNS "FROM plan WHERE on_sale >= :least ORDER BY version";

std::string waits_text(const std::vector<Seconds>& waits) {
    std::string text;
    for (const auto wait : waits) {
        if (!text.empty()) text += ',';
        text += std::to_string(wait.count());
    }
    return text;
}

std::vector<Seconds> waits_from(Row& row) {
    const std::string text = row.text();
    std::vector<Seconds> waits;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const auto seconds = number_from(text.substr(begin, end - begin));
        if (!seconds || *seconds < 0) row.damaged();
        waits.emplace_back(*seconds);
        begin = end + 1;
    }
    return waits;
}

struct Table {
    static constexpr const char* kind = "plan";
    static constexpr const char* insert = insert_one;

    static std::string id(const billing::Plan& row) { return std::to_string(row.version.value); }

    template <class Put>
    static void columns(const billing::Plan& row, Put put) {
        put(":version", row.version);
        put(":id", row.id);
        put(":name", row.name);
        put(":price", row.price);
        put(":tax_free", row.tax_free);
        put(":unit", billing::unit_names.of(row.interval.unit));
        put(":unit_count", row.interval.count);
        put(":trial_days", row.trial_days);
        put(":periods", row.periods);
        put(":dunning_name", row.dunning_name);
        put(":dunning_waits", waits_text(row.dunning.waits));
        put(":dunning_end", billing::dunning_end_names.of(row.dunning.end));
        put(":cancel_after", row.dunning.cancel_after);
        put(":reserve_lead", row.reserve_lead);
        put(":reserve_ahead", row.reserve_ahead);
        put(":catch_up", billing::catch_up_names.of(row.catch_up));
        put(":collect", billing::collect_names.of(row.collect));
        put(":without_slot", billing::without_slot_names.of(row.without_slot));
        put(":on_sale", row.on_sale);
    }
};

billing::Plan read(Row& row) {
    return {
        .version = row.number<billing::PlanVersionNumber>(),
        .id = row.id<billing::PlanId>(),
        .name = row.text(),
        .price = row.won(),
        .tax_free = row.won(),
        .interval = {.unit = row.word(billing::unit_names), .count = row.small()},
        .trial_days = row.small(),
        .periods = row.small(),
        .dunning_name = row.text(),
        .dunning =
            {.waits = waits_from(row),
             .end = row.word(billing::dunning_end_names),
             .cancel_after = row.seconds()},
        .reserve_lead = row.seconds(),
        .reserve_ahead = row.small(),
        .catch_up = row.word(billing::catch_up_names),
        .collect = row.word(billing::collect_names),
        .without_slot = row.word(billing::without_slot_names),
        .on_sale = row.flag(),
    };
}

}  // namespace

void add_plan(Writer& writer, billing::Plan& row, const ports::Cause& cause) {
    const auto last = Query{writer.connection, select_last_version}.first([](Row& found) {
        return found.integer();
    });
    row.version = {last.value_or(0) + 1};
    run_on_row<Table>(writer, Table::insert, row, false);
    journal_row<Table>(writer, row, cause);
}

void set_plan_on_sale(
    Writer& writer, billing::PlanVersionNumber version, bool on_sale, const ports::Cause& cause
) {
    Query{writer.connection, update_on_sale}
        .bind(":on_sale", on_sale)
        .bind(":version", version)
        .exec_changes(1, fmt::format("plan {}", version.value));
    const auto row = find_plan(writer.connection, version);
    journal_row<Table>(writer, *row, cause);
}

std::optional<billing::Plan> find_plan(Connection& connection, billing::PlanVersionNumber version) {
    return Query{connection, select_one}.bind(":version", version).first(read);
}

std::optional<billing::Plan> find_plan_on_sale(Connection& connection, const billing::PlanId& id) {
    return Query{connection, select_on_sale}.bind(":id", id).first(read);
}

std::vector<billing::Plan> all_plans(Connection& connection, bool on_sale_only) {
    return Query{connection, select_all}.bind(":least", on_sale_only).all(read);
}

}  // namespace maedal::sqlite
