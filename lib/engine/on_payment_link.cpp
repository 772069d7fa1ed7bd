// Payment links at the doors: made, sent again, and what the gateway answers.
#include "base/contract.hpp"
#include "base/digest.hpp"
#include "engine/calls.hpp"
#include "engine/evidence.hpp"
#include "engine/input.hpp"
#include "engine/sale.hpp"
#include "engine/shop.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {

using namespace billing;

constexpr Seconds lives_min{60}, lives_max{366LL * 86'400};

Result<std::string> checked_send_by(const std::string& text) {
    const auto ways = send_by_from(text);
    if (!ways) return invalid("invalid_send_by", "sms, kakao, email or push, once each", "send_by");
    return send_by_text(*ways);
}

Result<Instant> checked_end(Papers& papers, const CreateLink& command) {
    if (command.expires_at && command.expire_in)
        return invalid("one_of_two", "give either expires_at or expire_in", "expires_at");
    const Seconds lives =
        command.expire_in ? Seconds{*command.expire_in} : papers.rules.links.lives;
    const Instant end = command.expires_at.value_or(papers.now + lives);
    if (end < papers.now + lives_min || end > papers.now + lives_max)
        return invalid("invalid_expiry", "a link lives from a minute to a year", "expires_at");
    return end;
}

/// An order id of ours. A repeat of the request names the same link, whatever became of the first
/// answer; a link that was refused may be asked for again.
OrderId id_of_new_link(Papers& papers) {
    const std::string ours = papers.rules.installation + "-";
    if (papers.repeats_by.empty()) return OrderId{ours + papers.ledger.new_id("link")};
    constexpr std::size_t digits = 24;
    for (int tries = 1;; ++tries) {
        const auto named = digest_of({papers.repeats_by, std::to_string(tries)});
        OrderId id{ours + "link_" + named.substr(0, digits)};
        const auto known = papers.ledger.payment_link(id);
        if (!known || known->state != LinkState::refused) return id;
    }
}

Result<PaymentLink> new_link(Papers& papers, const CreateLink& command) {
    const bool ours = command.order_id.empty();
    const auto send_by = checked_send_by(command.send_by);
    if (!send_by) return send_by.error();
    const auto end = checked_end(papers, command);
    if (!end) return end.error();
    // An id of ours is given only to a link that is made.
    auto sale = checked_sale(papers, command, ours ? "link" : command.order_id);
    if (!sale) return sale.error();
    if (ours) sale->order_id = id_of_new_link(papers);
    auto link = planned_link(papers, *std::move(sale), *send_by, *end);
    if (command.expire_in) link.lives = Seconds{*command.expire_in};
    return link;
}

/// The reminder that comes after the ones that were sent; empty when there is none in its life.
std::optional<Instant> next_reminder(const Papers& papers, const PaymentLink& link) {
    if (link.send_by.empty() || !link.sent_at || !link.charge) return std::nullopt;
    const auto& waits = papers.rules.links.remind_after;
    const auto sent = static_cast<std::size_t>(std::max(link.times_sent - 1, 0));
    if (sent >= waits.size()) return std::nullopt;
    const Instant at = *link.sent_at + waits[sent];
    if (at >= link.expires_at) return std::nullopt;
    return at;
}

/// Nobody is reminded of what was canceled.
bool still_owed(Papers& papers, const PaymentLink& link) {
    if (!link.charge) return true;
    const auto charge = papers.ledger.charge(*link.charge);
    MAEDAL_EXPECTS(charge);
    return unsettled(charge->state);
}

/// A planned link has come to its own end: nobody could pay what would be made of it now.
void drop_unmade(Papers& papers, PaymentLink& link) {
    papers.alarm(fmt::format(
        "payment link {} could not be made before its end ({}): nothing was sent",
        link.order_id.text(),
        link.code
    ));
    link.state = LinkState::dropped;
    link.closed_at = papers.now;
    link.next_act = NextAct::look;
    link.next_look_at.reset();
    papers.ledger.put_link(link, papers.cause("payment_link.dropped"));
}

void push_again(Papers& papers, PaymentLink& link, std::vector<SendBy> send_by) {
    link.times_sent += 1;  // with the intent: never counted less often than it was sent
    link.remind_at = next_reminder(papers, link);
    link.next_look_at = next_look_at_open(link, papers.rules.links.timing, papers.now);
    papers.ledger.put_link(link, papers.cause("payment_link.sent_again"));
    papers.out.writes.push_back(SendLinkAgain{
        write_down_call(papers, call_kind::link_again, link.order_id.text()),
        link.order_id,
        *link.link_id,
        std::move(send_by)});
}

}  // namespace

