#pragma once
#include "base/instant.hpp"
#include "sandbox/model/ids.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace maedal::sandbox {

inline constexpr Seconds token_life{1'800};      ///< from its first issue
inline constexpr Seconds token_reissued{1'500};  ///< so long the same token is given again

struct IssuedToken {
    std::string text;
    Seconds expire_in;  ///< what is left of its life
};

/// The bearer tokens of the one project that the sandbox serves.
class Tokens {
public:
    explicit Tokens(std::uint64_t seed) noexcept : ids_{seed} {}

    /// The token of the last 25 minutes, else a new one; the one before lives on to its end.
    [[nodiscard]] IssuedToken issue(Instant now);
    [[nodiscard]] bool valid(std::string_view token, Instant now) const;

private:
    struct Token {
        std::string text;
        Instant issued_at;
    };
    IdMaker ids_;
    Token last_;
    Token before_;
};

}  // namespace maedal::sandbox
