#include "webhook/address_range.hpp"

#include <algorithm>
#include <charconv>

namespace maedal::webhook {
namespace {

namespace ip = boost::asio::ip;

constexpr int bits_max = 128;
constexpr int mapped_bits = 96;  // what stands before an IPv4 address in IPv6

ip::address_v6 as_v6(const ip::address& address) {
    return address.is_v4() ? ip::make_address_v6(ip::v4_mapped, address.to_v4()) : address.to_v6();
}

bool bit(const ip::address_v6::bytes_type& bytes, int index) {
    const auto byte = bytes[static_cast<std::size_t>(index / 8)];
    return ((byte >> (7 - index % 8)) & 1) != 0;
}

Error no_range(const std::string& text) {
    return Error{
        Errc::invalid,
        "malformed_range",
        "'" + text + "' is no numeric address or ADDRESS/PREFIX with zeros behind the prefix",
        {}};
}

}  // namespace

Result<AddressRange> AddressRange::from_text(const std::string& text) {
    const auto slash = std::min(text.find('/'), text.size());
    boost::system::error_code ec;
    const auto address = ip::make_address(text.substr(0, slash), ec);
    if (ec) return no_range(text);

    int prefix = address.is_v4() ? 32 : bits_max;
    if (slash < text.size()) {
        const int whole = prefix;
        const auto* last = text.data() + text.size();
        const auto read = std::from_chars(text.data() + slash + 1, last, prefix);
        if (read.ec != std::errc{} || read.ptr != last || prefix < 0 || prefix > whole)
            return no_range(text);
    }
    if (address.is_v4()) prefix += mapped_bits;

    const auto base = as_v6(address);
    const auto bytes = base.to_bytes();
    for (int index = prefix; index < bits_max; ++index)
        if (bit(bytes, index)) return no_range(text);
    return AddressRange{base, prefix};
}

bool AddressRange::holds(const ip::address& address) const {
    const auto ours = base_.to_bytes(), theirs = as_v6(address).to_bytes();
    for (int index = 0; index < prefix_; ++index)
        if (bit(ours, index) != bit(theirs, index)) return false;
    return true;
}

Result<std::vector<AddressRange>> ranges_from_texts(const std::vector<std::string>& texts) {
    std::vector<AddressRange> ranges;
    for (const auto& text : texts) {
        auto range = AddressRange::from_text(text);
        if (!range) return range.error();
        ranges.push_back(*std::move(range));
    }
    return ranges;
}

bool any_holds(const std::vector<AddressRange>& ranges, const ip::address& address) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const auto& range) {
        return range.holds(address);
    });
}

}  // namespace maedal::webhook
