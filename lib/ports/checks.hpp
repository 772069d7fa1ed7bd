#pragma once
#include "base/instant.hpp"
#include "billing/payment_link.hpp"
#include "billing/timing.hpp"
#include "billing/transition.hpp"
#include "billing/zone.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace maedal::ports {

/// Something that must never be, found in the book.
struct Violation {
    std::string invariant;     ///< its name: "one.live_attempt", "history.chain", ...
    std::string subject;       ///< "charge:12", "attempt:...", "billing_key:...", "journal:7", ...
    std::string subscription;  ///< the one it concerns; empty when it concerns none, or all
    std::string what;          ///< a plain clause
};

/// What the book is held against.
struct Yardstick {
    Instant now;
    /// Nobody looked after the book before this moment, so nothing was late before it: the start of
    /// the process, or the end of a time in which the gateway could not be asked.
    Instant awake_since;
    billing::OrderIdRule order_id_rule = billing::OrderIdRule::unproven;
    billing::Timing timing{};
    billing::LinkTiming link_timing{};
    /// A zone by its IANA name; null when there is none. Empty: what needs one is not checked.
    std::function<const billing::Zone*(const std::string&)> zone{};
};

/// What one part of a verification found.
struct VerifiedPart {
    std::string name;                   ///< "file.integrity", "one.live_attempt", ...
    std::string promise;                ///< what it makes sure of, one sentence
    std::vector<Violation> violations;  ///< at most as many as were asked for
    std::chrono::microseconds took{0};
};

/// Whether a ledger that was opened is the one that was closed.
enum class Origin {
    fresh,     ///< nothing was ever written to it
    same,      ///< also after a kill, a power cut, a VACUUM
    restored,  ///< it ends before, or beside, what was seen of it last: a backup was put in place
    copied,    ///< it is another file than the one that was closed: perhaps both run
};
struct LedgerOrigin {
    Origin kind = Origin::fresh;
    std::string why;                         ///< a plain clause; empty for fresh and same
    std::int64_t newest_entry = 0;           ///< the journal's last number
    std::optional<Instant> newest_entry_at;  ///< what was done after it is not known here
};

struct BackupDone {
    std::string path;
    std::int64_t bytes;
    std::int64_t journal_entries;       ///< it holds the book up to this entry
    std::vector<Violation> violations;  ///< of the book that was copied: the copy itself is whole
    std::chrono::milliseconds took;
};

}  // namespace maedal::ports
