#include "engine/doubts.hpp"

#include "engine/shop_doubts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace maedal::engine {
namespace {

using namespace billing;

constexpr std::array doubtful_states{AttemptState::quarantined, AttemptState::doubt};

std::string name_of(AttemptState state) {
    return std::string{attempt_state_names.of(state)};
}

std::string what_is_known(const Attempt& attempt, const std::vector<GatewayCall>& calls) {
    const bool immediate = attempt.method == AttemptMethod::immediate;
    std::string known = immediate             ? "an immediate payment"
                        : attempt.billing_key ? "a reservation"
                                              : "a payment link";
    if (attempt.code == presumed_sent)
        known += " may have been sent by the ledger in whose place this one stands";
    else if (attempt.sent_at)
        known += " was sent at " + rfc3339(*attempt.sent_at);
    known += what_came_back(calls);
    if (attempt.reserve_id) known += "; the gateway knows it as " + attempt.reserve_id->text();
    return known + looked_up_so_often(attempt.looks);
}

bool is_waived(Reads& reads, const Attempt& attempt) {
    const auto charge = reads.charge(attempt.charge);
    return charge && charge->state == ChargeState::waived;
}

bool is_owed(Reads& reads, const Attempt& attempt) {
    const auto charge = reads.charge(attempt.charge);
    return charge && unsettled(charge->state);
}

std::string what_settles(const Attempt& attempt, Instant absent_from, bool owed) {
    const char* const waive = owed ? ", or the charge forgiven (resolve --waive)"
                              : attempt.billing_key
                                  ? ", or that nobody waits for it (resolve --waive)"
                                  : "";
    if (attempt.state == AttemptState::quarantined)
        return "a look-up (each night, and by maedalctl reconcile), or a person: its receipt "
               "(resolve --paid), the word that there is none (resolve --absent, from " +
               rfc3339(absent_from) + " on)" + waive;
    if (!attempt.billing_key)
        return "the list of links, or a receipt of order id " + attempt.order_id.text() +
               "; from its own end on, " + rfc3339(absent_from) +
               ", a link that is not there never was";
    std::string text = "a receipt of order id " + attempt.order_id.text() +
                       ", by webhook or look-up, after " + rfc3339(attempt.execute_at);
    if (attempt.next_look_at) text += "; the next look-up is at " + rfc3339(*attempt.next_look_at);
    return text;
}

Doubt doubt_of(Reads& reads, Attempt attempt, const ports::Yardstick& yardstick) {
    const auto link = reads.payment_link(attempt.order_id);
    const Instant window_ends = link ? link->expires_at + yardstick.link_timing.grace
                                     : attempt.execute_at + yardstick.timing.doubt_window;
    const auto calls = reads.calls_of(attempt.order_id.text());
    Doubt doubt{
        attempt,
        std::nullopt,
        what_is_known(attempt, calls),
        what_settles(attempt, window_ends, is_owed(reads, attempt)),
        std::nullopt,
        window_ends};
    if (attempt.state == AttemptState::doubt)
        doubt.until = link ? window_ends + yardstick.link_timing.doubt_window : window_ends;
    if (const auto charge = reads.charge(attempt.charge))
        doubt.subscription = reads.subscription(charge->subscription);
    return doubt;
}

RefundDoubt doubt_of(Reads& reads, Refund refund) {
    std::string known = "it was asked for at " + rfc3339(refund.created_at) +
                        what_came_back(reads.calls_of(refund.id.text()));
    std::string settled_by =
        refund.next_look_at
            ? "its receipt, which is looked up at " + rfc3339(*refund.next_look_at)
            : "a person: the receipt in Bootpay's console says whether it was carried out "
              "(refund resolve --done, or --absent)";
    const bool needs_person = !refund.next_look_at;
    return {std::move(refund), std::move(known), std::move(settled_by), needs_person};
}

/// What a person finds in Bootpay's console, in the words of the command that says so.
std::string what_a_person_says(const Errand& errand) {
    const bool made = makes_a_key(errand.kind) || errand.kind == ErrandKind::ask_for_account;
    return fmt::format(
        "a person: Bootpay's console says whether it was carried out (errand resolve {} "
        "--done{}, or --absent)",
        errand.id,
        made ? " --receipt RECEIPT" : ""
    );
}

ErrandDoubt doubt_of(Reads& reads, Errand errand) {
    std::string known = fmt::format(
        "{} of {} was asked for at {}{}",
        errand_kind_names.of(errand.kind),
        errand.subject,
        rfc3339(errand.created_at),
        what_came_back(reads.calls_of(errand.id))
    );
    const bool needs_person = only_a_person_settles(errand.kind);
    std::string settled_by = what_a_person_says(errand);
    if (!needs_person)
        settled_by = "what Bootpay tells of it" +
                     (errand.next_look_at ? ", looked up at " + rfc3339(*errand.next_look_at)
                                          : std::string{}) +
                     "; or " + settled_by;
    return {std::move(errand), std::move(known), std::move(settled_by), needs_person};
}

}  // namespace

