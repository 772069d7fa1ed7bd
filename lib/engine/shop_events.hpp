#pragma once
#include "base/error.hpp"
#include "billing/hosted.hpp"
#include "billing/payment_link.hpp"
#include "billing/shop_order.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace maedal::engine {

// Answers to what a turn asked the shop for.

struct ConfirmAnswered {
    std::int64_t call;
    billing::OrderId order_id;
    Result<billing::GatewayReceipt> answer;
};
struct LinkAnswered {
    std::int64_t call;
    billing::OrderId order_id;
    Result<billing::MadeLink> answer;
};
struct LinkSent {
    std::int64_t call;
    billing::OrderId order_id;
    Result<Done> answer;
};
struct LinkLookedUp {
    billing::OrderId order_id;
    billing::LinkEvidence evidence;
};
struct HostedAnswered {
    std::int64_t call;
    billing::HostedId id;
    Result<Done> answer;
};
struct HostedLookedUp {
    billing::HostedId id;
    Result<billing::GatewayHosted> answer;
};

// What the clock makes due.

struct LinkDue {
    billing::OrderId order_id;
};
struct ShopOrderDue {
    billing::OrderId order_id;
};
struct HostedDue {
    billing::HostedId id;
};

// What a turn decided.

struct Confirm {
    std::int64_t call;
    billing::OrderId order_id;
    billing::ReceiptId receipt;
};
struct MakeLink {
    std::int64_t call;
    billing::PaymentLink link;
    std::string details;
};
struct SendLinkAgain {
    std::int64_t call;
    billing::OrderId order_id;
    billing::LinkId link_id;
    std::vector<billing::SendBy> send_by;
};
struct WishHosted {
    std::int64_t call;
    billing::HostedId id;
    billing::HostedWish wish;
    std::string reason;
    Instant at;
};

struct LookAtLink {
    billing::OrderId order_id;
    std::string request_id;
    std::optional<billing::LinkId> link_id;
};
struct LookAtHosted {
    billing::HostedId id;
};

}  // namespace maedal::engine
