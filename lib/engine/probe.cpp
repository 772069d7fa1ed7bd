#include "engine/probe.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace maedal::engine {
namespace {

using namespace billing;

constexpr Seconds soon{60};      // nothing is sent nearer to its execution
constexpr Seconds settling{30};  // after it, until its receipt can be looked up
constexpr Seconds far{3'600};

std::string in_words(const Error& error) {
    switch (error.code) {
        case Errc::refused:
        case Errc::declined:
        case Errc::conflict:
            return "refused: " + error.reason;
        case Errc::unsent:
        case Errc::unauthorized:
        case Errc::unavailable:
            return "not carried out: " + error.reason;
        default:
            return "no clear answer: " + error.reason;
    }
}

template <class T>
std::string in_words(const Result<T>& answer) {
    return answer ? std::string{"accepted"} : in_words(answer.error());
}

bool is_paid(const GatewayReceipt& receipt) {
    return receipt.status == ReceiptStatus::paid || receipt.status == ReceiptStatus::canceled;
}

/// One JSON string; our own words and the gateway's codes hold nothing that has to be escaped but
/// quotes and backslashes.
std::string quoted(const std::string& text) {
    std::string json{'"'};
    for (const char c : text) {
        if (c == '"' || c == '\\') json += '\\';
        json += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return json + '"';
}

}  // namespace

Probe::Probe(ports::Gateway& gateway, ProbeTools tools)
    : gateway_{gateway}, tools_{std::move(tools)} {}

void Probe::note(std::string line) {
    tools_.tell(line);
    evidence_.push_back(std::move(line));
}

void Probe::found(std::string question, std::string answer) {
    tools_.tell(question + ": " + answer);
    std::string evidence{'['};
    for (const auto& line : evidence_)
        evidence += (evidence.size() > 1 ? "," : "") + quoted(line);
    findings_.push_back({std::move(question), std::move(answer), evidence + "]", tools_.now(), 0});
    evidence_.clear();
}

Task<Probe::Asked> Probe::reserve(std::string name, Instant execute_at, bool on_declined_key) {
    const OrderId order_id{tools_.order_id_prefix + "-" + name};
    if (std::ranges::find(order_ids_, order_id) == order_ids_.end()) order_ids_.push_back(order_id);
    ports::ReserveRequest request{
        .order_id = order_id,
        .billing_key = on_declined_key ? *tools_.declined_key : tools_.billing_key,
        .order_name = "probe " + name,
        .price = tools_.amount,
        .tax_free = *Won::from_count(0),
        .execute_at = execute_at,
        .customer = tools_.customer};
    auto answer = co_await gateway_.reserve(std::move(request));
    note(
        fmt::format("reserve {} for {}: {}", order_id.text(), rfc3339(execute_at), in_words(answer))
    );
    if (!answer && answer.error().code == Errc::in_doubt)
        may_execute_until_ = std::max(may_execute_until_, execute_at);
    co_return Asked{order_id, execute_at, std::move(answer)};
}

Task<Result<Done>> Probe::revoke(const Asked& asked) {
    if (!asked.answer) co_return Error{Errc::invalid, "never_reserved", "", ""};
    auto answer = co_await gateway_.revoke(asked.answer->reserve_id);
    note(fmt::format("revoke {}: {}", asked.order_id.text(), in_words(answer)));
    co_return answer;
}

/// How many payments the gateway has taken under this order id; -1 when it does not say.
Task<int> Probe::paid(const OrderId& order_id) {
    auto receipts = co_await gateway_.receipts_of(order_id);
    if (!receipts && receipts.error().code == Errc::not_found) {
        note(fmt::format("{}: no receipt is found", order_id.text()));
        co_return 0;
    }
    if (!receipts) {
        note(fmt::format("{}: {}", order_id.text(), in_words(receipts.error())));
        co_return -1;
    }
    const auto count = std::ranges::count_if(*receipts, is_paid);
    note(fmt::format("{}: {} receipts, {} paid", order_id.text(), receipts->size(), count));
    co_return static_cast<int>(count);
}

Task<void> Probe::in_the_past() {
    const auto asked = co_await reserve("past", tools_.now() - soon);
    if (asked.answer) static_cast<void>(co_await revoke(asked));
    found("reserve.in_the_past", in_words(asked.answer));
}

/// The rule that decides whether a lost answer may be asked for again.
Task<void> Probe::repeated_while_waiting() {
    const Instant at = tools_.now() + soon;
    const auto first = co_await reserve("twice", at);
    if (!first.answer) {
        found("order_id_rule.reserve", "open: the first reservation was not accepted");
        co_return;
    }
    const auto second = co_await reserve("twice", at);
    const auto waited = co_await tools_.wait_until(at + settling);
    const int payments = co_await paid(first.order_id);
    if (!waited || payments < 0) {
        found("order_id_rule.reserve", "open: its execution could not be seen");
        co_return;
    }
    if (payments > 0) paid_once_ = first.order_id;
    if (!second.answer && second.answer.error().code == Errc::in_doubt)
        found("order_id_rule.reserve", "open: the repeat had no clear answer");
    else if (payments == 0)
        found("order_id_rule.reserve", "open: nothing was paid");
    else if (!second.answer)
        found("order_id_rule.reserve", "reserve");
    else
        found("order_id_rule.reserve", payments == 1 ? "charge" : "none");
}

Task<void> Probe::repeated_after_payment() {
    if (!paid_once_) {
        found("order_id.after_payment", "open: nothing was paid");
        co_return;
    }
    const Instant at = tools_.now() + soon;
    const int before = co_await paid(*paid_once_);
    const auto again = co_await reserve("twice", at);
    if (!again.answer) {
        found("order_id.after_payment", in_words(again.answer));
        co_return;
    }
    static_cast<void>(co_await tools_.wait_until(at + settling));
    const int after = co_await paid(*paid_once_);
    found(
        "order_id.after_payment", after > before ? "accepted, and charged" : "accepted, not charged"
    );
}

Task<void> Probe::repeated_after_decline() {
    if (!tools_.declined_key) {
        found("order_id.after_decline", "open: it needs a key that is declined");
        co_return;
    }
    const Instant at = tools_.now() + soon;
    const auto first = co_await reserve("declined", at, true);
    static_cast<void>(co_await tools_.wait_until(at + settling));
    static_cast<void>(co_await paid(first.order_id));
    const Instant later = tools_.now() + soon;
    const auto again = co_await reserve("declined", later);
    if (!again.answer) {
        found("order_id.after_decline", in_words(again.answer));
        co_return;
    }
    static_cast<void>(co_await tools_.wait_until(later + settling));
    const int payments = co_await paid(first.order_id);
    found(
        "order_id.after_decline", payments > 0 ? "accepted, and charged" : "accepted, not charged"
    );
}

/// Ten at one time, it is said; whether those that were executed or revoked count, it is not.
Task<void> Probe::eleventh() {
    constexpr int tries = 11;
    std::vector<Asked> standing;
    const Instant at = tools_.now() + far;
    std::optional<Error> refusal;
    for (int i = 1; i <= tries && !refusal; ++i) {
        const auto slot = fmt::format("slot{}", i);
        auto asked = co_await reserve(slot, at);
        if (asked.answer)
            standing.push_back(std::move(asked));
        else
            refusal = asked.answer.error();
    }
    found(
        "reserve.open_at_most",
        refusal ? fmt::format("{}, then {}", standing.size(), in_words(*refusal))
                : fmt::format("{} and more", standing.size())
    );
    if (refusal && !standing.empty()) {
        static_cast<void>(co_await revoke(standing.back()));
        auto instead = co_await reserve("slot-again", at);
        found(
            "reserve.revoked_ones_count", instead.answer ? "no" : "yes: " + in_words(instead.answer)
        );
        if (instead.answer) standing.push_back(std::move(instead));
    }
    for (const auto& asked : standing)
        static_cast<void>(co_await revoke(asked));
    evidence_.clear();
}

Task<void> Probe::revoked_during_execution() {
    const Instant at = tools_.now() + soon;
    const auto asked = co_await reserve("race", at);
    if (!asked.answer) {
        found("revoke.during_execution", "open: it was not reserved");
        co_return;
    }
    static_cast<void>(co_await tools_.wait_until(at));
    const auto revoked = co_await revoke(asked);
    static_cast<void>(co_await tools_.wait_until(at + settling));
    const int payments = co_await paid(asked.order_id);
    found(
        "revoke.during_execution",
        fmt::format("revoke {}, {}", in_words(revoked), payments > 0 ? "paid" : "not paid")
    );
}

Task<void> Probe::repeated_cancel() {
    if (!paid_once_) {
        found("cancel.repeated_id", "open: nothing was paid");
        co_return;
    }
    auto receipts = co_await gateway_.receipts_of(*paid_once_);
    const auto paid_one = receipts ? std::ranges::find_if(*receipts, is_paid)
                                   : std::vector<GatewayReceipt>::iterator{};
    if (!receipts || paid_one == receipts->end()) {
        found("cancel.repeated_id", "open: its receipt is not found");
        co_return;
    }
    const auto one = Won::from_count(1);
    ports::RefundRequest request{
        CancelId{tools_.order_id_prefix + "-cancel"}, paid_one->id, *one, "probe"};
    const auto first = co_await gateway_.refund(request);
    note("cancel of 1 won: " + in_words(first));
    const auto second = co_await gateway_.refund(request);
    note("the same cancel id again: " + in_words(second));
    const auto now = co_await gateway_.receipt(paid_one->id);
    if (!now) {
        found("cancel.repeated_id", "open: " + in_words(now.error()));
        co_return;
    }
    const auto back = now->refunded.count() - paid_one->refunded.count();
    found("cancel.repeated_id", fmt::format("{}; {} won went back", in_words(second), back));
}

Task<void> Probe::key_deleted_under_a_reservation() {
    if (!tools_.delete_key) {
        found("key.deleted_under_a_reservation", "open: the key was to live on");
        co_return;
    }
    const Instant at = tools_.now() + soon;
    const auto asked = co_await reserve("orphan", at);
    auto deleting = tools_.delete_key(tools_.billing_key);
    const auto deleted = co_await std::move(deleting);
    note("delete the key: " + in_words(deleted));
    static_cast<void>(co_await tools_.wait_until(at + settling));
    const int payments = co_await paid(asked.order_id);
    found(
        "key.deleted_under_a_reservation",
        fmt::format("delete {}, {}", in_words(deleted), payments > 0 ? "paid" : "not paid")
    );
}

Task<void> Probe::give_everything_back() {
    // What had no answer may stand all the same: it cannot be revoked, only waited for.
    if (may_execute_until_ >= tools_.now())
        static_cast<void>(co_await tools_.wait_until(may_execute_until_ + settling));
    int number = 0;
    int left = 0;
    for (const auto& order_id : order_ids_) {
        auto receipts = co_await gateway_.receipts_of(order_id);
        if (!receipts) {
            left += receipts.error().code == Errc::not_found ? 0 : 1;
            continue;
        }
        for (const auto& receipt : *receipts) {
            const auto rest = checked_difference(receipt.price, receipt.refunded);
            if (!is_paid(receipt) || !rest || rest->count() == 0) continue;
            ports::RefundRequest request{
                CancelId{fmt::format("{}-back{}", tools_.order_id_prefix, ++number)},
                receipt.id,
                *rest,
                "probe"};
            const auto answer = co_await gateway_.refund(std::move(request));
            note(fmt::format("give {} back: {}", receipt.id.text(), in_words(answer)));
            left += answer ? 0 : 1;
        }
    }
    found("probe.given_back", left == 0 ? "all of it" : fmt::format("{} payments are left", left));
}

Task<std::vector<Finding>> Probe::run() {
    co_await in_the_past();
    co_await repeated_while_waiting();
    co_await repeated_after_payment();
    co_await repeated_after_decline();
    co_await eleventh();
    co_await revoked_during_execution();
    co_await repeated_cancel();
    co_await key_deleted_under_a_reservation();
    co_await give_everything_back();
    co_return std::move(findings_);
}

}  // namespace maedal::engine
