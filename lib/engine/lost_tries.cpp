#include "engine/lost_tries.hpp"

#include "engine/restored.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace maedal::engine {
namespace {

using namespace billing;

/// So many tries may follow the last one that a backup knows of.
constexpr int tries_beyond = 3;

/// An order id of ours: its charge's part, and the number of the try.
struct Try {
    std::string stem;
    int number;

    [[nodiscard]] OrderId other(int which) const {
        return OrderId{fmt::format("{}{}", stem, which)};
    }
};
std::optional<Try> try_of(const Papers& papers, const OrderId& id) {
    constexpr std::string_view mark = "-a";
    const std::string& text = id.text();
    const auto at = text.rfind(mark);
    if (at == std::string::npos || !text.starts_with(papers.rules.installation + "-"))
        return std::nullopt;
    Try found{text.substr(0, at + mark.size()), 0};
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + found.stem.size(), end, found.number);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return found;
}

std::optional<Attempt> last_known_before(Papers& papers, const Try& lost) {
    for (int number = lost.number - 1; number > 0 && number >= lost.number - tries_beyond; --number)
        if (auto known = papers.ledger.attempt(lost.other(number))) return known;
    return std::nullopt;
}

void look_for(Papers& papers, const OrderId& id) {
    if (!papers.in_flight.contains(subject_of(id)) && papers.take_look_place())
        papers.out.looks.push_back(LookAtAttempt{id, std::nullopt});
}

/// Empty: it goes on, and its own end decides.
std::optional<Attempt> given_way(const Attempt& attempt, Instant now) {
    if (attempt.state == AttemptState::doubt || attempt.state == AttemptState::quarantined)
        return resolved(attempt, AttemptState::absent, now);
    if (attempt.state == AttemptState::planned) return revoke_wanted(attempt, now);
    return std::nullopt;
}

}  // namespace

bool take_in_lost_try(
    Papers& papers, const OrderId& id, const std::vector<GatewayReceipt>& receipts
) {
    const auto paid = std::ranges::find_if(receipts, [&](const GatewayReceipt& receipt) {
        return receipt.order_id == id && took_money(receipt);
    });
    const auto lost = try_of(papers, id);
    if (paid == receipts.end() || !lost) return false;
    // In a ledger that was never lost nobody but a customer can have made up such an order id.
    if (!disarmed(papers) && !armed_lately(papers)) return false;
    const auto last = last_known_before(papers, *lost);
    if (!last || !last->billing_key) return false;
    ChargeFile file = file_of(papers, last->charge);
    if (paid->price != file.charge.amount) return false;
    for (const auto& attempt : file.attempts) {
        if (!live(attempt.state)) continue;
        auto after = given_way(attempt, papers.now);
        if (!after) return false;
        store_changed(papers, attempt, *after, "a later try was paid");
    }
    for (int number = last->number + 1; number <= lost->number; ++number) {
        Attempt made = planned_attempt(
            file.charge,
            papers.rules.installation,
            number,
            last->billing_key,
            paid->paid_at.value_or(papers.now),
            papers.now,
            false
        );
        made.code = presumed_sent;
        papers.ledger.add(made, papers.cause("attempt.made_by_a_lost_ledger"));
        const Attempt stored = *papers.ledger.attempt(made.order_id);
        Attempt over = revoke_wanted(stored, papers.now);
        store_changed(papers, stored, over);
    }
    papers.alarm(fmt::format("order {} was tried by a ledger that is lost, and paid", id.text()));
    return true;
}

void look_for_lost_tries(Papers& papers, const Attempt& attempt) {
    const auto armed = armed_lately(papers);
    if (!armed || !attempt.billing_key) return;
    const bool undecided_then =
        attempt.sent_at && *attempt.sent_at < *armed && attempt.state != AttemptState::paid;
    if (attempt.code != presumed_sent && !undecided_then) return;
    const auto known = try_of(papers, attempt.order_id);
    if (!known) return;
    // What this ledger has tried since may be over, and the other one may have tried oftener.
    int number = known->number + 1;
    const int last = known->number + tries_beyond;
    while (number <= last && papers.ledger.attempt(known->other(number)))
        ++number;
    if (number <= last) look_for(papers, known->other(number));
}

std::vector<OrderId> ids_of_lost_tries(Papers& papers, const Charge& charge, const OrderId& id) {
    std::vector<OrderId> ids;
    const auto armed = armed_lately(papers);
    const auto next = try_of(papers, id);
    if (!armed || charge.due_at() > *armed || !next) return ids;
    for (int beyond = 1; beyond <= tries_beyond; ++beyond)
        ids.push_back(next->other(next->number + beyond));
    return ids;
}

void look_beyond(Papers& papers, const OrderId& id) {
    const auto empty = try_of(papers, id);
    if (!empty || (!disarmed(papers) && !armed_lately(papers))) return;
    const auto last = last_known_before(papers, *empty);
    if (last && empty->number < last->number + tries_beyond)
        look_for(papers, empty->other(empty->number + 1));
}

}  // namespace maedal::engine
