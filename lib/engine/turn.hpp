#pragma once
#include "billing/clock_watch.hpp"
#include "engine/events.hpp"
#include "engine/rules.hpp"
#include "ports/ledger.hpp"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace maedal::engine {

struct TurnInput {
    std::vector<Event> events;
    Instant now;
    int writes_free;  ///< verified connections in hand: no more intents are committed
    int looks_free;
    int shop_writes_free = 0;                       ///< the same for the shop's host
    std::optional<billing::ClockReading> clock{};   ///< absent with a test clock: no distrust
    std::optional<std::int64_t> disk_free_bytes{};  ///< where the ledger lies
};

struct TurnOutput {
    std::vector<std::pair<std::size_t, Answer>> answers;  ///< by ticket; released after the commit
    std::vector<std::size_t> notices_stored;              ///< tickets
    std::vector<std::size_t> notices_set_aside;           ///< tickets: the ledger refuses them
    std::vector<Write> writes;
    std::vector<Look> looks;
    int writes_wanted = 0;            ///< due writes that found no free place
    int shop_writes_wanted = 0;       ///< the same for the shop
    bool looks_wanted = false;        ///< due look-ups that found no free place
    std::optional<Instant> next_due;  ///< of what is not under way; empty when nothing ever is
    bool night_begins = false;        ///< the hour for what is done once a day
    bool wants_time = false;          ///< the clock is distrusted: the gateway's time would help
    std::vector<std::string> alarms;  ///< what a person should look at, one clause each
    /// Commands whose answer waits for the gateway's, by the subject of that call.
    std::vector<std::pair<std::string, OrderPlaced>> waiting;
    std::vector<std::string> waited_for;  ///< subjects whose callers have their answer now
};

/// A place in the round of a night.
struct NightPlace {
    std::size_t list = 0;  ///< of what: payments, then order ids that are over
    std::size_t span = 0;  ///< which ages
    Instant at{};          ///< of the last one that was asked for
    std::string after{};   ///< and its id
};

/// How far the look at old receipts has come in this night.
struct NightRound {
    struct Asked {
        NightPlace place;
        std::string subject;
    };
    Instant began;
    NightPlace place{};         ///< up to here all has been asked for
    std::deque<Asked> asked{};  ///< in their order, from the first without an answer on
    NightPlace answered{};      ///< up to here all has been answered
    int answers = 0;            ///< since a place was written down
    int gap = 1;                ///< so many answers are written down together
};

/// An order id that is over, and that a night has asked for in vain.
struct AskedInVain {
    Instant again_at;
    int times = 0;
};

/// When a payment came that nobody asked for.
struct Surplus {
    Instant at;
    billing::SubscriptionId paid_for;
};

/// What the heart remembers between turns to know when to stop sending. What has to outlive the
/// process is a breaker in the ledger.
struct Watch {
    std::optional<billing::ClockReading> clock{};  ///< of the turn before
    std::optional<Instant> latest;                 ///< the newest moment that was trusted
    std::deque<Instant> doubts;                    ///< when the last writes had no clear answer
    std::optional<Surplus> surplus;                ///< the last one
    std::optional<Instant> next_canary;            ///< nothing is sent before, to try it out
    int canaries_failed = 0;
    Instant hour;  ///< for which the sends are counted
    std::int64_t sent_in_hour = 0;
    std::optional<std::int64_t> sends_max;  ///< of this hour; looked up once it matters
    Instant started;                        ///< when the process first looked for what a night asks
    std::optional<Instant> next_night;      ///< when old receipts are looked up again
    std::optional<NightRound> night;        ///< while they are
    std::map<std::string, AskedInVain> asked_in_vain;  ///< by order id
};

/// The heart. Takes everything that waits, opens one transaction, lets the study decide event by
/// event (later events see what earlier ones wrote), adds what the clock has made due, writes
/// state, journal and calls, and commits once. It never suspends. Belongs to the ledger's thread; a
/// new one starts where the ledger stands.
class Turn {
public:
    Turn(ports::Ledger& ledger, Rules rules);

    /// Before anything else: every write without an answer becomes a doubt. Safe to repeat.
    /// Returns how many there were. A ledger that was restored or copied may not know what was sent
    /// last: nothing is sent then until a person arms it.
    int recover(Instant wall);

    /// Throws ports::LedgerFailure when the ground gives way; nothing of the turn is kept then.
    /// When the ledger refuses a change, the events are done again one at a time; one that is
    /// refused three times is set aside with an alarm, so that it cannot stop the house.
    [[nodiscard]] TurnOutput run(TurnInput input);

    /// Why nothing is sent at present; empty when all is well.
    [[nodiscard]] const std::string& sending_held() const noexcept { return held_why_; }

private:
    void disarm(Instant now, const std::string& why);
    TurnOutput attempt(const std::vector<Event>& events, const TurnInput& input, bool with_due);
    TurnOutput pass(
        const std::vector<Event>& events,
        const TurnInput& input,
        bool with_due,
        Watch& watch,
        std::vector<ports::Violation>& broken
    );
    void watch_over_ledger(const TurnInput& input);
    TurnOutput run_alone(TurnInput input);
    std::optional<TurnOutput> attempt_alone(
        const Event& event, const TurnInput& input, TurnOutput& whole
    );
    std::vector<Event> due_events(Instant now, bool sends);
    void count_in_flight(const TurnOutput& output);
    void forget_in_flight(const Event& event);

    ports::Ledger& ledger_;
    Rules rules_;
    std::set<std::string> in_flight_;  ///< subjects of writes and look-ups without an answer
    std::map<std::string, OrderPlaced> waiting_;  ///< for the gateway's answer, by its subject
    std::map<std::string, int> failures_;         ///< of events that the ledger refused, by subject
    int writes_in_flight_ = 0;
    Watch watch_;
    std::string held_why_;
    Instant awake_since_{}, watched_at_{};
};

}  // namespace maedal::engine
