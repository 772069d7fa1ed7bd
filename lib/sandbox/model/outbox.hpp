#pragma once
#include "base/instant.hpp"
#include "sandbox/model/entities.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <queue>
#include <string>
#include <vector>

namespace maedal::sandbox {

inline constexpr int deliveries_max = 10;         ///< of one notice, the first one counted
inline constexpr Seconds delivery_gap_first{60};  ///< doubled after each failure

enum class NoticeKind {
    payment_completed,
    payment_cancelled,
    payment_partial_cancelled,
    virtual_account_issued,
};
enum class NoticeState { waiting, in_flight, delivered, given_up };

struct Delivery {
    Instant at;
    bool accepted;
    std::string outcome;  ///< for people: "HTTP 200", "no answer within 5 s"
};

/// One webhook and what became of it. The receipt's changing fields as they were when it was made.
struct Notice {
    std::uint64_t number;
    NoticeKind kind;
    const Receipt* receipt;
    ReceiptStatus status;
    Won cancelled_price;
    Won cancelled_tax_free;
    std::optional<Instant> cancelled_at;
    std::string url;
    std::string content_type;
    Instant made_at;
    Instant next_at;  ///< of the delivery that waits or is in flight
    NoticeState state = NoticeState::waiting;
    std::vector<Delivery> deliveries;
};

/// Webhooks that wait for their delivery. The owner delivers what take_due() hands out and reports
/// each one back.
class Outbox {
public:
    /// Puts a notice of `receipt` as it stands; its number is set here, it is due at once.
    void put(
        NoticeKind kind, const Receipt& receipt, std::string url, std::string type, Instant at
    );

    /// The next notice that is due at `now`, in order of time, marked in flight; null when none is.
    [[nodiscard]] const Notice* take_due(Instant now);
    /// The outcome of a delivery of a notice in flight. A refused one waits for its next time,
    /// counted from the time at which this delivery was due, or is given up.
    void report(std::uint64_t number, bool accepted, std::string outcome);

    [[nodiscard]] std::optional<Instant> next_due() const;
    [[nodiscard]] int in_flight() const noexcept { return in_flight_; }
    [[nodiscard]] const std::deque<Notice>& notices() const noexcept { return notices_; }

private:
    struct Waiting {
        Instant at;
        std::uint64_t number;
        friend bool operator>(const Waiting& a, const Waiting& b) {
            return a.at != b.at ? a.at > b.at : a.number > b.number;
        }
    };
    std::deque<Notice> notices_;  ///< notice n stands at n - 1
    std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> waiting_;
    int in_flight_ = 0;
};

}  // namespace maedal::sandbox
