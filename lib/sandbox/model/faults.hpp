#pragma once
#include "sandbox/model/dice.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maedal::sandbox {

/// What a merchant's program calls, as far as faults tell calls apart.
enum class Call {
    reserve,
    revoke,
    cancel,
    pay,
    lookup,
    token,
    key,    ///< a billing key is deleted
    issue,  ///< a billing key, or a step towards one
    confirm,
    identity,  ///< an identity check goes on
    shipping,
    cash,    ///< a cash receipt, published or cancelled
    link,    ///< a payment link
    hosted,  ///< a subscription that Commerce keeps
};

enum class FaultKind {
    lose_request,       ///< not carried out, the connection closed without an answer
    lose_answer,        ///< carried out, the connection closed without an answer
    status_500_before,  ///< not carried out, 500
    status_500_after,   ///< carried out, 500
    hang,               ///< carried out, never answered
    html,               ///< carried out, answered 502 with a page for people
    cut_body,           ///< carried out, the connection closed in the middle of the answer
    status_429,         ///< not carried out, 429
};

[[nodiscard]] std::optional<Call> call_from_text(std::string_view text);
[[nodiscard]] std::string_view text_of(Call call);
[[nodiscard]] std::optional<FaultKind> fault_kind_from_text(std::string_view text);
[[nodiscard]] std::string_view text_of(FaultKind kind);
/// Whether a call that meets this fault has its effect.
[[nodiscard]] bool carried_out(FaultKind kind);

inline constexpr std::size_t faults_max = 1'000;  ///< standing orders at one time

struct Fault {
    std::optional<Call> on;  ///< empty: any call
    FaultKind kind;
    std::int64_t times;  ///< how many more calls meet it; -1 for no end
    int percent;         ///< of the calls, by dice; 100 for every one
};

/// Trouble on the way, as it was ordered.
class Faults {
public:
    explicit Faults(std::uint64_t seed) noexcept : dice_{seed} {}

    [[nodiscard]] bool add(const Fault& fault);  ///< false when faults_max stand
    void clear() { standing_.clear(); }
    [[nodiscard]] const std::vector<Fault>& standing() const noexcept { return standing_; }

    /// What this call meets: the first standing fault that fits, used up by one.
    [[nodiscard]] std::optional<FaultKind> draw(Call call);

private:
    Dice dice_;
    std::vector<Fault> standing_;
};

}  // namespace maedal::sandbox
