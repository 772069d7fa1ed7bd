// What the daemon does in a second, against the sandbox on loopback.
#include "benches.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace maedal::bench {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr auto webhooks_for = 3s;
constexpr int webhook_connections = 16;  // the door takes 20 of one address

/// All subscribers of the daemon renew at one moment of each month.
Instant renewal(int month) {
    return *instant_from_rfc3339(fmt::format("2028-{:02}-15T09:00:00+09:00", month));
}

void subscribe_all(Stage& stage, int subscribers) {
    for (int n = 0; n < subscribers; ++n) {
        const auto customer = fmt::format("customer-{:05}", n);
        const auto key =
            stage.add_card(customer, {{"billing_key", fmt::format("{:024x}", 0xBE0000 + n)}});
        stage.admin(
            "POST",
            "/v1/subscriptions",
            {{"customer_id", customer},
             {"plan_id", "basic"},
             {"billing_key_id", key},
             {"anchor", "2028-01-15T09:00:00"}}
        );
    }
}

void expect(std::int64_t found, std::int64_t wanted, const char* what) {
    if (found != wanted)
        throw std::runtime_error{fmt::format("{} {}, and not {}", found, what, wanted)};
}

/// The sandbox's clock passes the moments over which reservations are spread, so that all of them
/// are due at once.
void reserve_all(Figures& figures, Stage& stage, Instant due, int subscribers) {
    stage.walk(due - 25h);
    const Instant placed = due - 12h;
    stage.pass_unseen(placed);
    const auto cost =
        cost_of(stage.maedald().cpu_clock(), [&] { stage.walk(placed + Seconds{1}); });
    expect(stage.count("reservations", "reserved"), subscribers, "reservations are open");
    add_rate(figures, "reservations", subscribers, cost);
}

/// All payments are made while no webhook tells of them: the poller finds them.
void look_all_up(Figures& figures, Stage& stage, Instant due, int subscribers) {
    const auto paid = stage.count("charges", "paid");
    stage.walk(due - Seconds{1});
    stage.pass_unseen(due + Seconds{30});
    const auto cost = cost_of(stage.maedald().cpu_clock(), [&] { stage.walk(due + Seconds{31}); });
    expect(stage.count("charges", "paid"), paid + subscribers, "charges are paid");
    add_rate(figures, "look-ups (of a reservation and its receipt)", subscribers, cost);
}

/// Notices of orders that nobody knows: each is stored and committed, and none leads to a look-up.
void take_webhooks(Figures& figures, Stage& stage, int webhooks, int round) {
    Caller caller{fmt::format("http://127.0.0.1:{}", stage.webhook_port()), webhook_connections};
    const auto notice = [round](int n) {
        const json body{
            {"order_id", fmt::format("round-{}-order-{}", round, n)},
            {"webhook_type", "PAYMENT_COMPLETED"},
            {"status", 1},
            {"price", 9900}};
        return json_request("POST", "/bootpay", body.dump());
    };
    const auto stored = stage.admin("GET", "/v1/status").at("notices").get<std::int64_t>();
    int good = 0;
    const auto cost = cost_of(stage.maedald().cpu_clock(), [&] {
        good = caller.call_many(webhooks, webhooks_for, notice);
    });
    const auto now_stored = stage.admin("GET", "/v1/status").at("notices").get<std::int64_t>();
    expect(now_stored, stored + good, "notices are stored");
    add_rate(figures, "webhooks", good, cost);
}

}  // namespace

void measure_daemon(
    Figures& figures,
    const Load& load,
    const Programs& programs,
    const std::filesystem::path& folder
) {
    Stage stage{programs, folder / "daemon"};
    stage.sandbox("/_sandbox/switches", {{"webhooks", false}});
    subscribe_all(stage, load.subscribers);
    in_rounds(load.rounds, 50s, [&](int round) {
        const Instant due = renewal(round + 1);
        reserve_all(figures, stage, due, load.subscribers);
        look_all_up(figures, stage, due, load.subscribers);
        take_webhooks(figures, stage, load.webhooks, round);
    });
    const auto peak = static_cast<double>(stage.maedald().peak_memory_kib()) / 1024;
    figures.add("peak memory in the rounds above", "MiB", peak);
}

}  // namespace maedal::bench
