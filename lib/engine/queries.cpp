#include "engine/queries.hpp"

#include <fmt/format.h>

namespace maedal::engine {
namespace {

using namespace billing;

std::string what_is_known(const Attempt& attempt, const std::vector<GatewayCall>& calls) {
    std::string known = "reserve was sent";
    if (attempt.sent_at) known += " at " + rfc3339(*attempt.sent_at);
    for (const auto& call : calls)
        if (!call.outcome.empty() && call.outcome != "done")
            known += fmt::format(
                "; {} ended {}{}",
                call.kind,
                call.outcome,
                call.code.empty() ? "" : ": " + call.code
            );
    if (attempt.reserve_id) known += "; the gateway knows it as " + attempt.reserve_id->text();
    return known;
}

}  // namespace

std::vector<Doubt> doubts(Reads& reads, Page page) {
    std::vector<Doubt> list;
    constexpr Seconds window = Timing{}.doubt_window;
    for (const auto* state : {"doubt", "quarantined"}) {
        for (auto& attempt :
             reads.attempts({.subscription = {}, .billing_key = {}, .state = state}, page)) {
            const auto calls = reads.calls_of(attempt.order_id.text());
            Doubt doubt{attempt, what_is_known(attempt, calls), {}, std::nullopt};
            doubt.settled_by = "a receipt of order id " + attempt.order_id.text() +
                               ", by webhook or look-up, after " + rfc3339(attempt.execute_at);
            if (attempt.state == AttemptState::doubt) doubt.until = attempt.execute_at + window;
            list.push_back(std::move(doubt));
        }
    }
    return list;
}

std::optional<ChargeStory> charge_story(Reads& reads, ChargeNumber number) {
    const auto charge = reads.charge(number);
    if (!charge) return std::nullopt;
    ChargeStory story{*charge, *reads.subscription(charge->subscription), {}, {}, {}, {}};
    story.attempts = reads.attempts_of(number);
    for (const auto& attempt : story.attempts) {
        for (auto& receipt : reads.receipts_of(attempt.order_id)) {
            for (auto& refund : reads.refunds_of(receipt.id))
                story.refunds.push_back(std::move(refund));
            story.receipts.push_back(std::move(receipt));
        }
        for (auto& call : reads.calls_of(attempt.order_id.text()))
            story.calls.push_back(std::move(call));
    }
    return story;
}

}  // namespace maedal::engine
