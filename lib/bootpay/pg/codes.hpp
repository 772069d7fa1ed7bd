#pragma once
#include "bootpay/options.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace maedal::bootpay::pg {

/// The allow-list of error codes whose meaning is known. A code that is not here proves nothing.
class Codes {
public:
    /// `configured` extends the built-in list and goes before it.
    explicit Codes(const std::map<std::string, CodeMeaning>& configured);

    /// Empty for a code that nobody has told us about. A `*_CRITICAL_*` code is always in_doubt,
    /// whatever is configured: it says that the outcome is unknown to Bootpay itself [F].
    [[nodiscard]] std::optional<CodeMeaning> meaning(std::string_view code) const;

private:
    std::map<std::string, CodeMeaning, std::less<>> meanings_;
};

}  // namespace maedal::bootpay::pg
