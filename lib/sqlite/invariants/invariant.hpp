#pragma once
#include "sqlite/touched.hpp"

#include <array>
#include <span>
#include <string>

namespace maedal::sqlite {

/// Something that holds for every healthy ledger, as a query that finds where it does not.
///
/// The query gives the subject, the subscription it concerns (or '') and a plain clause of what is
/// wrong. It begins its FROM with one of the words below. For the whole book the word stands for
/// the table; for a check before a commit it stands for the rows of the charges, keys or
/// subscriptions that the transaction has touched, so that the rest of the book is not read.
/// Parameters it may use: :now, :awake_since, :window, :repeats_allowed, see check.cpp.
///
///     $charges        charge AS c
///     $attempts       attempt AS a, those of the charges
///     $receipts       receipt AS r, those of the charges
///     $refunds        refund AS back and its receipt AS r
///     $called_twice   what has an order_id, AS a: at least those with more than one call
///     $keys           billing_key AS k
///     $subscriptions  subscription AS s
///
/// A query without such a word is about the book as a whole and is not asked before a commit.
struct Invariant {
    const char* name;     ///< group, dot, words
    const char* promise;  ///< what holds, one sentence
    /// Which rows of a charge it hangs on: before a commit it is asked of the charges of which such
    /// a row was written. Columns that the schema keeps as they are do not count.
    TouchedRows hangs_on;
    const char* query;
};

// The very words of the partial indexes, or SQLite does not use them.
#define MAEDAL_LIVE \
    "state IN ('planned', 'sending', 'doubt', 'quarantined', 'reserved', 'open', 'revoking')"
#define MAEDAL_HOLDS_SLOT "state IN ('sending', 'doubt', 'quarantined', 'reserved', 'revoking')"

// The groups, as the protocol of money safety names them.
[[nodiscard]] std::span<const Invariant> invariants_of_one();      ///< never twice
[[nodiscard]] std::span<const Invariant> invariants_of_truth();    ///< what is said is proven
[[nodiscard]] std::span<const Invariant> invariants_of_whole();    ///< nothing is missing
[[nodiscard]] std::span<const Invariant> invariants_of_shop();     ///< the same of the shop
[[nodiscard]] std::span<const Invariant> invariants_of_in_time();  ///< nothing is left lying

/// All of them, in this order.
[[nodiscard]] inline std::array<std::span<const Invariant>, 5> all_invariants() {
    return {
        invariants_of_one(),
        invariants_of_truth(),
        invariants_of_whole(),
        invariants_of_shop(),
        invariants_of_in_time()};
}

}  // namespace maedal::sqlite
