#pragma once
#include "billing/zone.hpp"
#include "engine/turn.hpp"
#include "sqlite/ledger.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace maedal::engine {

/// The turn on a ledger of its own, fed by hand: each test decides what the world answers.
class Heart {
public:
    Heart();
    ~Heart();

    Rules rules;         ///< before start()
    billing::Plan plan;  ///< what is sold; before start()
    Instant now;
    Seconds monotonic{0};
    std::optional<Seconds> gateway_ahead{};
    bool real_clock = false;  ///< whether the turn is told of the clocks
    std::optional<std::int64_t> disk_free{};
    int places = 8;
    std::optional<int> shop_places{};  ///< left out: as many

    /// The process begins, or begins anew, on the same ledger or on a copy of it.
    void start(bool copied = false);
    /// Time goes on for every clock.
    void pass(Seconds span) {
        now += span;
        monotonic += span;
    }
    TurnOutput turn(std::vector<Event> events = {});
    /// A command in a turn of its own: "ok", the reason of its refusal, or "waits" for the gateway.
    std::string order(Command command);
    /// The same with an Idempotency-Key: "200", "202", "400 reason", or "waits".
    std::string order_keyed(Command command, const std::string& key);
    /// What order() gave an id.
    [[nodiscard]] const std::string& said() const { return said_; }
    /// What the turns of order() wanted to send.
    std::vector<Write> sent;

    /// One customer with one key and a subscription to a monthly plan, due in `due_in`; gives the
    /// subscription's id.
    std::string subscribe(Seconds due_in = Seconds{3'600});

    /// The same, collected by payment links.
    std::string subscribe_by_link(Seconds due_in = Seconds{3'600});

    [[nodiscard]] sqlite::SqliteLedger& ledger() { return *ledger_; }
    [[nodiscard]] std::string file() const { return (folder_ / "ledger.db").string(); }
    [[nodiscard]] billing::Attempt attempt(const std::string& subscription, int number = 1);
    [[nodiscard]] bool tripped(const std::string& name);
    /// The receipt with which the gateway says that the attempt was paid.
    [[nodiscard]] billing::GatewayReceipt receipt_of(
        const billing::Attempt& attempt, const std::string& id
    ) const;

private:
    std::filesystem::path folder_;
    std::unique_ptr<sqlite::SqliteLedger> ledger_;
    std::unique_ptr<Turn> turn_;
    int customers_ = 0;
    std::string said_;
};

/// Of the kind `Kind`, in order.
template <class Kind>
std::vector<Kind> of_kind(const std::vector<Write>& writes) {
    std::vector<Kind> found;
    for (const auto& write : writes)
        if (const auto* one = std::get_if<Kind>(&write)) found.push_back(*one);
    return found;
}

[[nodiscard]] Error failed(Errc code, std::string reason);

}  // namespace maedal::engine
