#pragma once
#include "base/instant.hpp"
#include "sandbox/model/entities.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>

namespace maedal::sandbox {

enum class MovementKind { paid, cancelled };

/// Money that went from a customer to the merchant, or back.
struct Movement {
    MovementKind kind;
    const Receipt* receipt;
    Won amount;  ///< tax_free included
    Won tax_free;
    Instant at;
};

struct MoneyTotals {
    Won taken = 0;
    Won returned = 0;
    std::int64_t payments = 0;
};

/// Every movement of money in order of time: the truth that others are compared with.
class MoneyLedger {
public:
    void write(const Movement& movement);  ///< not earlier than the one before

    [[nodiscard]] const std::deque<Movement>& movements() const noexcept { return movements_; }
    /// The place of the first movement that is not before `at`; the size when there is none.
    [[nodiscard]] std::size_t first_at(Instant at) const;
    /// Sums of what lies in [from, to).
    [[nodiscard]] MoneyTotals totals(Instant from, Instant to) const;

private:
    std::deque<Movement> movements_;
};

}  // namespace maedal::sandbox
