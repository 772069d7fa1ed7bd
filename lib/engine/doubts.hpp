#pragma once
#include "engine/queries.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace maedal::engine {

/// An attempt whose outcome is not known, and what would settle it.
struct Doubt {
    billing::Attempt attempt;
    std::optional<billing::Subscription> subscription;
    std::string known;             ///< what was sent, when, and what came back
    std::string settled_by;        ///< the evidence that would settle it
    std::optional<Instant> until;  ///< when it is quarantined; empty once it is
    Instant absent_from;           ///< from when on a person may say that there is no payment
};

/// Where a page of doubts goes on behind this one: "quarantined:ORDER_ID" or "doubt:ORDER_ID".
[[nodiscard]] std::string cursor_of(const Doubt& doubt);
/// Whether `after` is empty or such a text.
[[nodiscard]] bool is_doubt_cursor(const std::string& after);

/// At most a page of everything that is in doubt: the quarantined ones first, then by order id.
/// Empty when `page.after` is no cursor. The yardstick says how long evidence is waited for.
[[nodiscard]] std::vector<Doubt> doubts(
    Reads& reads, const Page& page, const ports::Yardstick& yardstick
);

/// Empty when there is no such attempt, or its outcome is known.
[[nodiscard]] std::optional<Doubt> doubt(
    Reads& reads, const billing::OrderId& id, const ports::Yardstick& yardstick
);

/// The payment that has to be found by its order id before a person's "absent" is believed: the
/// newest that came after the attempt. While there is none, from twice the window of the doubt on,
/// the newest of all: a key that is full of doubts would else wait for ever for a payment that it
/// keeps from being made.
[[nodiscard]] std::optional<billing::Receipt> control_of(
    Reads& reads, const billing::Attempt& attempt, const billing::Timing& timing, Instant now
);

/// How much of everything only a person can settle.
struct Waiting {
    std::int64_t attempts = 0;  ///< quarantined, of charges that are not forgiven
    std::int64_t refunds = 0, errands = 0;
    std::int64_t shop = 0;      ///< orders, links and receipts that settle nothing
    std::int64_t codes = 0;     ///< of the gateway, whose meaning nobody has decided
    std::int64_t breakers = 0;  ///< that do not close by themselves
    std::int64_t charges_without_key = 0;
};
[[nodiscard]] Waiting waiting_for_a_person(Reads& reads);

/// A refund whose outcome is not known.
struct RefundDoubt {
    billing::Refund refund;
    std::string known;
    std::string settled_by;
    bool needs_person;  ///< nothing is looked up or sent any more
};
/// All of them by cancel id, at most `limit`. Reads every refund of the ledger when there is one.
[[nodiscard]] std::vector<RefundDoubt> refund_doubts(Reads& reads, std::size_t limit);

/// An errand whose outcome is not known.
struct ErrandDoubt {
    billing::Errand errand;
    std::string known;
    std::string settled_by;
    bool needs_person;  ///< nothing that could be looked up would tell
};
/// By id, at most a page of them.
[[nodiscard]] std::vector<ErrandDoubt> errand_doubts(Reads& reads);

}  // namespace maedal::engine
