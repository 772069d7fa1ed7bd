#pragma once
#include "base/bell.hpp"
#include "engine/desk.hpp"
#include "engine/errands.hpp"
#include "engine/probe.hpp"
#include "engine/turn.hpp"
#include "ports/clock.hpp"
#include "ports/commerce.hpp"
#include "ports/gateway.hpp"
#include "ports/order_check.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>

namespace maedal::engine {

struct CorridorOptions {
    int writes_max = 8;     ///< gateway calls that write, at one time
    int looks_max = 8;      ///< look-ups at one time
    int events_max = 4096;  ///< waiting; beyond it the doors say "come again"
};

/// What the daemon lends the corridor. All outlive it.
struct Surroundings {
    boost::asio::any_io_executor loop;
    boost::asio::any_io_executor ledger_thread;  ///< one thread; the only one that writes
    boost::asio::any_io_executor reader_thread;  ///< one thread
    ports::Ledger& ledger;
    ports::LedgerReads& reads;  ///< a connection of its own
    ports::Gateway& gateway;
    ports::Services* services;       ///< null: nobody runs errands
    ports::Commerce* commerce;       ///< null: no shop is configured
    ports::OrderCheck* order_check;  ///< null: the merchant is not asked
    ports::Clock& clock;
    ports::TestClock* test_clock;  ///< null: the clock is real
    /// Rings `wake()` after so long; a later call replaces an earlier one. The corridor never
    /// waits.
    std::function<void(std::chrono::milliseconds)> set_alarm;
    /// Deletes a billing key at the gateway; empty: nobody can.
    std::function<Task<Result<Done>>(Secret)> delete_key;
    /// Lets so much real time pass.
    std::function<Task<void>(std::chrono::milliseconds)> pause;
    /// Reads the configuration anew: the plans, and a sentence for the operator.
    std::function<Result<std::pair<LoadPlans, std::string>>()> read_configuration;
};

/// The corridor from the doors through the turn to the dispatcher. Gathers events on the loop while
/// the ledger's thread works on a turn; after the commit it lets the doors answer and sends what
/// was decided. All methods belong to the loop's thread.
class Corridor final : public Desk {
public:
    Corridor(Surroundings surroundings, Rules rules, CorridorOptions options);
    ~Corridor() override;

    /// Recovers, then takes turns until stop() was called and nothing is in flight any more.
    /// Throws ports::LedgerFailure when the ground gives way.
    Task<void> run();
    /// No new sends; run() ends when the answers under way are committed.
    void stop();
    void wake();

