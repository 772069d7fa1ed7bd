#pragma once
#include "base/error.hpp"
#include "base/task.hpp"
#include "billing/shop_order.hpp"

namespace maedal::ports {

/// The merchant's own word on an order before its money is taken: stock, coupons.
class OrderCheck {
public:
    virtual ~OrderCheck() = default;

    /// Done when it may be confirmed. Takes at most a configured time. Errors: conflict
    /// (`merchant_refuses`, the detail is the merchant's), unavailable (`merchant_unreachable`:
    /// nobody said yes, so it may not).
    virtual Task<Result<Done>> ask(billing::ShopOrder order, billing::ReceiptId receipt) = 0;
};

}  // namespace maedal::ports
