// Subscriptions that the gateway bills: paused, resumed, ended as the merchant wishes.
#include "base/contract.hpp"
#include "engine/calls.hpp"
#include "engine/input.hpp"
#include "engine/shop.hpp"

namespace maedal::engine {
namespace {

using namespace billing;

constexpr std::size_t reason_bytes_max = 200;

/// What we know of it, made new where the gateway knows more.
HostedSubscription known_by(Papers& papers, const GatewayHosted& told) {
    if (const auto known = papers.ledger.hosted(told.id))
        return hosted_looked_up(*known, told, papers.now);
    return HostedSubscription{
        .id = told.id,
        .name = told.name,
        .price = told.price,
        .status = told.status,
        .order_id = std::nullopt,
        .wish = HostedWish::none,
        .wish_state = WishState::none,
        .reason = {},
        .next_look_at = std::nullopt,
        .looks = 0,
        .told_at = papers.now,
        .code = {},
        .version = 0};
}

}  // namespace

Result<Outcome> carry_out(Papers& papers, const ChangeHosted& command) {
    if (command.reason.empty() || command.reason.size() > reason_bytes_max)
        return invalid("invalid_reason", "reason has 1 to 200 bytes", "reason");
    MAEDAL_EXPECTS(command.told && command.wish != HostedWish::none);
    if (!*command.told) return command.told->error();
    HostedSubscription hosted = known_by(papers, **command.told);
    if (const auto may = may_wish(hosted, command.wish); !may) return may.error();
    if (!papers.take_shop_place()) return papers.no_place();
    hosted.wish = command.wish;
    hosted.wish_state = WishState::sending;
    hosted.reason = command.reason;
    hosted.next_look_at.reset();
    hosted.looks = 0;
    hosted.code.clear();
    papers.ledger.put_hosted(
        hosted,
        papers.cause(fmt::format("hosted_subscription.{}", hosted_wish_names.of(hosted.wish)))
    );
    papers.out.writes.push_back(WishHosted{
        write_down_call(papers, call_kind::hosted, hosted.id.text()),
        hosted.id,
        hosted.wish,
        hosted.reason,
        papers.now});
    papers.wait_for(hosted_subject(hosted.id));
    return Outcome{hosted};
}

void handle(Papers& papers, const HostedAnswered& event) {
    const auto answer = close_call(papers, event.call, call_kind::hosted, event.answer);
    const auto before = papers.ledger.hosted(event.id);
    MAEDAL_EXPECTS(before);
    HostedSubscription after = hosted_answered(*before, answer, papers.now);
    if (after.wish_state == before->wish_state) return;
    papers.ledger.put_hosted(
        after,
        papers.cause(fmt::format("hosted_subscription.{}", wish_state_names.of(after.wish_state)))
    );
    if (after.wish_state == WishState::refused)
        papers.answer_who_waits(hosted_subject(after.id), [&](const Command&) -> Result<Outcome> {
            return answer.error();
        });
}

void handle(Papers& papers, const HostedLookedUp& event) {
    const auto before = papers.ledger.hosted(event.id);
    MAEDAL_EXPECTS(before);
    HostedSubscription after = *before;
    if (event.answer) {
        after = hosted_looked_up(after, *event.answer, papers.now);
    } else if (event.answer.error().code == Errc::not_found) {
        after = hosted_unknown(after, papers.now);
    } else {
        after.looks += 1;
        after.next_look_at = papers.now + order_look_gap(after.looks);
    }
    papers.ledger.put_hosted(after, papers.cause("hosted_subscription.looked_up"));
    // Whoever asked is told after the first look, done or not.
    papers.answer_who_waits(hosted_subject(after.id), [&](const Command&) -> Result<Outcome> {
        return Outcome{after};
    });
}

void handle(Papers& papers, const HostedDue& event) {
    const auto hosted = papers.ledger.hosted(event.id);
    MAEDAL_EXPECTS(hosted);
    if (!hosted->next_look_at || *hosted->next_look_at > papers.now) return;
    if (papers.in_flight.contains(hosted_subject(hosted->id)) || !papers.take_look_place()) return;
    papers.out.looks.push_back(LookAtHosted{hosted->id});
}

}  // namespace maedal::engine
