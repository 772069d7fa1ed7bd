#pragma once
#include "maedalctl/calendar_months.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maedal::ctl {

/// What became of a charge, in one sign.
namespace mark {
inline constexpr std::string_view paid = "●";
inline constexpr std::string_view paid_late = "◐";
inline constexpr std::string_view declined = "✗";
inline constexpr std::string_view given_back = "↩";
inline constexpr std::string_view voided = "–";
inline constexpr std::string_view given_up = "■";
inline constexpr std::string_view waived = "○";
inline constexpr std::string_view owed = "·";
}  // namespace mark

/// Lists of the API, whole.
struct YearFacts {
    nlohmann::json subscriptions, plans, charges, receipts;
};

struct Sums {
    std::int64_t payments = 0;
    std::int64_t paid = 0;      ///< won
    std::int64_t refunded = 0;  ///< won
    void add(const Sums& other);
};

struct YearRow {
    std::string subscription_id, customer_id, plan_id, plan, status;
    std::int64_t price;              ///< won, of one period
    std::vector<std::string> cells;  ///< a month each, empty where nothing was due
    Sums sums;
};

/// One row a subscription, one column a month; a charge stands in the month in which it was due,
/// and its money with it.
struct YearTable {
    std::vector<Month> months;
    std::vector<YearRow> rows;     ///< by customer, then subscription
    std::vector<Sums> month_sums;  ///< as many as months
    Sums sums;
};

/// Up to three charges of a month are drawn one by one: "✗✗●". More are counted: "30●1✗".
[[nodiscard]] YearTable year_table(const YearFacts& facts, const std::vector<Month>& months);

}  // namespace maedal::ctl
