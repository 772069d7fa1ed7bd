#include "billing/payment_link.hpp"

#include "base/contract.hpp"
#include "billing/timing.hpp"

#include <algorithm>

namespace maedal::billing {
namespace {

using enum LinkState;

struct Edge {
    LinkState from, to;
};
constexpr Edge edges[]{
    {planned, sending},
    {planned, dropped},
    {sending, open},
    {sending, paid},
    {sending, doubt},
    {sending, refused},
    {sending, dropped},
    {sending, planned},
    {doubt, open},
    {doubt, paid},
    {doubt, absent},
    {doubt, quarantined},
    {quarantined, open},
    {quarantined, paid},
    {quarantined, absent},
    {open, paid},
    {open, lapsed},
    {open, quarantined},
};

constexpr std::string_view believed_currency = "KRW";

PaymentLink in_state(PaymentLink link, LinkState state, std::optional<Instant> look_at) {
    MAEDAL_EXPECTS(link.state == state || legal(link.state, state));
    if (link.state != state) link.looks = 0;
    link.state = state;
    link.next_act = state == planned ? NextAct::send : NextAct::look;
    link.next_look_at = look_at;
    return link;
}

PaymentLink closed(PaymentLink link, LinkState end, Instant now) {
    link = in_state(std::move(link), end, std::nullopt);
    link.closed_at = now;
    link.remind_at.reset();
    return link;
}

PaymentLink opened(
    PaymentLink link,
    const LinkId& id,
    std::string url,
    std::optional<Instant> expires_at,
    Instant now
) {
    link.link_id = id;
    link.url = std::move(url);
    if (expires_at) link.expires_at = *expires_at;
    link.code.clear();
    constexpr Seconds first_look{300};
    return in_state(std::move(link), open, std::min(now + first_look, link.expires_at));
}

std::string disagreement(const PaymentLink& link, const GatewayReceipt& receipt) {
    if (receipt.order_id != link.order_id)
        return "receipt " + receipt.id.text() + " is of another order";
    if (receipt.price != link.amount)
        return "receipt " + receipt.id.text() + " is of another amount";
    if (receipt.currency != believed_currency)
        return "receipt " + receipt.id.text() + " is in another currency";
    return {};
}

std::string disagreement(const PaymentLink& link, const GatewayLink& told) {
    if (told.price != link.amount) return "the gateway's link is of another amount";
    if (!told.order_id.empty() && told.order_id != link.order_id.text())
        return "the gateway's link is of another order";
    return {};
}

/// Waits on: a doubt for its window, an open link for its end and a window after that.
PaymentLink looked_in_vain(PaymentLink link, const LinkTiming& timing, Instant now) {
    link.looks += 1;
    switch (link.state) {
        case doubt:
            // Until its end it may yet show itself; then the list decides, if it can be read.
            if (now >= link.expires_at + timing.grace + timing.doubt_window)
                return in_state(std::move(link), quarantined, std::nullopt);
            link.next_look_at = now + retry_gap(link.looks) * 4;
            return link;
        case open:
            // It has ended, and nobody can say whether it was paid before that.
            if (now >= link.expires_at + timing.grace + timing.doubt_window)
                return in_state(std::move(link), quarantined, std::nullopt);
            link.next_look_at = next_look_at_open(link, timing, now);
            return link;
        default:
            link.next_look_at.reset();
            return link;
    }
}

}  // namespace

std::string send_by_text(const std::vector<SendBy>& ways) {
    std::string text;
    for (const SendBy way : ways)
        text += (text.empty() ? "" : ",") + std::string{send_by_names.of(way)};
    return text;
}

std::optional<std::vector<SendBy>> send_by_from(std::string_view text) {
    std::vector<SendBy> ways;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        const auto way = send_by_names.from(text.substr(0, comma));
        if (!way || std::ranges::find(ways, *way) != ways.end()) return std::nullopt;
        ways.push_back(*way);
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return ways;
}

bool legal(LinkState from, LinkState to) {
    return std::ranges::any_of(edges, [&](const Edge& edge) {
        return edge.from == from && edge.to == to;
    });
}

bool over(LinkState state) {
    return state == paid || state == lapsed || state == refused || state == absent ||
           state == dropped;
}

PaymentLink link_intended(PaymentLink link, Instant now) {
    link.sent_at = now;
    if (link.lives) link.expires_at = now + *link.lives;
    if (!link.send_by.empty()) link.times_sent += 1;
    return in_state(std::move(link), sending, std::nullopt);
}

PaymentLink link_answered(PaymentLink link, const Result<MadeLink>& answer, Instant now) {
    if (link.state != sending) return link;  // a receipt was quicker
    if (answer) {
        if (!answer->request_id.empty()) link.request_id = answer->request_id;
        return opened(std::move(link), answer->link_id, answer->url, answer->expires_at, now);
    }
    link.code = answer.error().reason;
    switch (answer.error().code) {
        case Errc::refused:
        case Errc::declined:
            return closed(std::move(link), refused, now);
        case Errc::unsent:
        case Errc::unauthorized:
            if (!link.send_by.empty()) link.times_sent -= 1;
            if (link.charge) return closed(std::move(link), dropped, now);
            link.sent_at.reset();
            return in_state(std::move(link), planned, now + retry_gap(++link.looks));
        default:
            return in_state(std::move(link), doubt, now + retry_gap(1));
    }
}

PaymentLink link_found_in_sending(PaymentLink link, Instant now) {
    return in_state(std::move(link), doubt, now);
}

LinkLooked link_looked_up(
    PaymentLink link, const LinkEvidence& evidence, const LinkTiming& timing, Instant now
) {
    LinkLooked looked{std::move(link), {}, {}};
    PaymentLink& it = looked.link;
    bool pending = false;
    if (evidence.receipts) {
        for (const auto& receipt : standing_first(*evidence.receipts)) {
            pending = pending || receipt.status == ReceiptStatus::pending;
            if (took_money(receipt)) looked.paid.push_back(receipt);
        }
    }
    if (over(it.state) || it.state == planned) return looked;
    const auto agrees = [&](const GatewayReceipt& receipt) {
        return disagreement(it, receipt).empty();
    };
    const auto proof = std::ranges::find_if(looked.paid, agrees);
    if (evidence.link && !evidence.link->order_number.empty())
        it.order_number = evidence.link->order_number;
    if (proof != looked.paid.end()) {
        it.receipt = proof->id;
        it = closed(std::move(it), paid, now);
        return looked;
    }
    if (!looked.paid.empty())
        looked.contradiction = disagreement(it, looked.paid.front());
    else if (evidence.link)
        looked.contradiction = disagreement(it, *evidence.link);
    if (!looked.contradiction.empty()) {
        if (it.state != sending) it = in_state(std::move(it), quarantined, std::nullopt);
        return looked;
    }
    if (it.state == sending) return looked;  // only money is quicker than the answer
    if ((it.state == doubt || it.state == quarantined) && evidence.link) {
        it = opened(
            std::move(it),
            evidence.link->link_id,
            evidence.link->url,
            evidence.link->expires_at,
            now
        );
        return looked;
    }
    const bool ended = now >= it.expires_at + timing.grace;
    const bool told_unpaid = evidence.link && !evidence.link->paid_at;
    if (it.state == open && ended && told_unpaid && evidence.receipts && !pending) {
        it = closed(std::move(it), lapsed, now);
        return looked;
    }
    // Nobody has seen it for so long after its own end that it cannot be paid any more.
    if (it.state == doubt && ended && evidence.absent && evidence.receipts && !pending) {
        it = closed(std::move(it), absent, now);
        return looked;
    }
    it = looked_in_vain(std::move(it), timing, now);
    return looked;
}

Instant next_look_at_open(const PaymentLink& link, const LinkTiming& timing, Instant now) {
    constexpr Seconds hour{3'600};
    const Seconds gap = std::min(hour, Seconds{300} * (1 << std::min(link.looks, 4)));
    Instant next = now + gap;
    const Instant end = link.expires_at + timing.grace;
    if (now < end) next = std::min(next, end);
    if (link.remind_at && *link.remind_at > now) next = std::min(next, *link.remind_at);
    return next;
}

}  // namespace maedal::billing
