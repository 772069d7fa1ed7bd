#pragma once
#include "engine/papers.hpp"

#include <vector>

/// A ledger that was lost may have tried a charge more often than the backup that took its place
/// knows. Such a try shows itself by its money, under one of the order ids that follow the last.
namespace maedal::engine {

/// Takes such a try into the book, with those before it, as over; what stood in doubt before it is
/// absent, for nothing is tried while an earlier try may be paid. False, and nothing changes, when
/// no other ledger can have gone on, the order id follows no attempt of ours closely, or what the
/// charge amounts to was not paid under it.
bool take_in_lost_try(
    Papers& papers, const billing::OrderId& id, const std::vector<billing::GatewayReceipt>& receipts
);

/// Asks for the order id that may follow an attempt of before the arming, if there is a place:
/// whoever looks at it the next time asks again.
void look_for_lost_tries(Papers& papers, const billing::Attempt& attempt);
/// The order ids of the tries that a lost ledger may have made in the place of this one, and behind
/// it: money under one of them has to be known before this one is sent. None for a charge that fell
/// due after the arming.
[[nodiscard]] std::vector<billing::OrderId> ids_of_lost_tries(
    Papers& papers, const billing::Charge& charge, const billing::OrderId& id
);
/// There is nothing under this one, which is of no attempt: there may be under the next.
void look_beyond(Papers& papers, const billing::OrderId& id);

}  // namespace maedal::engine