Result<Outcome> carry_out(Papers& papers, const CreateLink& command) {
    auto link = new_link(papers, command);
    if (!link) return link.error();
    if (const auto known = papers.ledger.payment_link(link->order_id)) {
        if (known->amount == link->amount && known->name == link->name) return Outcome{*known};
        return Error{
            Errc::conflict, "link_exists", "a link with this order id has other terms", "order_id"};
    }
    if (papers.ledger.shop_order(link->order_id))
        return Error{Errc::conflict, "link_exists", "an order has this order id", "order_id"};
    if (!papers.take_shop_place()) return papers.no_place();
    papers.ledger.put_link(*link, papers.cause("payment_link.planned"));
    send_link(papers, *link, command.details);
    papers.wait_for(link_subject(link->order_id));
    return Outcome{*link};
}

Result<Outcome> carry_out(Papers& papers, const SendLink& command) {
    if (const auto fault = id_fault(command.order_id); !fault.empty())
        return bad_id(fault, "order_id");
    auto link = papers.ledger.payment_link(OrderId{command.order_id});
    if (!link) return Error{Errc::not_found, "unknown_link", "no such payment link", "order_id"};
    if (link->state != LinkState::open || link->expires_at <= papers.now)
        return Error{
            Errc::conflict,
            "link_not_open",
            "the link is " + std::string{link_state_names.of(link->state)},
            "order_id"};
    const auto send_by = checked_send_by(command.send_by.empty() ? link->send_by : command.send_by);
    if (!send_by) return send_by.error();
    if (!papers.take_shop_place()) return papers.no_place();
    push_again(papers, *link, *send_by_from(*send_by));
    papers.wait_for(link_subject(link->order_id));
    return Outcome{*link};
}

void handle(Papers& papers, const LinkAnswered& event) {
    const auto answer = close_call(papers, event.call, call_kind::link, event.answer);
    const auto before = papers.ledger.payment_link(event.order_id);
    MAEDAL_EXPECTS(before);
    PaymentLink after = link_answered(*before, answer, papers.now);
    if (after.state != before->state) {
        after.remind_at = next_reminder(papers, after);
        store_link(papers, after, {});
    }
    auto order = papers.ledger.shop_order(after.order_id);
    if (order && after.state == LinkState::open && order->request_id != after.request_id) {
        order->request_id = after.request_id;
        papers.ledger.put_shop_order(*order, papers.cause("order.price_known"));
    }
    papers.answer_who_waits(
        link_subject(after.order_id),
        [&](const Command& command) -> Result<Outcome> {
            if (after.state == LinkState::refused) return answer.error();
            if (std::holds_alternative<PrepareOrder>(command) && order) return Outcome{*order};
            return Outcome{after};
        }
    );
}

void handle(Papers& papers, const LinkSent& event) {
    const auto answer = close_call(papers, event.call, call_kind::link_again, event.answer);
    const auto link = papers.ledger.payment_link(event.order_id);
    MAEDAL_EXPECTS(link);
    if (!answer && answer.error().code != Errc::in_doubt)
        papers.alarm(fmt::format(
            "link {} was not sent again: {}", link->order_id.text(), answer.error().reason
        ));
    papers.answer_who_waits(link_subject(link->order_id), [&](const Command&) -> Result<Outcome> {
        if (!answer) return answer.error();
        return Outcome{*link};
    });
}

void handle(Papers& papers, const LinkLookedUp& event) {
    const auto link = papers.ledger.payment_link(event.order_id);
    MAEDAL_EXPECTS(link);
    settle_link_by(papers, *link, event.evidence);
}

void handle(Papers& papers, const LinkDue& event) {
    auto link = papers.ledger.payment_link(event.order_id);
    MAEDAL_EXPECTS(link);
    if (!link->next_look_at || *link->next_look_at > papers.now) return;
    if (papers.in_flight.contains(link_subject(link->order_id))) return;
    if (link->state == LinkState::planned && !link->lives && link->expires_at <= papers.now) {
        drop_unmade(papers, *link);
        return;
    }
    if (link->state == LinkState::planned) {
        if (papers.take_shop_place())
            send_link(papers, *link, papers.ledger.link_details(link->order_id));
        return;
    }
    if (link->remind_at && !still_owed(papers, *link)) {
        link->remind_at.reset();
        papers.ledger.put_link(*link, papers.cause("payment_link.not_owed_any_more"));
    }
    const bool reminds = link->state == LinkState::open && link->remind_at &&
                         *link->remind_at <= papers.now && papers.now < link->expires_at;
    if (reminds) {
        if (papers.take_shop_place()) push_again(papers, *link, *send_by_from(link->send_by));
        return;
    }
    if (papers.take_look_place())
        papers.out.looks.push_back(LookAtLink{link->order_id, link->request_id, link->link_id});
}

}  // namespace maedal::engine
