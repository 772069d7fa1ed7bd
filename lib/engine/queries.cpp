#include "engine/queries.hpp"

namespace maedal::engine {
using namespace billing;

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
