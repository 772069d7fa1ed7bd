#pragma once
#include "base/task.hpp"
#include "billing/gateway_code.hpp"
#include "engine/probe_record.hpp"
#include "ports/clock.hpp"
#include "ports/gateway.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace maedal::engine {

namespace probing {

inline constexpr Seconds soon{60};      ///< nothing is sent nearer to its execution
inline constexpr Seconds settling{30};  ///< after it, until its receipt can be looked up
inline constexpr Seconds far{900};      ///< slots stand through all that is asked about them

[[nodiscard]] std::string in_words(const Error& error);
/// "accepted", or the error.
[[nodiscard]] std::string in_words(const std::optional<Error>& no);

/// What came of two calls with one order id.
struct Twice {
    std::string calls;  ///< "reserve then pay"
    std::string open;   ///< why nothing is known; empty when it is
    std::optional<Error> no;
    int payments = 0;
};

}  // namespace probing

/// What a probe may use up.
struct ProbeTools {
    std::string order_id_prefix;  ///< "m1-probe3": never given before
    Secret billing_key;           ///< of nobody's subscription; it is charged and refunded
    billing::CustomerId customer;
    billing::Won amount;                 ///< of each payment, at least 2 won
    std::optional<Secret> declined_key;  ///< one that is always declined; some questions need it
    /// Deletes a key at the gateway; empty: the question is left out, and the key lives on.
    std::function<Task<Result<Done>>(Secret)> delete_key;
    std::vector<ProbeTrace> left_behind;  ///< by earlier probes: it is cleared first
    std::function<Instant()> now;
    std::function<Task<Result<Done>>(Instant)> wait_until;  ///< a moment of the gateway's time
    /// Asked before each question. An error ends the asking; what was made is cleared all the same.
    std::function<Task<Result<Done>>()> may_go_on;
    /// Writes a finding into the ledger; it is there for good when this returns.
    std::function<Task<Result<Done>>(billing::Finding)> keep;
    std::function<void(std::string)> tell;  ///< progress, a clause each
};

/// Finds out how the gateway behaves where its texts are silent or contradict each other, on a key
/// that is meant for it, in about half an hour of the gateway's time. Takes at most some payments
/// and gives all of them back.
///
/// Each finding is kept when it is known, with what was asked and answered. What is asked for is
/// written down before it is sent, and by its answer: a probe that dies leaves a record, by which
/// the next one clears what is left at the gateway.
class Probe {
public:
    Probe(ports::Gateway& gateway, ProbeTools tools);

    /// Ends when all was asked and cleared, or at once when the ledger takes no more findings.
    /// Questions that stayed open say so.
    Task<void> run();

private:
    enum class Call { reserve, pay };
    enum class On { key, declined_key };
    struct Asked {
        billing::OrderId order_id;
        Instant at;  ///< when it is executed
        std::optional<billing::ReserveId> reserve_id;
        std::optional<Error> no;  ///< empty: accepted
    };
    /// What the gateway says of an order id.
    struct Told {
        bool seen = false;  ///< false: it did not say
        int paid = 0, declined = 0;
    };

    // probe.cpp: what is asked, and the record of it.
    Task<Asked> send(Call call, std::string name, Instant at, On on = On::key);
    Task<Asked> reserve(std::string name, Instant at);
    Task<std::optional<Error>> sent_reserve(Asked& asked, Secret key);
    Task<std::optional<Error>> sent_pay(const Asked& asked, Secret key);
    Task<Result<Done>> revoke(Asked asked);
    Task<Told> told_of(billing::OrderId order_id);
    Task<bool> passed(Instant at);  ///< until what is executed then can be looked up
    Task<void> found(std::string question, std::string answer);
    Task<Result<Done>> keep(std::string question, std::string answer, std::string evidence);
    Task<Result<Done>> write_record();
    Task<void> end_record();
    void note(std::string line);
    void forget(const billing::ReserveId& id);

    // probe_clearing.cpp: nothing stays there.
    Task<int> clear();
    Task<void> revoke_what_waits();
    Task<bool> given_back(billing::OrderId order_id);

    // probe_pairs.cpp: a repeated order id.
    [[nodiscard]] static const char* word(Call call);
    Task<void> pair(Call first, Call second);
    Task<void> pair_after_decline(Call first, Call second);
    Task<probing::Twice> twice(Call first, Call second, On first_on);
    Task<std::string> went_wrong(Asked first, On first_on);
    Task<void> all_pairs();
    Task<void> repeated_after_payment();

    // probe_questions.cpp: the others.
    Task<void> in_the_past();
    Task<void> eleventh();
    Task<void> revoked_ones(std::vector<Asked>& standing, Instant at);
    Task<void> finished_ones(Asked finishing, std::vector<Asked>& standing, Instant at, Error full);
    Task<void> revoked_during_execution();
    Task<void> repeated_cancel();
    Task<void> key_deleted_under_a_reservation();

    [[nodiscard]] std::vector<std::function<Task<void>()>> questions();

    ports::Gateway& gateway_;
    ProbeTools tools_;
    std::vector<std::string> evidence_;          ///< of the question at hand
    std::vector<ProbeTrace> traces_;             ///< what may stand at the gateway
    std::vector<probing::Twice> pairs_;          ///< of the pairs that were asked
    std::optional<billing::OrderId> paid_once_;  ///< of the first payment
    std::string stopped_;                        ///< why no more is asked
    bool unkept_ = false;                        ///< the ledger takes nothing any more
};

}  // namespace maedal::engine
