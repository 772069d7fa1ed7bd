// What a death leaves behind, and who else lives on the ledger.
#include "base/contract.hpp"
#include "simulation/virtual_house.hpp"

namespace maedal::simulation {

void VirtualHouse::open_ledger() {
    auto lock = sqlite::LockFile::take(ledger_path(), now());
    MAEDAL_EXPECTS(lock);
    lock_ = std::move(*lock);
    ledger_ =
        sqlite::SqliteLedger::open({ledger_path(), ledger_key(), rules_.installation, disk_.name()}
        );
    rules_.installation = ledger_->installation();
    turn_ = std::make_unique<engine::Turn>(*ledger_, rules_);
    doubts_ += turn_->recover(now() + skew_);
    started_at_ = now();
    line_->process_started();
}

/// Everything in memory is gone; of the disk stays what a dead process or a dead machine leaves.
void VirtualHouse::die() {
    crashes_ += 1;
    const auto torn = disk_.torn_writes();
    if (strikes(weather.power_cut)) {
        tally_.hit(Probe::power_cut);
        disk_.lose_power();
    } else {
        disk_.lose_process();
    }
    if (disk_.torn_writes() > torn) tally_.hit(Probe::torn_write);
    turn_.reset();
    ledger_.reset();
    lock_.reset();
    waiting_.clear();
    under_way_.clear();
    asked_.clear();
    answers_.clear();
    post_.door_died();
    writes_wanted_ = 0;
    next_due_.reset();
    stuck_ = false;
    history_.note(now(), "died");
}

void VirtualHouse::start() {
    constexpr int tries_max = 1'000;
    constexpr int tries_until_repaired = 20;
    for (int tries = 0;; ++tries) {
        MAEDAL_EXPECTS(tries < tries_max);
        const bool dies = strikes(weather.recovery_crash);
        if (dies)
            disk_.fail_after(static_cast<int>(dice_.roll() % 40), sqlite::MemoryDisk::Fault::death);
        if (tries == tries_until_repaired) disk_.heal();
        try {
            open_ledger();
            if (dies) disk_.heal();
            constexpr int hardly_lives = 90;
            if (dies && weather.recovery_crash >= hardly_lives)
                throw ports::LedgerFailure{"killed at the end of its recovery"};
            if (tries >= 10) tally_.hit(Probe::crash_ten_in_a_row);
            history_.note(now(), "started");
            return;
        } catch (const ports::LedgerFailure&) {
            if (dies) tally_.hit(Probe::crash_in_recovery);
            die();
            bootpay_.advance(now() + Seconds{5});  // systemd starts it again
        }
    }
}

void VirtualHouse::crash() {
    die();
    start();
}

void VirtualHouse::calm() {
    weather = {};
    disk_.heal();
    line_->clear();
    skew_ = Seconds{0};
    bootpay_.switches().execution_delay = Seconds{0};
    bootpay_.declines().clear();
}

void VirtualHouse::restore(const sqlite::MemoryDisk::Image& image) {
    tally_.hit(Probe::restored);
    die();
    disk_.put_back(image);
    start();
}

std::string VirtualHouse::start_second_daemon() {
    tally_.hit(Probe::second_daemon);
    const auto second = sqlite::LockFile::take(ledger_path(), now());
    return second ? "a second daemon was let in beside the first" : "";
}

std::string VirtualHouse::start_copy_elsewhere(Seconds span) {
    tally_.hit(Probe::copied);
    const auto folder = new_folder();
    sqlite::MemoryDisk disk{folder.filename().string(), 1};
    sqlite::MemoryDisk::Image image;
    for (const auto& [name, bytes] : disk_.image())
        image[(folder / std::filesystem::path{name}.filename()).string()] = bytes;
    disk.put_back(image);
    std::string wrong;
    {
        const auto ledger = sqlite::SqliteLedger::open(
            {(folder / "ledger.db").string(), ledger_key(), rules_.installation, disk.name()}
        );
        engine::Turn turn{*ledger, rules_};
        turn.recover(now());
        constexpr int turns = 8;
        for (int i = 0; i < turns && wrong.empty(); ++i) {
            const engine::TurnOutput output =
                turn.run({{}, now() + i * span / turns, places, places});
            if (!output.writes.empty()) wrong = "a copy of the ledger sends money elsewhere";
        }
        disk.lose_process();
    }
    std::filesystem::remove_all(folder);
    return wrong;
}

void VirtualHouse::disk_trouble() {
    if (weather.disk_permille == 0) return;
    if (static_cast<int>(dice_.roll() % 1'000) >= weather.disk_permille) return;
    using enum sqlite::MemoryDisk::Fault;
    const bool full_one = strikes(weather.disk_full);
    const bool lasts = strikes(weather.disk_lasting);
    const auto fault = full_one ? (lasts ? full_ever : full) : (lasts ? io_error_ever : io_error);
    disk_.fail_after(static_cast<int>(dice_.roll() % 12), dice_.hits(30) ? death : fault);
    tally_.hit(full_one ? Probe::disk_full : Probe::disk_error);
}

}  // namespace maedal::simulation
