#include "sandbox/model/outbox.hpp"

#include "base/contract.hpp"

#include <utility>

namespace maedal::sandbox {

void Outbox::put(
    NoticeKind kind, const Receipt& receipt, std::string url, std::string type, Instant at
) {
    const std::uint64_t number = notices_.size() + 1;
    notices_.push_back(Notice{
        .number = number,
        .kind = kind,
        .receipt = &receipt,
        .status = receipt.status,
        .cancelled_price = receipt.cancelled_price,
        .cancelled_tax_free = receipt.cancelled_tax_free,
        .cancelled_at = receipt.cancelled_at,
        .url = std::move(url),
        .content_type = std::move(type),
        .made_at = at,
        .next_at = at,
        .state = NoticeState::waiting,
        .deliveries = {}});
    waiting_.push(Waiting{at, number});
}

const Notice* Outbox::take_due(Instant now) {
    if (waiting_.empty() || waiting_.top().at > now) return nullptr;
    Notice& notice = notices_[waiting_.top().number - 1];
    waiting_.pop();
    notice.state = NoticeState::in_flight;
    ++in_flight_;
    return &notice;
}

void Outbox::report(std::uint64_t number, bool accepted, std::string outcome) {
    MAEDAL_EXPECTS(number >= 1 && number <= notices_.size());
    Notice& notice = notices_[number - 1];
    MAEDAL_EXPECTS(notice.state == NoticeState::in_flight);
    --in_flight_;
    notice.deliveries.push_back(Delivery{notice.next_at, accepted, std::move(outcome)});
    if (accepted) {
        notice.state = NoticeState::delivered;
        return;
    }
    const auto failures = static_cast<int>(notice.deliveries.size());
    if (failures >= deliveries_max) {
        notice.state = NoticeState::given_up;
        return;
    }
    notice.state = NoticeState::waiting;
    notice.next_at += delivery_gap_first * (std::int64_t{1} << (failures - 1));
    waiting_.push(Waiting{notice.next_at, number});
}

std::optional<Instant> Outbox::next_due() const {
    if (waiting_.empty()) return std::nullopt;
    return waiting_.top().at;
}

}  // namespace maedal::sandbox
