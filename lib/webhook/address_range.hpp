#pragma once
#include "base/error.hpp"

#include <boost/asio/ip/address.hpp>

#include <string>
#include <vector>

namespace maedal::webhook {

/// "223.130.82.0/24", "::1" or "10.0.0.7": the addresses that share the first bits.
class AddressRange {
public:
    /// Errors: invalid. Bits behind the prefix have to be 0, so that a slip is seen.
    static Result<AddressRange> from_text(const std::string& text);

    [[nodiscard]] bool holds(const boost::asio::ip::address& address) const;

private:
    AddressRange(const boost::asio::ip::address_v6& base, int prefix)
        : base_{base}, prefix_{prefix} {}

    boost::asio::ip::address_v6 base_;  ///< an IPv4 address mapped into IPv6
    int prefix_;                        ///< of the 128 bits
};

/// All of `texts`. Errors: invalid, the detail names the first one that is no range.
Result<std::vector<AddressRange>> ranges_from_texts(const std::vector<std::string>& texts);

[[nodiscard]] bool any_holds(
    const std::vector<AddressRange>& ranges, const boost::asio::ip::address& address
);

}  // namespace maedal::webhook
