#pragma once
#include "base/instant.hpp"
#include "sandbox/model/ids.hpp"
#include "sandbox/model/refusal.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace maedal::sandbox {

inline constexpr Seconds identity_readable{1'800};   ///< after that its result is gone
inline constexpr const char* wrong_code = "000000";  ///< of all six digits the one that is refused

/// Someone whose identity is, or was, checked by mobile phone.
struct IdentityCheck {
    std::string receipt_id;  ///< made by the sandbox
    std::string authenticate_id;
    std::string pg;
    std::string method;
    std::string username;
    std::string identity_no;  ///< yymmdd, and one digit for century and gender if it is known
    std::string carrier;
    std::string phone;
    bool by_code = true;  ///< with a code by SMS; else the person agrees in an app
    Instant requested_at{};
    std::optional<Instant> done_at{};
    int realarms = 0;
};

/// Identity checks, started by the merchant's server or in the browser.
class IdentityChecks {
public:
    explicit IdentityChecks(std::uint64_t seed) noexcept : ids_{seed} {}

    Answer<const IdentityCheck*> request(IdentityCheck asked, Instant now);
    /// One that the person finished in the browser.
    Answer<const IdentityCheck*> done_in_browser(IdentityCheck asked, Instant now);
    /// `code`: six digits, any but wrong_code.
    Answer<const IdentityCheck*> confirm(
        std::string_view receipt_id, std::string_view code, Instant now
    );
    Answer<const IdentityCheck*> realarm(std::string_view receipt_id);
    [[nodiscard]] Answer<const IdentityCheck*> result(std::string_view receipt_id, Instant now)
        const;

private:
    [[nodiscard]] bool known(const std::string& authenticate_id) const;
    IdentityCheck& keep(IdentityCheck asked, Instant now);

    IdMaker ids_;
    std::deque<IdentityCheck> checks_;
    std::unordered_map<std::string_view, IdentityCheck*> by_receipt_;
};

}  // namespace maedal::sandbox
