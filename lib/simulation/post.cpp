#include "simulation/post.hpp"

#include <fmt/format.h>

namespace maedal::simulation {

Post::Post(sandbox::Bootpay& bootpay, const Weather& weather, std::uint64_t seed, Tally& tally)
    : bootpay_{bootpay}, weather_{weather}, dice_{sandbox::scattered(seed)}, tally_{tally} {}

std::optional<Instant> Post::next_due() const {
    std::optional<Instant> next = bootpay_.outbox().next_due();
    if (!late_.empty() && (!next || late_.begin()->first < *next)) next = late_.begin()->first;
    return next;
}

/// About a payment of somebody's, or none: nothing in it can be believed.
engine::NoticeHint Post::forged() {
    tally_.hit(Probe::notice_forged);
    const auto& known = bootpay_.reservations();
    std::string order_id = "no-such-order";
    if (!known.empty() && dice_.hits(80))
        order_id = known[dice_.roll() % known.size()].asked->order_id;
    return {fmt::format("forged-{}", ++forgeries_), "no-such-receipt", order_id, ""};
}

std::vector<engine::NoticeTaken> Post::brought(std::size_t& ticket) {
    std::vector<engine::NoticeTaken> brought;
    const Instant now = bootpay_.now();
    while (!late_.empty() && late_.begin()->first <= now) {
        brought.push_back({late_.begin()->second, ++ticket});
        late_.erase(late_.begin());
    }
    while (const auto* notice = bootpay_.outbox().take_due(now)) {
        const engine::NoticeHint hint{
            fmt::format("notice-{}", notice->number),
            notice->receipt->receipt_id,
            notice->receipt->asked->order_id,
            ""};
        if (dice_.hits(weather_.notice_lost)) {
            bootpay_.outbox().report(notice->number, true, "lost");
            continue;
        }
        if (dice_.hits(weather_.notice_late)) {
            const auto delay = static_cast<std::int64_t>(dice_.roll() % (3 * 86'400));
            late_.emplace(now + Seconds{1 + delay}, hint);
            bootpay_.outbox().report(notice->number, true, "late");
            continue;
        }
        at_the_door_[++ticket] = notice->number;
        brought.push_back({hint, ticket});
        if (dice_.hits(weather_.notice_doubled)) {
            tally_.hit(Probe::notice_doubled);
            brought.push_back({hint, ++ticket});
        }
        if (dice_.hits(weather_.notice_forged)) brought.push_back({forged(), ++ticket});
    }
    return brought;
}

void Post::answered(std::size_t ticket, bool stored) {
    const auto found = at_the_door_.find(ticket);
    if (found == at_the_door_.end()) return;
    bootpay_.outbox().report(found->second, stored, stored ? "200" : "503");
    at_the_door_.erase(found);
}

void Post::door_died() {
    for (const auto& [ticket, number] : at_the_door_) {
        bootpay_.outbox().report(number, false, "no answer");
        tally_.hit(Probe::notice_retried);
    }
    at_the_door_.clear();
}

}  // namespace maedal::simulation
