#pragma once
#include "base/secret.hpp"
#include "net/http.hpp"

namespace maedal::webhook {

/// Whether the address that a notice came to has the mark of its order id and amount, as we gave
/// it to Bootpay with the payment. True for a notice without any mark, which the console's address
/// gets, and for one that names no order id or amount: what they say is only a hint.
[[nodiscard]] bool mark_fits(const net::Request& request, const Secret& key);

}  // namespace maedal::webhook
