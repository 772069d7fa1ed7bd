// How the gateway treats a repeated order id, for each pair of calls.
#include "engine/probe.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace maedal::engine {

using namespace billing;
using namespace probing;

namespace {

const std::string nothing_paid = "nothing was paid";

std::string times(int payments) {
    constexpr const char* words[]{"not paid", "paid once", "paid twice"};
    return payments < 3 ? words[payments] : fmt::format("paid {} times", payments);
}

/// Whether the gateway told us clearly what became of the call.
bool is_clear(const std::optional<Error>& no) {
    return !no || no->code == Errc::refused || no->code == Errc::conflict;
}

std::string what_came(const Twice& both) {
    if (!both.open.empty()) return "open: " + both.open;
    const auto clause = in_words(both.no) + ", " + times(both.payments);
    return is_clear(both.no) ? clause : "open: " + clause;
}

/// The rule that this pair of calls shows. Another refusal than that of a used order id proves
/// nothing: the key may be full.
std::string rule_of(const Twice& both) {
    if (!both.open.empty()) return "open: " + both.open;
    if (both.payments == 0) return "open: " + nothing_paid;
    if (both.payments > 1) return "none";
    if (!both.no) return "charge";
    if (both.no->code == Errc::conflict) return "reserve";
    return "open: " + in_words(both.no);
}

}  // namespace

const char* Probe::word(Call call) {
    return call == Call::reserve ? "reserve" : "pay";
}

/// Why the first of two calls cannot be built upon; empty when it can.
Task<std::string> Probe::went_wrong(Asked first, On first_on) {
    const bool may_go_on =
        !first.no || (first_on == On::declined_key &&
                      (first.no->code == Errc::declined || first.no->code == Errc::in_doubt));
    if (!may_go_on) co_return "the first call: " + in_words(first.no);
    if (first_on == On::key) co_return "";
    if (!co_await passed(first.at)) co_return "the first call could not be seen";
    const auto told = co_await told_of(first.order_id);
    if (!told.seen) co_return "the first call could not be seen";
    bool failed = told.declined > 0 || (first.no && first.no->code == Errc::declined);
    if (!failed && first.reserve_id) {
        const auto executed = co_await gateway_.reservation(*first.reserve_id);
        failed = executed && executed->status == ReservationStatus::failed;
    }
    if (!failed || told.paid > 0) co_return "the first call was not declined";
    co_return "";
}

Task<Twice> Probe::twice(Call first, Call second, On first_on) {
    const auto* failing = first_on == On::key ? "" : "declined-";
    const auto name = fmt::format("{}{}-{}", failing, word(first), word(second));
    const auto time_of = [this](Call call) {
        return tools_.now() + (call == Call::pay ? Seconds{0} : soon);
    };

    Twice both;
    both.calls = fmt::format("{} then {}", word(first), word(second));
    const auto one = co_await send(first, name, time_of(first), first_on);
    both.open = co_await went_wrong(one, first_on);
    if (!both.open.empty()) co_return both;
    // Two reservations for one moment, as a repeat asks for what the first one asked for.
    const bool same_moment = first_on == On::key && first == Call::reserve && second == first;
    const Instant at = same_moment ? one.at : time_of(second);
    const auto two = co_await send(second, name, at);
    both.no = two.no;
    const bool over = co_await passed(std::max(one.at, two.at));
    const auto told = co_await told_of(one.order_id);
    if (!over || !told.seen) both.open = "its execution could not be seen";
    both.payments = told.paid;
    if (told.paid > 0 && !paid_once_) paid_once_ = one.order_id;
    co_return both;
}

Task<void> Probe::pair(Call first, Call second) {
    const auto both = co_await twice(first, second, On::key);
    pairs_.push_back(both);
    std::string answer = what_came(both);
    if (both.open.empty() && both.payments == 0) answer = "open: " + nothing_paid;
    auto question = fmt::format("order_id.{}_then_{}", word(first), word(second));
    co_await found(std::move(question), std::move(answer));
    if (first == Call::reserve && second == Call::reserve)
        co_await found("order_id_rule.reserve", rule_of(both));
}

/// The rule that all four pairs allow to be relied on.
Task<void> Probe::all_pairs() {
    std::string rule = "reserve";
    for (const auto& both : pairs_) {
        const auto one = rule_of(both);
        note(both.calls + ": " + one);
        if (rule == "none" || one == "none")
            rule = "none";
        else if (one.starts_with("open") || rule.starts_with("open"))
            rule = "open: not every pair of calls gave an answer";
        else if (one == "charge")
            rule = one;
    }
    co_await found("order_id_rule.all_calls", std::move(rule));
}

Task<void> Probe::pair_after_decline(Call first, Call second) {
    const bool reserves = first == Call::reserve && second == Call::reserve;
    const auto question = fmt::format("order_id.declined_{}_then_{}", word(first), word(second));
    if (!tools_.declined_key) {
        const std::string open = "open: it needs a key that is declined";
        co_await found(question, open);
        if (reserves) co_await found("order_id.after_decline", open);
        co_return;
    }
    const auto both = co_await twice(first, second, On::declined_key);
    co_await found(question, what_came(both));
    if (!reserves) co_return;
    std::string answer = what_came(both);
    if (both.open.empty() && is_clear(both.no))
        answer = both.no             ? in_words(both.no)
                 : both.payments > 0 ? "accepted, and charged"
                                     : "accepted, not charged";
    co_await found("order_id.after_decline", std::move(answer));
}

Task<void> Probe::repeated_after_payment() {
    constexpr const char* question = "order_id.after_payment";
    if (!paid_once_) {
        co_await found(question, "open: " + nothing_paid);
        co_return;
    }
    const auto before = co_await told_of(*paid_once_);
    const auto name = paid_once_->text().substr(tools_.order_id_prefix.size() + 1);
    const auto again = co_await reserve(name, tools_.now() + soon);
    if (again.no) {
        std::string answer = is_clear(again.no) ? "" : "open: ";
        answer += in_words(again.no);
        co_await found(question, std::move(answer));
        co_return;
    }
    const bool over = co_await passed(again.at);
    const auto after = co_await told_of(*paid_once_);
    const char* answer =
        after.paid > before.paid ? "accepted, and charged" : "accepted, not charged";
    if (!over || !before.seen || !after.seen) answer = "open: its execution could not be seen";
    co_await found(question, answer);
}

}  // namespace maedal::engine