std::string cursor_of(const Doubt& doubt) {
    return name_of(doubt.attempt.state) + ":" + doubt.attempt.order_id.text();
}

bool is_doubt_cursor(const std::string& after) {
    return after.empty() ||
           std::any_of(doubtful_states.begin(), doubtful_states.end(), [&](AttemptState state) {
               return after.starts_with(name_of(state) + ":");
           });
}

std::vector<Doubt> doubts(Reads& reads, const Page& page, const ports::Yardstick& yardstick) {
    std::vector<Doubt> list;
    const auto limit = static_cast<std::size_t>(page.limit);
    bool reached = page.after.empty();
    for (const auto state : doubtful_states) {
        const auto name = name_of(state);
        Page rest{.after = {}, .limit = static_cast<int>(limit - list.size())};
        if (!reached) {
            if (!page.after.starts_with(name + ":")) continue;
            rest.after = page.after.substr(name.size() + 1);
            reached = true;
        }
        for (auto& attempt :
             reads.attempts({.subscription = {}, .billing_key = {}, .state = name}, rest))
            if (list.size() < limit) list.push_back(doubt_of(reads, std::move(attempt), yardstick));
        if (list.size() == limit) break;
    }
    return list;
}

std::optional<Doubt> doubt(Reads& reads, const OrderId& id, const ports::Yardstick& yardstick) {
    auto attempt = reads.attempt(id);
    if (!attempt) return std::nullopt;
    const auto* known = std::find(doubtful_states.begin(), doubtful_states.end(), attempt->state);
    if (known == doubtful_states.end()) return std::nullopt;
    return doubt_of(reads, *std::move(attempt), yardstick);
}

std::optional<Receipt> control_of(
    Reads& reads, const Attempt& attempt, const Timing& timing, Instant now
) {
    auto later = reads.last_payment_after(attempt.execute_at);
    if (later || now < attempt.execute_at + 2 * timing.doubt_window) return later;
    return reads.last_payment_after(Instant{});
}

std::vector<RefundDoubt> refund_doubts(Reads& reads, std::size_t limit) {
    std::vector<RefundDoubt> list;
    const auto counts = reads.totals().refunds;
    const auto in_doubt = counts.find("doubt");
    if (in_doubt == counts.end() || in_doubt->second == 0) return list;
    const auto wanted = std::min(limit, static_cast<std::size_t>(in_doubt->second));
    Page page{.after = {}, .limit = Page::limit_max};
    while (list.size() < wanted) {
        auto rows = reads.refunds(page);
        if (rows.empty()) break;
        page.after = rows.back().id.text();
        const bool last = rows.size() < static_cast<std::size_t>(page.limit);
        for (auto& refund : rows)
            if (refund.state == RefundState::doubt && list.size() < wanted)
                list.push_back(doubt_of(reads, std::move(refund)));
        if (last) break;
    }
    return list;
}

std::vector<ErrandDoubt> errand_doubts(Reads& reads) {
    std::vector<ErrandDoubt> list;
    const auto doubt = std::string{errand_state_names.of(ErrandState::doubt)};
    for (auto& errand : reads.errands(doubt, {.after = {}, .limit = Page::limit_max}))
        list.push_back(doubt_of(reads, std::move(errand)));
    return list;
}

Waiting waiting_for_a_person(Reads& reads) {
    constexpr std::size_t looked_at = 1'000;
    Waiting waiting;
    const auto ask_a_person = [](const auto& doubts) {
        return std::ranges::count_if(doubts, [](const auto& one) { return one.needs_person; });
    };
    const auto quarantined = name_of(AttemptState::quarantined);
    Page page{.after = {}, .limit = Page::limit_max};
    for (bool more = true; more;) {
        const auto rows =
            reads.attempts({.subscription = {}, .billing_key = {}, .state = quarantined}, page);
        waiting.attempts += std::ranges::count_if(rows, [&](const Attempt& attempt) {
            return !is_waived(reads, attempt);
        });
        more = rows.size() == static_cast<std::size_t>(page.limit);
        if (more) page.after = rows.back().order_id.text();
    }
    waiting.refunds = ask_a_person(refund_doubts(reads, looked_at));
    waiting.errands = ask_a_person(errand_doubts(reads));
    waiting.shop = ask_a_person(shop_doubts(reads, looked_at));
    waiting.codes = std::ranges::count_if(reads.gateway_codes(), [](const GatewayCode& code) {
        return code.meaning == CodeMeaning::unknown;
    });
    waiting.breakers = std::ranges::count_if(reads.breakers(true), [](const Breaker& breaker) {
        return !closes_by_itself(breaker.kind);
    });
    waiting.charges_without_key = reads.totals().needs_key;
    return waiting;
}

}  // namespace maedal::engine
