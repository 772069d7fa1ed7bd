#include "simulation/virtual_house.hpp"

#include "base/contract.hpp"
#include "sqlite/harmless_copy.hpp"

#include <sodium.h>

#include <cstdlib>

namespace maedal::simulation {
namespace {

const billing::Zone* zone_named(const std::string& name) {
    static const billing::Zone zone = billing::korea();
    return name == zone.name() ? &zone : nullptr;
}

engine::Rules at_home(engine::Rules rules) {
    rules.installation = "m1";
    rules.time_zone = billing::korea().name();
    rules.zone = zone_named;
    return rules;
}

}  // namespace

/// The ledger's own file stands in a folder too, because its mode is checked there.
std::filesystem::path VirtualHouse::new_folder() {
    const std::filesystem::path memory{"/dev/shm"};
    const auto parent =
        std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
    std::string name = (parent / "maedal-XXXXXX").string();
    MAEDAL_EXPECTS(::mkdtemp(name.data()) != nullptr);
    return name;
}

Secret VirtualHouse::ledger_key() {
    return Secret{std::string(64, 'a')};
}

VirtualHouse::VirtualHouse(
    Bare, std::uint64_t seed, engine::Rules rules, sandbox::OrderIdRule gateway_rule, Instant now
)
    : dice_{sandbox::scattered(seed)},
      rules_{std::move(rules)},
      folder_{new_folder()},
      disk_{folder_.filename().string(), seed},
      bootpay_{seed, now},
      line_{std::make_unique<ModelGateway>(bootpay_, weather, seed + 3, tally_)},
      post_{bootpay_, weather, seed + 4, tally_} {
    MAEDAL_EXPECTS(sodium_init() >= 0);
    bootpay_.switches().order_id_rule = gateway_rule;
    bootpay_.switches().webhook_url = "http://127.0.0.1:1/";
}

VirtualHouse::VirtualHouse(
    std::uint64_t seed, engine::Rules rules, sandbox::OrderIdRule gateway_rule
)
    : VirtualHouse{
          Bare{},
          seed,
          at_home(std::move(rules)),
          gateway_rule,
          *instant_from_rfc3339("2026-01-01T00:00:00+09:00")} {
    start();
}

VirtualHouse::VirtualHouse(
    std::uint64_t seed,
    engine::Rules rules,
    sandbox::OrderIdRule gateway_rule,
    const InheritedBook& book
)
    : VirtualHouse{Bare{}, seed, std::move(rules), gateway_rule, book.now} {
    sqlite::MemoryDisk::Image image{{ledger_path(), book.ledger}};
    if (!book.log.empty()) image[ledger_path() + "-wal"] = book.log;
    disk_.put_back(image);
    sqlite::make_harmless(ledger_path(), disk_.name(), ledger_key());
    ledger_ = sqlite::SqliteLedger::open({ledger_path(), ledger_key(), {}, disk_.name()});
    const auto newest = ledger_->journal({}, {{}, 1});
    if (!newest.empty() && newest.front().at > now()) bootpay_.advance(newest.front().at);
    ledger_.reset();
    disk_.lose_process();
    start();
}

VirtualHouse::~VirtualHouse() {
    turn_.reset();
    disk_.lose_process();
    ledger_.reset();
    std::filesystem::remove_all(folder_);
}

bool VirtualHouse::strikes(int percent) {
    return percent > 0 && dice_.hits(percent);
}

}  // namespace maedal::simulation
