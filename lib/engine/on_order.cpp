// The operators' door: a command, its idempotency, its answer.
#include "engine/papers.hpp"

namespace maedal::engine {
namespace {

Answer answer_to(Papers& papers, const Order& order) {
    if (order.idempotency) {
        if (const auto kept = papers.ledger.kept_answer(order.idempotency->key)) {
            if (kept->request == order.idempotency->request_digest)
                return {kept->status, kept->body};
            return order.render(Error{
                Errc::conflict,
                "idempotency_key_reused",
                "this Idempotency-Key was used for another request",
                "Idempotency-Key"});
        }
    }
    const auto result =
        std::visit([&](const auto& command) { return carry_out(papers, command); }, order.command);
    Answer answer = order.render(result);
    if (result && order.idempotency)
        papers.ledger.keep(
            {order.idempotency->key,
             order.idempotency->request_digest,
             answer.status,
             answer.body,
             papers.now}
        );
    return answer;
}

}  // namespace

void handle(Papers& papers, const OrderPlaced& event) {
    papers.actor = event.order.actor;
    papers.out.answers.emplace_back(event.ticket, answer_to(papers, event.order));
}

}  // namespace maedal::engine