    Task<Answer> carry_out(Order order) override;
    Task<Result<Done>> take_notice(NoticeHint hint) override;
    Task<void> read(std::function<void(Reads&)> read) override;
    [[nodiscard]] Health health() const override;
    std::vector<std::string> take_alarms(const std::string& actor) override;
    [[nodiscard]] ports::Yardstick yardstick() const override;
    Task<Result<Instant>> walk_clock(Instant to) override;
    [[nodiscard]] ClockWalk clock_walk() const override;
    Task<Result<Done>> start_probe(ProbeOrder order) override;
    [[nodiscard]] ProbeProgress probe_progress() const override;
    Task<Result<std::string>> reload() override;
    [[nodiscard]] ErrandDesk* errands() noexcept override { return errands_.get(); }
    Task<Result<Browsed>> browse(Browse what) override;

private:
    struct Waiter;
    /// Fills in the key and what it is for people, by the gateway's word.
    Task<Result<Done>> look_up_key(AddBillingKey& command);
    Task<Result<Secret>> key_for_probe(std::string id);
    Task<std::string> new_probe_name();
    /// Whether money may be sent at all; asked before a probe and before each of its questions.
    Task<Result<Done>> may_probe();
    Task<std::vector<ProbeTrace>> left_by_probes();
    Task<Result<Done>> wait_until(Instant at);
    Task<Result<Done>> keep_finding(billing::Finding finding, std::string actor);
    Task<void> probe(ProbeTools tools);
    /// Asks the gateway once more about a doubt that a person resolves.
    Task<Result<Done>> look_for_evidence(ResolveDoubt& command);
    Task<void> look_at_receipt(ResolveRefund& command);
    Task<std::vector<ports::Violation>> verified(std::string part);
    Task<LedgerChecked> whole_book();
    Task<void> check_ledger();
    Task<void> check_ledger_at_night();
    /// Waits a while for the check of a start; `unavailable` when it goes on for longer.
    Task<Result<Done>> book_is_checked();
    // corridor_shop.cpp: what has to be asked before a command about the shop is decided.
    Task<Result<Done>> ask_before(Command& command);
    Task<Result<Done>> look_up_order(VerifyOrder& command);
    Task<Result<Done>> look_up_confirm(ConfirmOrder& command);
    Task<Result<Done>> look_up_hosted(ChangeHosted& command);
    Task<std::optional<billing::ShopOrder>> order_called(std::string id);
    Task<Result<Done>> gateway_ready();
    Task<Result<Done>> shop_ready();
    Task<int> places_for_shop(const std::vector<Event>& events);
    Task<void> take_turns();
    Task<TurnOutput> one_turn();
    Task<int> places_for_writes(const std::vector<Event>& events);
    void release(TurnOutput& output);
    Task<void> send_and_tell(Write write);
    Task<void> look_and_tell(Look look);
    Task<void> ask_for_the_time();
    [[nodiscard]] std::optional<billing::ClockReading> read_clocks() const;
    void send_all(std::vector<Write> writes);
    void look_up_all(std::vector<Look> looks);
    /// What keeps writes from `whom`, who wants none for `asked_wait`.
    [[nodiscard]] std::string why_no_place(const std::string& whom, Seconds asked_wait) const;
    [[nodiscard]] Error no_place(const std::string& whom, Seconds asked_wait) const;
    [[nodiscard]] std::string why_nothing_is_sent() const;
    void plan_wake(const TurnOutput& output);
    void enqueue(Event event);
    [[nodiscard]] bool idle() const;
    [[nodiscard]] bool ended() const;  ///< asked to stop, and nothing is left to commit
    Task<Result<Instant>> walk(Instant to);
    Task<bool> settled();

    Surroundings around_;
    Rules rules_;
    CorridorOptions options_;
    std::unique_ptr<Errands> errands_;
    std::unique_ptr<Turn> turn_;  ///< used on the ledger's thread only
    std::deque<Event> events_;
    std::map<std::size_t, Waiter*> waiters_;
    std::size_t next_ticket_ = 1;
    Bell bell_;
    Bell settled_bell_;
    int writes_in_flight_ = 0;
    int looks_in_flight_ = 0;
    int writes_wanted_ = 0;
    int shop_writes_wanted_ = 0;
    int unreachable_ = 0;  ///< times in a row that no place could be had for a due write
    int shop_unreachable_ = 0;
    std::string why_no_place_, why_no_shop_place_;  ///< the last of those times, for people
    static constexpr int looks_in_vain_told = 3;
    int looks_in_vain_ = 0;  ///< in a row
    Instant unanswered_since_{};
    std::chrono::steady_clock::time_point asks_for_the_time_after_{};
    std::chrono::steady_clock::time_point started_at_ = std::chrono::steady_clock::now();
    bool checking_ = true;  ///< the book, after the start
    bool checking_at_night_ = false;
    bool turning_ = false;
    bool turned_once_ = false;
    bool stopping_ = false;
    bool moving_ = false;  ///< the test clock: the gateway's time has gone ahead of ours
    bool more_due_ = false;
    std::optional<Instant> next_due_;
    std::string sending_held_;
    std::deque<std::string> alarms_;
    ClockWalk walk_{};
    bool probing_ = false;
    std::deque<std::string> probe_told_;
};

}  // namespace maedal::engine
