// The operators' door: a command, its idempotency, its answer.
#include "engine/papers.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {

void keep(Papers& papers, const Order& order, const Answer& answer) {
    if (!order.idempotency || !answer.is_final) return;
    papers.ledger.keep(
        {order.idempotency->key,
         order.idempotency->request_digest,
         answer.status,
         answer.body,
         papers.now}
    );
}

bool somebody_waits(const Papers& papers, const std::string& subject) {
    const auto same = [&](const auto& waiter) { return waiter.first == subject; };
    return papers.waiting.contains(subject) || std::ranges::any_of(papers.out.waiting, same);
}

/// Whether the first request with this key still waits for the gateway's answer.
bool is_under_way(const Papers& papers, const std::string& key) {
    const auto same = [&](const auto& waiter) {
        const auto& idempotency = waiter.second.order.idempotency;
        return idempotency && idempotency->key == key;
    };
    return std::ranges::any_of(papers.waiting, same) ||
           std::ranges::any_of(papers.out.waiting, same);
}

/// Empty when the answer waits for the gateway's.
std::optional<Answer> answer_to(Papers& papers, const Order& order) {
    if (order.idempotency) {
        if (is_under_way(papers, order.idempotency->key))
            return order.render(Error{
                Errc::conflict,
                "request_under_way",
                "the first request with this Idempotency-Key waits for the gateway: ask again in a "
                "moment",
                "Idempotency-Key"});
        if (const auto kept = papers.ledger.kept_answer(order.idempotency->key)) {
            if (kept->request == order.idempotency->request_digest)
                return Answer{kept->status, kept->body};
            return order.render(Error{
                Errc::conflict,
                "idempotency_key_reused",
                "this Idempotency-Key was used for another request",
                "Idempotency-Key"});
        }
    }
    const auto result =
        std::visit([&](const auto& command) { return carry_out(papers, command); }, order.command);
    // Another caller may wait for the same call: then this one is told how it stands.
    if (result && papers.waits_for && !somebody_waits(papers, *papers.waits_for))
        return std::nullopt;
    Answer answer = order.render(result);
    if (result) keep(papers, order, answer);
    return answer;
}

}  // namespace

void handle(Papers& papers, const OrderPlaced& event) {
    papers.actor = event.order.actor;
    papers.repeats_by = event.order.idempotency ? event.order.idempotency->key : "";
    papers.waits_for.reset();
    auto answer = answer_to(papers, event.order);
    if (answer)
        papers.out.answers.emplace_back(event.ticket, *std::move(answer));
    else
        papers.out.waiting.emplace_back(*papers.waits_for, event);
}

void Papers::answer_who_waits(
    const std::string& subject, const std::function<Result<Outcome>(const Command&)>& outcome
) {
    const auto waiter = waiting.find(subject);
    if (waiter == waiting.end()) return;
    const Order& order = waiter->second.order;
    const auto result = outcome(order.command);
    Answer answer = order.render(result);
    if (result) keep(*this, order, answer);
    out.answers.emplace_back(waiter->second.ticket, std::move(answer));
    out.waited_for.push_back(subject);
}

}  // namespace maedal::engine
