#pragma once
#include "engine/events.hpp"
#include "engine/rules.hpp"
#include "ports/ledger.hpp"

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
};

struct TurnOutput {
    std::vector<std::pair<std::size_t, Answer>> answers;  ///< by ticket; released after the commit
    std::vector<std::size_t> notices_stored;              ///< tickets
    std::vector<std::size_t> notices_set_aside;           ///< tickets: the ledger refuses them
    std::vector<Write> writes;
    std::vector<Look> looks;
    int writes_wanted = 0;            ///< due writes that found no free place
    bool looks_wanted = false;        ///< due look-ups that found no free place
    std::optional<Instant> next_due;  ///< of what is not under way; empty when nothing ever is
    std::vector<std::string> alarms;  ///< what a person should look at, one clause each
};

/// The heart. Takes everything that waits, opens one transaction, lets the study decide event by
/// event (later events see what earlier ones wrote), adds what the clock has made due, writes
/// state, journal and calls, and commits once. It never suspends. Belongs to the ledger's thread; a
/// new one starts where the ledger stands.
class Turn {
public:
    Turn(ports::Ledger& ledger, Rules rules);

    /// Before anything else: every write without an answer becomes a doubt. Safe to repeat.
    /// Returns how many there were.
    int recover(Instant now);

    /// Throws ports::LedgerFailure when the ground gives way; nothing of the turn is kept then.
    /// When the ledger refuses a change, the events are done again one at a time; one that is
    /// refused three times is set aside with an alarm, so that it cannot stop the house.
    [[nodiscard]] TurnOutput run(TurnInput input);

    /// Why nothing is sent at present; empty when all is well.
    [[nodiscard]] const std::string& sending_held() const noexcept { return held_why_; }

private:
    TurnOutput attempt(std::vector<Event> events, const TurnInput& input, bool with_due);
    TurnOutput run_alone(TurnInput input);
    std::optional<TurnOutput> attempt_alone(
        const Event& event, const TurnInput& input, TurnOutput& whole
    );
    std::vector<Event> due_events(Instant now);
    void count_in_flight(const TurnOutput& output);
    void forget_in_flight(const Event& event);

    ports::Ledger& ledger_;
    Rules rules_;
    std::set<std::string> in_flight_;      ///< subjects of writes and look-ups without an answer
    std::map<std::string, int> failures_;  ///< of events that the ledger refused, by subject
    std::optional<Instant> held_until_;
    std::string held_why_;
    int holds_ = 0;
};

}  // namespace maedal::engine
