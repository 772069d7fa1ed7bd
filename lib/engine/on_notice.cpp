// A webhook: a hint to look, never a fact. It makes due what polling would do anyway.
#include "base/contract.hpp"
#include "engine/papers.hpp"

namespace maedal::engine {
namespace {

using namespace billing;

/// Where what the notice is about is looked up already, its receipt is asked for after this wait if
/// that look has not told of it: a reservation may be told without its receipt [S4], and the
/// look-up by order id is in no SDK. The receipt by its own id is the one proof that always is.
constexpr Seconds own_look_wait{60};

/// Makes the look-up of a live attempt due now. False when the notice needs one of its own.
bool hurry_attempt(Papers& papers, const OrderId& id) {
    auto attempt = papers.ledger.attempt(id);
    if (!attempt || !attempt->billing_key || !holds_slot(attempt->state)) return false;
    // An answer is still under way: only a proof of money may be quicker, and the receipt gives it.
    if (attempt->state == AttemptState::sending) return false;
    attempt->next_act = NextAct::look;
    attempt->next_look_at = papers.now;
    papers.ledger.store(*attempt, papers.cause("attempt.noticed"));
    return true;
}

/// The same for a link: its receipts are looked up with it.
bool hurry_link(Papers& papers, const OrderId& id) {
    auto link = papers.ledger.payment_link(id);
    if (!link || over(link->state) || link->state == LinkState::planned ||
        link->state == LinkState::sending)
        return false;
    link->next_look_at = papers.now;
    papers.ledger.put_link(*link, papers.cause("payment_link.noticed"));
    return true;
}

bool hurry_receipt(Papers& papers, const std::string& receipt_id) {
    if (receipt_id.empty()) return false;
    auto receipt = papers.ledger.receipt(ReceiptId{receipt_id});
    if (!receipt) return false;
    receipt->next_look_at = papers.now;
    papers.ledger.store(*receipt, papers.cause("receipt.noticed"));
    return true;
}

/// The own look of what the notice is about is due, or under way: it tells more than the receipt.
bool looked_at_now(Papers& papers, const ports::Notice& notice) {
    if (notice.order_id.empty()) return false;
    const auto attempt = papers.ledger.attempt(OrderId{notice.order_id});
    return attempt && holds_slot(attempt->state) && attempt->next_act == NextAct::look &&
           attempt->next_look_at && *attempt->next_look_at <= papers.now;
}

}  // namespace

void handle(Papers& papers, const NoticeTaken& event) {
    papers.out.notices_stored.push_back(event.ticket);
    ports::Notice notice{
        .number = 0,
        .digest = event.hint.digest,
        .receipt_id = event.hint.receipt_id,
        .order_id = event.hint.order_id,
        .type = event.hint.type,
        .received_at = papers.now,
        .next_look_at = std::nullopt,
        .looks = 0};
    if (!papers.ledger.add(notice)) return;  // told before
    const bool hurried =
        !notice.order_id.empty() && (hurry_attempt(papers, OrderId{notice.order_id}) ||
                                     hurry_link(papers, OrderId{notice.order_id}));
    if (notice.receipt_id.empty() || (!hurried && hurry_receipt(papers, notice.receipt_id))) return;
    notice.next_look_at = hurried ? papers.now + own_look_wait : papers.now;
    papers.ledger.store(notice);
}

void handle(Papers& papers, const NoticeDue& event) {
    auto notice = papers.ledger.notice(event.number);
    MAEDAL_EXPECTS(notice);
    const bool known = papers.ledger.receipt(event.receipt).has_value();
    const bool waits = !known && notice->looks == 0 && looked_at_now(papers, *notice);
    if (known || waits) {
        notice->next_look_at.reset();
        if (waits) {
            notice->looks = 1;  // once only: that look may be in vain for days
            notice->next_look_at = papers.now + own_look_wait;
        }
        papers.ledger.store(*notice);
        return;
    }
    if (papers.in_flight.contains(subject_of(event.receipt)) || !papers.take_look_place()) return;
    papers.out.looks.push_back(LookAtReceipt{event.receipt, event.number});
}

}  // namespace maedal::engine
