#pragma once
#include "engine/attempts.hpp"

#include <string>
#include <vector>

namespace maedal::engine {

/// Books what these receipts say of the order or the link with this order id.
void settle_shop_by(
    Papers& papers, const billing::OrderId& id, const std::vector<billing::GatewayReceipt>& receipts
);
/// Books what these receipts say of the order with this order id, if there is one.
void settle_order_by(
    Papers& papers, const billing::OrderId& id, const std::vector<billing::GatewayReceipt>& receipts
);
/// Judges what was found out about a link, and books it; the charge that it collects, or the order
/// of the same id, follows.
void settle_link_by(
    Papers& papers, const billing::PaymentLink& link, const billing::LinkEvidence& evidence
);

/// Whether the receipt belongs to something else of ours.
[[nodiscard]] bool receipt_used(
    Papers& papers, const billing::ShopOrder& order, const billing::ReceiptId& id
);
/// Settled by the shop's word for this number, or the reason why not.
[[nodiscard]] Result<Outcome> verify_by_number(
    Papers& papers, billing::ShopOrder order, const VerifyOrder& command
);
/// Settled by this receipt, or the reason why not; money that settles nothing is kept.
[[nodiscard]] Result<Outcome> verify_by_receipt(
    Papers& papers, billing::ShopOrder order, const billing::GatewayReceipt& told
);

/// Stores a link in its new state; the charge that it collects follows. `paid` holds every receipt
/// that took money for it.
void store_link(
    Papers& papers, billing::PaymentLink& link, const std::vector<billing::GatewayReceipt>& paid
);
/// A link in doubt ends as `end` on a person's word; a charge it collects follows.
void resolve_link(
    Papers& papers,
    const billing::PaymentLink& link,
    billing::LinkState end,
    const ResolveDoubt& command
);
/// Another ledger may have made the link of this planned attempt before this one was armed in its
/// place: it is in doubt, and the list of links will tell.
void presume_link_made(Papers& papers, const billing::Attempt& planned);
/// The timer of an attempt that is collected by a link is its link's.
void look_at_link_of(Papers& papers, const billing::Attempt& attempt);

/// What a person says about a link or an order in doubt; empty when this order id names neither, or
/// a charge is to be forgiven.
[[nodiscard]] std::optional<Result<Outcome>> resolve_shop_doubt(
    Papers& papers, const ResolveDoubt& command
);

/// Books money that came under an order id which no attempt has. Once for each receipt.
void book_shop_receipt(
    Papers& papers,
    const billing::OrderId& order_id,
    const billing::GatewayReceipt& told,
    billing::ReceiptRole role
);

/// A planned attempt without a billing key goes out: its link is made. A place is taken already.
void send_link_of(Papers& papers, ChargeFile& file, const billing::Attempt& planned);
/// The intent of a link that stands planned: committed before a byte is sent.
void send_link(Papers& papers, billing::PaymentLink& link, std::string details);

/// A call of the shop's that had no answer when the daemon stopped becomes a doubt. False when it
/// is none of the shop's.
[[nodiscard]] bool recover_shop_call(
    ports::Ledger& ledger, const ports::GatewayCall& call, Instant now
);

/// The kinds of write at the shop.
namespace call_kind {
inline constexpr const char* confirm = "confirm";
inline constexpr const char* link = "link";
inline constexpr const char* link_again = "link_again";
inline constexpr const char* hosted = "hosted";
}  // namespace call_kind

}  // namespace maedal::engine
