#pragma once
#include "base/error.hpp"
#include "bootpay/pg/codes.hpp"
#include "net/http.hpp"
#include "ports/commerce.hpp"

#include <string>
#include <vector>

namespace maedal::bootpay::commerce {

/// POST /invoices [S1, W]. `name` and `title` both stand in it, because the papers name either as
/// the required one [S1, N]. What is empty is left out: an empty object is a server error [X].
/// `feedback_url` is where the payment is told; empty: where Bootpay's console says.
net::Request link_request(const ports::LinkRequest& asked, const std::string& feedback_url);
/// Errors: those of a write. An answer without an id, or of another end than the one that was
/// asked for, is in_doubt.
Result<billing::MadeLink> link_made_from(
    const net::Response& response, const ports::LinkRequest& asked, const pg::Codes& codes
);

/// POST /invoices/{id}/notify [W].
net::Request send_again_request(
    const billing::LinkId& id, const std::vector<billing::SendBy>& send_by
);

net::Request one_link_request(const billing::LinkId& id);
/// Errors: not_found, unauthorized, unavailable.
Result<billing::GatewayLink> link_from(
    const net::Response& response, const billing::LinkId& id, const pg::Codes& codes
);

/// What one page of the list tells of the link that is looked for.
struct LinkPage {
    std::optional<billing::GatewayLink> found;
    std::int64_t rows;   ///< of this page
    std::int64_t count;  ///< of the whole list, or of this page: nobody says which [undocumented]
};
/// Whether no page follows this one, with which `seen` rows of the list have been read. A full page
/// proves nothing: its own rows may be all that `count` counts.
[[nodiscard]] bool is_last(const LinkPage& page, std::int64_t seen, std::int64_t asked_rows);

/// Ours carries both; the list has either.
struct LinkNames {
    billing::OrderId order_id;
    std::string request_id;
};
net::Request links_request(int page, int limit);
/// What others in the list look like does not matter. Errors: unauthorized, unavailable.
Result<LinkPage> links_from(
    const net::Response& response, const LinkNames& names, const pg::Codes& codes
);

}  // namespace maedal::bootpay::commerce
