// A payment link and the attempt that it collects: sent, judged, followed.
#include "base/contract.hpp"
#include "engine/calls.hpp"
#include "engine/evidence.hpp"
#include "engine/sale.hpp"
#include "engine/shop.hpp"

namespace maedal::engine {
namespace {

using namespace billing;

AttemptState state_of(LinkState state) {
    const auto same = attempt_state_names.from(link_state_names.of(state));
    MAEDAL_EXPECTS(same);
    return *same;
}

/// The attempt of a charge is in the state of its link, and the charge follows.
void follow(Papers& papers, const PaymentLink& link, const std::vector<GatewayReceipt>& paid) {
    const auto before = papers.ledger.attempt(link.order_id);
    MAEDAL_EXPECTS(before);
    if (before->state == state_of(link.state) || !live(before->state)) return;
    Attempt after = *before;
    after.state = state_of(link.state);
    after.code = link.code;
    after.next_act = NextAct::look;
    after.next_look_at.reset();
    after.receipt = link.receipt;
    if (!live(after.state)) after.closed_at = papers.now;
    ChargeFile file = file_of(papers, *link.charge);
    if (link.state != LinkState::paid) {
        conclude(papers, file, *before, after, nullptr);
        return;
    }
    ProvenPaid proof{paid.front(), {}};
    for (const auto& receipt : paid)
        if (receipt.id == *link.receipt)
            proof.receipt = receipt;
        else if (receipt.order_id == link.order_id)
            proof.surplus.push_back(receipt);
    const Verdict verdict = proof;
    conclude(papers, file, *before, after, &verdict);
}

/// Money for a link of no charge. An order of the same id books its own: what the link was paid by
/// need not settle the order.
void book_alone(
    Papers& papers, const PaymentLink& link, const std::vector<GatewayReceipt>& receipts
) {
    if (papers.ledger.shop_order(link.order_id)) {
        settle_order_by(papers, link.order_id, receipts);
        return;
    }
    for (const auto& told : receipts) {
        if (told.order_id != link.order_id || !took_money(told)) continue;
        const bool settles = link.state == LinkState::paid && link.receipt == told.id;
        if (!settles && papers.ledger.receipt(told.id)) continue;
        book_shop_receipt(
            papers, link.order_id, told, settles ? ReceiptRole::settles : ReceiptRole::surplus
        );
        if (!settles)
            papers.alarm(fmt::format(
                "receipt {} took {} won for link {} and settles nothing",
                told.id.text(),
                told.price.count(),
                link.order_id.text()
            ));
    }
}

bool unchanged(const PaymentLink& a, const PaymentLink& b) {
    return a.state == b.state && a.next_look_at == b.next_look_at && a.looks == b.looks &&
           a.link_id == b.link_id && a.order_number == b.order_number && a.code == b.code;
}

/// The link of an attempt that is about to be sent: the same name for both, for ever.
PaymentLink link_of_attempt(Papers& papers, const ChargeFile& file, const Attempt& attempt) {
    const auto& links = papers.rules.links;
    Sale sale{
        attempt.order_id,
        file.subscription.customer,
        file.plan.name,
        attempt.amount,
        attempt.tax_free};
    auto link = planned_link(papers, std::move(sale), links.send_by, papers.now + links.lives);
    link.charge = attempt.charge;
    return link;
}

}  // namespace

void store_link(Papers& papers, PaymentLink& link, const std::vector<GatewayReceipt>& paid) {
    papers.ledger.put_link(
        link, papers.cause(fmt::format("payment_link.{}", link_state_names.of(link.state)))
    );
    if (link.state == LinkState::quarantined)
        papers.alarm(fmt::format("payment link {} is quarantined", link.order_id.text()));
    if (link.charge) follow(papers, link, paid);
}

void send_link(Papers& papers, PaymentLink& link, std::string details) {
    if (!details.empty()) papers.ledger.keep_link_details(link.order_id, details);
    link = link_intended(std::move(link), papers.now);
    papers.ledger.put_link(link, papers.cause("payment_link.sending"));
    papers.out.writes.push_back(MakeLink{
        write_down_call(papers, call_kind::link, link.order_id.text()), link, std::move(details)});
}

void send_link_of(Papers& papers, ChargeFile& file, const Attempt& planned) {
    Attempt attempt = intended(planned, std::max(planned.execute_at, papers.now), papers.now);
    store_changed(papers, planned, attempt);
    PaymentLink link = link_of_attempt(papers, file, attempt);
    papers.ledger.put_link(link, papers.cause("payment_link.planned"));
    send_link(papers, link, papers.ledger.contact(file.subscription.id.text()));
}

void presume_link_made(Papers& papers, const Attempt& planned) {
    const ChargeFile file = file_of(papers, planned.charge);
    Attempt attempt = intended(planned, planned.execute_at, papers.now);
    papers.ledger.store(attempt, papers.cause("attempt.sending"));
    PaymentLink link = link_of_attempt(papers, file, attempt);
    papers.ledger.put_link(link, papers.cause("payment_link.planned"));
    link = link_intended(std::move(link), papers.now);
    papers.ledger.put_link(link, papers.cause("payment_link.sending"));
    presume_call(papers, call_kind::link, attempt.order_id.text(), papers.now);
    link = link_found_in_sending(std::move(link), papers.now);
    papers.ledger.put_link(link, papers.cause("payment_link.presumed_made"));
    attempt.state = AttemptState::doubt;
    papers.ledger.store(attempt, papers.cause("attempt.presumed_sent"));
}

void look_at_link_of(Papers& papers, const Attempt& attempt) {
    Attempt watched = attempt;
    watched.next_look_at.reset();
    papers.ledger.store(watched, papers.cause("attempt.watched_by_its_link"));
    auto link = papers.ledger.payment_link(attempt.order_id);
    if (!link || over(link->state) || link->state == LinkState::sending) return;
    link->next_look_at = papers.now;
    papers.ledger.put_link(*link, papers.cause("payment_link.look_planned"));
}

void resolve_link(
    Papers& papers, const PaymentLink& link, LinkState end, const ResolveDoubt& command
) {
    MAEDAL_EXPECTS(legal(link.state, end) && over(end));
    PaymentLink after = link;
    after.state = end;
    after.closed_at = papers.now;
    after.next_look_at.reset();
    after.remind_at.reset();
    papers.ledger.put_link(
        after,
        papers.cause(fmt::format("payment_link.{}: {}", link_state_names.of(end), command.reason))
    );
    if (after.charge) follow(papers, after, {});
    // Money that does not agree with it is late money now: it is kept in sight, or goes back.
    if (after.charge)
        settle_by(papers, after.order_id, command.evidence);
    else if (command.evidence.receipts)
        book_alone(papers, after, *command.evidence.receipts);
}

void settle_link_by(Papers& papers, const PaymentLink& before, const LinkEvidence& evidence) {
    LinkLooked looked = link_looked_up(before, evidence, papers.rules.links.timing, papers.now);
    if (!looked.contradiction.empty())
        papers.alarm(fmt::format("link {}: {}", before.order_id.text(), looked.contradiction));
    PaymentLink after = std::move(looked.link);
    if (!unchanged(before, after)) store_link(papers, after, looked.paid);
    if (!after.charge && evidence.receipts) book_alone(papers, after, *evidence.receipts);
}

}  // namespace maedal::engine
