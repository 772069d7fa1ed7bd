#pragma once
#include "base/error.hpp"
#include "base/secret.hpp"
#include "billing/errand.hpp"

#include <optional>
#include <string>

namespace maedal::engine {

/// The intent of an errand: committed before a byte is sent.
struct BeginErrand {
    billing::ErrandKind kind;
    std::string subject;   ///< empty: the errand itself
    std::string customer;  ///< whose key it makes; empty when it makes none
};

/// What became of it, by its answer or by a look-up.
struct EndErrand {
    std::string id;
    billing::ErrandState state;
    /// What the sending was answered instead; the state follows from it, and from what a person has
    /// decided about its code. Not of look-ups.
    std::optional<Error> failure{};
    std::string told{};                     ///< JSON
    Secret billing_key{};                   ///< of a key that it made; empty: none
    std::string method{};                   ///< what that key is, for people
    std::optional<Instant> next_look_at{};  ///< with doubt
};

/// A person says what became of an errand that no look-up settles.
struct SettleErrand {
    std::string id;
    bool carried_out;
    std::string reason;
    /// What a person's receipt has led to, already looked up; empty for an errand that makes no
    /// key.
    std::optional<EndErrand> found{};
};

/// Opens one of our keys, to look it up at the gateway. Changes nothing.
struct OpenKey {
    std::string billing_key_id;
};
struct OpenedKey {
    Secret billing_key;
};

/// An errand as it stands; with the key itself where it is about one of ours.
struct ErrandWritten {
    billing::Errand errand;
    Secret billing_key;
    bool repeated = false;  ///< asked for before under the same idempotency key: not to be sent
};

}  // namespace maedal::engine
