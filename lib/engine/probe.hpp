#pragma once
#include "base/task.hpp"
#include "billing/gateway_code.hpp"
#include "ports/clock.hpp"
#include "ports/gateway.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace maedal::engine {

/// What a probe may use up.
struct ProbeTools {
    std::string order_id_prefix;  ///< "m1-probe3": never given before
    Secret billing_key;           ///< of nobody's subscription; it is charged and refunded
    billing::CustomerId customer;
    billing::Won amount;                 ///< of each payment, at least 2 won
    std::optional<Secret> declined_key;  ///< one that is always declined; some questions need it
    /// Deletes a key at the gateway; empty: the question is left out, and the key lives on.
    std::function<Task<Result<Done>>(Secret)> delete_key;
    std::function<Instant()> now;
    std::function<Task<Result<Done>>(Instant)> wait_until;  ///< a moment of the gateway's time
    std::function<void(std::string)> tell;                  ///< progress, a clause each
};

/// Finds out how the gateway behaves where its texts are silent or contradict each other, on a key
/// that is meant for it, in some minutes of the gateway's time. Takes at most a few payments and
/// gives all of them back. Each finding carries what was asked and answered.
class Probe {
public:
    Probe(ports::Gateway& gateway, ProbeTools tools);

    /// What was found out until now, also after a failure; questions that stayed open say so.
    Task<std::vector<billing::Finding>> run();

private:
    struct Asked {
        billing::OrderId order_id;
        Instant execute_at;
        Result<ports::Reserved> answer;
    };
    Task<Asked> reserve(std::string name, Instant execute_at, bool on_declined_key = false);
    Task<Result<Done>> revoke(const Asked& asked);
    Task<int> paid(const billing::OrderId& order_id);
    void found(std::string question, std::string answer);
    void note(std::string line);

    Task<void> in_the_past();
    Task<void> repeated_while_waiting();
    Task<void> repeated_after_payment();
    Task<void> repeated_after_decline();
    Task<void> eleventh();
    Task<void> revoked_during_execution();
    Task<void> repeated_cancel();
    Task<void> key_deleted_under_a_reservation();
    Task<void> give_everything_back();

    ports::Gateway& gateway_;
    ProbeTools tools_;
    std::vector<billing::Finding> findings_;
    std::vector<std::string> evidence_;  ///< of the question at hand
    std::vector<billing::OrderId> order_ids_;
    std::optional<billing::OrderId> paid_once_;  ///< of the first payment
    Instant may_execute_until_{};                ///< of reservations that had no clear answer
};

}  // namespace maedal::engine
