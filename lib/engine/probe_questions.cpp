// Slots, times, revokes, cancels and keys: what the gateway's texts leave open besides order ids.
#include "engine/probe.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace maedal::engine {

using namespace billing;
using namespace probing;

Task<void> Probe::in_the_past() {
    const auto asked = co_await reserve("past", tools_.now() - soon);
    if (!asked.no) static_cast<void>(co_await revoke(asked));
    co_await found("reserve.in_the_past", in_words(asked.no));
}

/// Ten at one time, it is said; whether those that were executed or revoked count, it is not.
Task<void> Probe::eleventh() {
    constexpr int tries = 11;
    std::vector<Asked> standing;
    std::optional<Error> full;
    // The first one is executed while the others stand.
    const Instant first_at = tools_.now() + 3 * soon;
    const Instant at = tools_.now() + far;
    for (int i = 1; i <= tries && !full; ++i) {
        const Instant then = i == 1 ? first_at : at;
        auto slot = fmt::format("slot{}", i);
        auto asked = co_await reserve(std::move(slot), then);
        if (asked.no)
            full = asked.no;
        else
            standing.push_back(std::move(asked));
    }
    auto most = fmt::format("{} and more", standing.size());
    if (full) most = fmt::format("{}, then {}", standing.size(), in_words(*full));
    co_await found("reserve.open_at_most", std::move(most));
    if (full && standing.size() > 1) {
        const Asked finishing = standing.front();
        standing.erase(standing.begin());
        co_await revoked_ones(standing, at);
        co_await finished_ones(finishing, standing, at, *full);
    } else {
        co_await found("reserve.revoked_ones_count", "open: no limit was met");
        co_await found("reserve.finished_ones_count", "open: no limit was met");
    }
    for (const auto& asked : standing)
        static_cast<void>(co_await revoke(asked));
}

Task<void> Probe::revoked_ones(std::vector<Asked>& standing, Instant at) {
    constexpr const char* question = "reserve.revoked_ones_count";
    if (!co_await revoke(standing.back())) {
        co_await found(question, "open: none could be revoked");
        co_return;
    }
    standing.pop_back();
    const auto instead = co_await reserve("slot-again", at);
    std::string answer = "no";
    if (instead.no)
        answer = "yes: " + in_words(instead.no);
    else
        standing.push_back(instead);
    co_await found(question, std::move(answer));
}

/// All slots are taken, and the one that is executed now is none of them any more, or still is.
Task<void> Probe::finished_ones(
    Asked finishing, std::vector<Asked>& standing, Instant at, Error full
) {
    constexpr const char* question = "reserve.finished_ones_count";
    const bool over = co_await passed(finishing.at);
    static_cast<void>(co_await told_of(finishing.order_id));
    const auto executed = co_await gateway_.reservation(*finishing.reserve_id);
    const bool finished = executed && (executed->status == ReservationStatus::done ||
                                       executed->status == ReservationStatus::failed);
    if (!over || !finished) {
        co_await found(question, "open: its execution could not be seen");
        co_return;
    }
    const auto instead = co_await reserve("slot-after", at);
    std::string answer = "no";
    if (!instead.no) {
        standing.push_back(instead);
    } else {
        const bool same = instead.no->code == full.code && instead.no->reason == full.reason;
        answer = (same ? "yes: " : "open: ") + in_words(instead.no);
    }
    co_await found(question, std::move(answer));
}

Task<void> Probe::revoked_during_execution() {
    constexpr const char* question = "revoke.during_execution";
    const auto asked = co_await reserve("race", tools_.now() + soon);
    if (asked.no) {
        co_await found(question, "open: it was not reserved");
        co_return;
    }
    auto waiting = tools_.wait_until(asked.at);
    static_cast<void>(co_await std::move(waiting));
    const auto revoked = co_await revoke(asked);
    const bool over = co_await passed(asked.at);
    const auto told = co_await told_of(asked.order_id);
    const std::optional<Error> no = revoked ? std::nullopt : std::optional{revoked.error()};
    auto answer = fmt::format("revoke {}, {}", in_words(no), told.paid > 0 ? "paid" : "not paid");
    if (!over || !told.seen) answer = "open: its execution could not be seen";
    co_await found(question, std::move(answer));
}

Task<void> Probe::repeated_cancel() {
    constexpr const char* question = "cancel.repeated_id";
    if (!paid_once_) {
        co_await found(question, "open: nothing was paid");
        co_return;
    }
    auto receipts = co_await gateway_.receipts_of(*paid_once_);
    const auto paid_one = receipts ? std::ranges::find_if(*receipts, took_money)
                                   : std::vector<GatewayReceipt>::iterator{};
    if (!receipts || paid_one == receipts->end()) {
        co_await found(question, "open: its receipt is not found");
        co_return;
    }
    const auto one = Won::from_count(1);
    ports::RefundRequest request{
        CancelId{tools_.order_id_prefix + "-cancel"}, paid_one->id, *one, "probe"};
    const auto first = co_await gateway_.refund(request);
    const std::optional<Error> first_no = first ? std::nullopt : std::optional{first.error()};
    note("cancel of 1 won: " + in_words(first_no));
    const auto second = co_await gateway_.refund(request);
    const std::optional<Error> second_no = second ? std::nullopt : std::optional{second.error()};
    note("the same cancel id again: " + in_words(second_no));
    const auto now = co_await gateway_.receipt(paid_one->id);
    if (!now) {
        co_await found(question, "open: " + in_words(now.error()));
        co_return;
    }
    const auto back = now->refunded.count() - paid_one->refunded.count();
    auto answer = fmt::format("{}; {} won went back", in_words(second_no), back);
    co_await found(question, std::move(answer));
}

Task<void> Probe::key_deleted_under_a_reservation() {
    constexpr const char* question = "key.deleted_under_a_reservation";
    if (!tools_.delete_key) {
        co_await found(question, "open: the key was to live on");
        co_return;
    }
    const auto asked = co_await reserve("orphan", tools_.now() + soon);
    if (asked.no) {
        co_await found(question, "open: it was not reserved");
        co_return;
    }
    auto deleting = tools_.delete_key(tools_.billing_key);
    const auto deleted = co_await std::move(deleting);
    const std::optional<Error> no = deleted ? std::nullopt : std::optional{deleted.error()};
    note("delete the key: " + in_words(no));
    const bool over = co_await passed(asked.at);
    const auto told = co_await told_of(asked.order_id);
    auto answer = fmt::format("delete {}, {}", in_words(no), told.paid > 0 ? "paid" : "not paid");
    if (!over || !told.seen) answer = "open: its execution could not be seen";
    co_await found(question, std::move(answer));
}

}  // namespace maedal::engine
