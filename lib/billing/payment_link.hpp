#pragma once
#include "base/error.hpp"
#include "base/instant.hpp"
#include "billing/attempt.hpp"
#include "billing/evidence.hpp"
#include "billing/ids.hpp"
#include "billing/money.hpp"
#include "billing/names.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace maedal::billing {

using LinkId = StrongId<struct LinkTag>;  ///< the gateway's, names a payment link

/// How the gateway brings a link to the customer.
enum class SendBy { sms, kakao, email, push };
inline constexpr Names send_by_names{std::to_array<std::pair<SendBy, std::string_view>>({
    {SendBy::sms, "sms"},
    {SendBy::kakao, "kakao"},
    {SendBy::email, "email"},
    {SendBy::push, "push"},
})};
/// "sms,kakao" and back. Empty for a word that is none.
[[nodiscard]] std::string send_by_text(const std::vector<SendBy>& ways);
[[nodiscard]] std::optional<std::vector<SendBy>> send_by_from(std::string_view text);

/// The states of an attempt that is collected by a link; a link that collects a charge is in the
/// state of its attempt.
enum class LinkState {
    planned,      ///< nothing was sent
    sending,      ///< the intent is committed, the answer is not
    doubt,        ///< sent, outcome unknown: the list of links will tell
    quarantined,  ///< a person decides
    open,         ///< may be paid
    paid,         ///< for ever
    lapsed,       ///< ran out, and nobody paid
    refused,
    absent,   ///< its end has passed and the whole list does not hold it: it never was
    dropped,  ///< never sent
};
inline constexpr Names link_state_names{std::to_array<std::pair<LinkState, std::string_view>>({
    {LinkState::planned, "planned"},
    {LinkState::sending, "sending"},
    {LinkState::doubt, "doubt"},
    {LinkState::quarantined, "quarantined"},
    {LinkState::open, "open"},
    {LinkState::paid, "paid"},
    {LinkState::lapsed, "lapsed"},
    {LinkState::refused, "refused"},
    {LinkState::absent, "absent"},
    {LinkState::dropped, "dropped"},
})};
[[nodiscard]] bool legal(LinkState from, LinkState to);
/// Nothing more will happen to it by itself.
[[nodiscard]] bool over(LinkState state);

/// A page where the customer pays. Commerce has no call that ends one, so each carries its own end.
struct PaymentLink {
    OrderId order_id;                    ///< what its receipt carries; ours for a charge
    std::optional<ChargeNumber> charge;  ///< which it collects, if any
    std::optional<CustomerId> customer;
    std::string name;  ///< what the customer reads
    Won amount;
    Won tax_free;
    std::string send_by;           ///< "sms,kakao"; empty: the gateway sends nothing
    std::optional<Seconds> lives;  ///< asked for as a length; else as the moment
    Instant expires_at;            ///< with `lives` at first a bound, then the gateway's word
    LinkState state = LinkState::planned;
    std::optional<LinkId> link_id;
    std::string url;
    std::string request_id;    ///< by which a checkout finds its price
    std::string order_number;  ///< the gateway's order, once somebody went to pay
    std::optional<ReceiptId> receipt;
    int times_sent = 0;                ///< to the customer, by the gateway, as far as we asked
    std::optional<Instant> remind_at;  ///< when it is sent again by itself
    NextAct next_act = NextAct::send;
    std::optional<Instant> next_look_at;
    int looks = 0;
    Instant created_at;
    std::optional<Instant> sent_at;  ///< of the intent
    std::optional<Instant> closed_at;
    std::string code;
    std::int64_t version = 0;
};

/// What the gateway gave for the wish.
struct MadeLink {
    LinkId link_id;
    std::string url;
    std::optional<Instant> expires_at;
    std::string request_id;  ///< the gateway's, or ours again
};

/// A link as the gateway tells it.
struct GatewayLink {
    LinkId link_id;
    std::string order_id;  ///< empty where the gateway does not say it
    std::string request_id;
    Won price;
    std::string url;
    std::optional<Instant> expires_at;
    std::optional<Instant> paid_at;
    std::string order_number;  ///< empty until somebody goes to pay
};

/// What one round of look-ups found.
struct LinkEvidence {
    std::optional<GatewayLink> link;  ///< absent: not asked, or not answered
    bool absent = false;              ///< nor is it in the whole list, or found by its id
    std::optional<std::vector<GatewayReceipt>> receipts;  ///< absent: not asked, or not answered
    bool list_too_long = false;  ///< it can never be read whole: it will not tell what is absent
};

struct LinkTiming {
    Seconds grace{3'600};  ///< after its end, before anything else is tried
    Seconds doubt_window{48 * 3'600};
    Seconds margin{120};  ///< between its end as we bound it and as the gateway counts
};

/// From planned to sending: the intent.
[[nodiscard]] PaymentLink link_intended(PaymentLink link, Instant now);
/// The answer to its creation. Unsent it is planned again, or dropped when it collects a charge.
[[nodiscard]] PaymentLink link_answered(
    PaymentLink link, const Result<MadeLink>& answer, Instant now
);
/// A write without an answer was found at the start.
[[nodiscard]] PaymentLink link_found_in_sending(PaymentLink link, Instant now);

struct LinkLooked {
    PaymentLink link;
    std::vector<GatewayReceipt> paid;  ///< every receipt that took money for it, agreeing or not
    std::string contradiction;         ///< what a person has to look at; empty: nothing
};
/// What the evidence makes of it. Paid only by a receipt that agrees on order id, amount and
/// currency; lapsed only after its end and a grace, with every question answered and no receipt
/// pending, a virtual account's included.
[[nodiscard]] LinkLooked link_looked_up(
    PaymentLink link, const LinkEvidence& evidence, const LinkTiming& timing, Instant now
);

/// The next look at an open link: soon while it is young, then hourly, and at its end.
[[nodiscard]] Instant next_look_at_open(
    const PaymentLink& link, const LinkTiming& timing, Instant now
);

}  // namespace maedal::billing
