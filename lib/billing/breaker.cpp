#include "billing/breaker.hpp"

namespace maedal::billing {

std::string breaker_name(BreakerKind kind, const std::optional<SubscriptionId>& concerns) {
    std::string name{breaker_kind_names.of(kind)};
    if (concerns) name += ":" + concerns->text();
    return name;
}

std::string way_out(const Breaker& breaker) {
    switch (breaker.kind) {
        case BreakerKind::disarmed:
            return "maedalctl arm, once no other daemon lives on a copy of this ledger";
        case BreakerKind::history:
            return "restore a backup and arm it; maedalctl verify names the entries";
        case BreakerKind::invariant:
            return "maedalctl verify names the rows; once it is clean, maedalctl breakers release";
        case BreakerKind::surplus:
            return "find out who paid twice (maedalctl journal), then maedalctl breakers release";
        case BreakerKind::clock:
            return "set the host's clock; it closes when wall, monotonic and gateway time agree";
        case BreakerKind::doubts:
            return "one call at a time is tried; it closes with the first clear answer";
        case BreakerKind::credentials:
            return "put the right keys in the configuration; it closes with the first answer";
        case BreakerKind::disk:
            return "make room; it closes when there is enough again";
        case BreakerKind::velocity:
            return "see what is being charged (maedalctl charge list), then maedalctl breakers "
                   "release";
    }
    return {};
}

}  // namespace maedal::billing
