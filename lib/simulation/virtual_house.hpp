#pragma once
#include "engine/turn.hpp"
#include "sandbox/model/bootpay.hpp"
#include "simulation/history.hpp"
#include "simulation/model_gateway.hpp"
#include "simulation/post.hpp"
#include "simulation/tally.hpp"
#include "simulation/weather.hpp"
#include "sqlite/ledger.hpp"
#include "sqlite/lock_file.hpp"
#include "sqlite/memory_disk.hpp"

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace maedal::simulation {

/// A ledger to go on from, as bytes: it is read and never written.
struct InheritedBook {
    std::vector<char> ledger;
    std::vector<char> log;  ///< its write-ahead log; empty when it has none
    Instant now;            ///< when the story goes on, if that is after its newest entry
};

/// The house turns and turns and nothing comes of it: a bug, and never the weather's.
struct Restless : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The production turn, dispatcher and ledger, against the sandbox's model, in virtual time and one
/// thread: what the corridor does with coroutines is done here in a loop. The ledger stands on a
/// disk in memory. Everything follows from the seed, the weather and what is asked of it.
class VirtualHouse {
public:
    VirtualHouse(std::uint64_t seed, engine::Rules rules, sandbox::OrderIdRule gateway_rule);
    /// Goes on from a copy of a book that can charge nobody, by `rules` as they are. The gateway
    /// knows nothing of its past: see recall_past. Throws ports::LedgerFailure for what is no
    /// ledger at this binary's schema.
    VirtualHouse(
        std::uint64_t seed,
        engine::Rules rules,
        sandbox::OrderIdRule gateway_rule,
        const InheritedBook& book
    );
    ~VirtualHouse();
    VirtualHouse(const VirtualHouse&) = delete;
    VirtualHouse& operator=(const VirtualHouse&) = delete;

    // What an operator or a customer does. All expect to be accepted.
    std::string card(const std::string& customer);  ///< registered and added; gives our id for it
    std::string subscribe(
        const std::string& customer,
        const std::string& key,
        const std::string& plan,
        const std::string& anchor
    );
    void load(std::vector<billing::Plan> plans);
    /// Carries a command out in a turn of its own and gives the status of its answer; 0 when the
    /// process died over it.
    int order(engine::Command command);
    /// What the last answer said.
    [[nodiscard]] const std::string& said() const noexcept { return said_; }

    /// Goes to `to`, doing all that comes due on the way.
    void walk(Instant to);
    /// Turns until nothing is due and nothing can be done before time goes on. Throws Restless
    /// after turns_of_a_moment_max, as walk() does after calls_of_a_day_max.
    void settle();
    /// The process dies here and is started again.
    void crash();
    /// The weather is fine, the disk repaired, the clock right; what was lost stays lost.
    void calm();
    /// The daemon's clock goes wrong by so much.
    void shift_clock(Seconds by) {
        skew_ += by;
        furthest_ahead_ = std::max(furthest_ahead_, skew_);
    }
    void set_clock_right() { skew_ = Seconds{0}; }
    /// The daemon's clock is a real one from here on, which the engine distrusts where it must; at
    /// first it is a test clock.
    void watch_clocks() { clocks_watched_ = true; }
    /// Carries out what a person says about a doubt: the gateway is asked first, as the desk does.
    int resolve(engine::ResolveDoubt said);
    int resolve(engine::ResolveRefund said);  ///< the same of a refund

    /// The gateway's time; the daemon's own is `skew` away from it.
    [[nodiscard]] Instant now() const { return bootpay_.now(); }
    [[nodiscard]] Seconds skew() const { return skew_; }
    /// The most that the daemon's clock was ever ahead of the gateway's; 0 or more.
    [[nodiscard]] Seconds furthest_ahead() const { return furthest_ahead_; }
    [[nodiscard]] const engine::Rules& rules() const { return rules_; }
    [[nodiscard]] sqlite::SqliteLedger& ledger() { return *ledger_; }
    [[nodiscard]] sandbox::Bootpay& gateway() { return bootpay_; }
    [[nodiscard]] ModelGateway& line() { return *line_; }
    [[nodiscard]] sqlite::MemoryDisk& disk() { return disk_; }
    [[nodiscard]] std::string gateway_key(const std::string& our_key);
    [[nodiscard]] int crashes() const { return crashes_; }
    [[nodiscard]] int doubts() const { return doubts_; }
    [[nodiscard]] int open_most() const { return open_most_; }
    [[nodiscard]] std::int64_t turns() const { return turns_; }
    /// What no weather explains, as the house said it: events that the ledger refused for good.
    [[nodiscard]] const std::vector<std::string>& contradictions() const { return contradictions_; }
    [[nodiscard]] Tally& tally() { return tally_; }
    [[nodiscard]] History& history() { return history_; }
    /// Dice of the house itself; whoever asks for more of them shifts the rest.
    [[nodiscard]] sandbox::Dice& dice() { return dice_; }

    /// Puts an older image of the disk in the place of the present one, as a restored backup.
    void restore(const sqlite::MemoryDisk::Image& image);

    /// Starts a second daemon on the same ledger. Gives what it did wrong; empty when it was
    /// refused.
    [[nodiscard]] std::string start_second_daemon();
    /// Starts the ledger in another place, as a copy of its file, for `span`. Gives what it did
    /// wrong; empty when it sent nothing.
    [[nodiscard]] std::string start_copy_elsewhere(Seconds span);

    /// Takes the place of the honest line to the gateway, for a house that has to fail.
    void take_line(std::unique_ptr<ModelGateway> line) { line_ = std::move(line); }

    Weather weather;
    /// Beyond them the house is Restless.
    int turns_of_a_moment_max = 100'000;
    int calls_of_a_day_max = std::numeric_limits<int>::max();
    int places = 8;  ///< calls that write, and look-ups, at one time

private:
    struct Bare {};  ///< without a ledger
    VirtualHouse(Bare, std::uint64_t seed, engine::Rules rules, sandbox::OrderIdRule, Instant now);
    static std::filesystem::path new_folder();
    static Secret ledger_key();
    [[nodiscard]] std::string ledger_path() const { return (folder_ / "ledger.db").string(); }
    engine::TurnOutput turn();
    [[nodiscard]] std::optional<billing::ClockReading> read_clocks() const;
    void ask_for_the_time();
    void carry(engine::TurnOutput output);
    void release(const engine::TurnOutput& output);
    void take_up_arrivals();
    void hand_in_notices();
    bool strikes(int percent);
    void die();
    void start();
    void open_ledger();
    void disk_trouble();
    void watch_slots();
    void watch_doubts(const engine::Event& event);
    void count_call();
    void crash_at(Probe point);
    [[nodiscard]] bool in_night_round() const;
    [[nodiscard]] std::optional<Instant> next_moment();
    /// How far the time by which the engine lives is from the gateway's: while it distrusts its
    /// clock it goes by what the gateway tells.
    [[nodiscard]] Seconds skew_of_engine() const { return wants_time_ ? Seconds{0} : skew_; }

    sandbox::Dice dice_;
    engine::Rules rules_;
    Tally tally_;
    History history_;
    std::filesystem::path folder_;
    sqlite::MemoryDisk disk_;
    sandbox::Bootpay bootpay_;
    std::unique_ptr<ModelGateway> line_;
    Post post_;
    boost::asio::io_context loop_{1};
    std::optional<sqlite::LockFile> lock_;
    std::unique_ptr<sqlite::SqliteLedger> ledger_;
    std::unique_ptr<engine::Turn> turn_;
    std::vector<engine::Event> waiting_;               ///< for the next turn
    std::multimap<Instant, engine::Event> under_way_;  ///< answers, by when they are here
    std::set<std::string> asked_;                      ///< order ids of writes without an answer
    std::map<std::size_t, engine::Answer> answers_;
    std::string said_;
    std::map<std::string, std::string> gateway_keys_;
    std::size_t ticket_ = 0;
    Seconds skew_{0}, furthest_ahead_{0};
    bool clocks_watched_ = false;
    Instant started_at_;
    bool wants_time_ = false;
    int writes_wanted_ = 0;
    std::optional<Instant> next_due_;  ///< by the daemon's clock
    int idle_rounds_ = 0;
    bool unreachable_ = false;
    bool stuck_ = false;  ///< something is due and nothing can be done about it at present
    int crashes_ = 0;
    int doubts_ = 0;
    int open_most_ = 0;
    std::int64_t turns_ = 0;
    std::int64_t call_day_ = 0;
    int calls_of_day_ = 0;
    std::vector<std::string> contradictions_;
};

}  // namespace maedal::simulation
