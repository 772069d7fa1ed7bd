#pragma once
#include "ports/ledger.hpp"
#include "sqlite/row_writer.hpp"

namespace maedal::sqlite {

void add_attempt(Writer& writer, billing::Attempt& row, const ports::Cause& cause);
void store_attempt(Writer& writer, billing::Attempt& row, const ports::Cause& cause);

[[nodiscard]] std::optional<billing::Attempt> find_attempt(
    Connection& connection, const billing::OrderId& id
);
/// By number.
[[nodiscard]] std::vector<billing::Attempt> attempts_of_charge(
    Connection& connection, billing::ChargeNumber number
);
/// By order id.
[[nodiscard]] std::vector<billing::Attempt> attempt_page(
    Connection& connection, const ports::AttemptFilter& filter, const ports::Page& page
);

/// Whatever wants a look or a send by now, closed attempts too if someone asked for it: look-ups by
/// the moment they were due, planned ones by the moment they execute.
[[nodiscard]] std::vector<billing::Attempt> attempts_due(
    Connection& connection, Instant now, int limit
);

/// Sent and over, by when they ended.
[[nodiscard]] std::vector<billing::Attempt> sent_attempts_by_end(
    Connection& connection, Instant from, const std::string& after, Instant to, int limit
);

[[nodiscard]] std::vector<billing::Attempt> look_ups_due(
    Connection& connection, Instant now, int limit
);
[[nodiscard]] std::vector<billing::Attempt> doubts_by_code(
    Connection& connection, const std::string& code
);
[[nodiscard]] int slots_held_on(Connection& connection, const billing::BillingKeyId& key);
[[nodiscard]] std::optional<billing::Attempt> farthest_reserved_on(
    Connection& connection, const billing::BillingKeyId& key, Instant later_than
);
/// By execution, then order id.
[[nodiscard]] std::vector<billing::Attempt> attempts_waiting_for_slot(
    Connection& connection, const billing::BillingKeyId& key, int limit
);
[[nodiscard]] std::optional<Instant> earliest_execution_on(
    Connection& connection, const billing::BillingKeyId& key
);

}  // namespace maedal::sqlite
