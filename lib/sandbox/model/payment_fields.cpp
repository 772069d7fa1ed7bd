#include "sandbox/model/bootpay.hpp"

namespace maedal::sandbox {
namespace {

constexpr Won instalment_price_min = 50'000;
constexpr std::size_t id_length_max = 200;     // of an order_id
constexpr std::size_t name_length_max = 1000;  // bytes of an order_name

bool quota_fits(const std::string& quota, Won price) {
    if (quota.empty() || quota == "0" || quota == "00") return true;
    if (quota.size() != 2 || price < instalment_price_min) return false;
    return (quota[0] == '0' && quota[1] >= '2' && quota[1] <= '9') ||
           (quota[0] == '1' && quota[1] >= '0' && quota[1] <= '2');
}

}  // namespace

std::optional<Refusal> fault_of(const PaymentRequest& asked) {
    using namespace refusals;
    if (asked.billing_key.empty()) return refuse(parameter_invalid, "billing_key is missing");
    if (asked.order_id.empty()) return refuse(parameter_invalid, "order_id is missing");
    if (asked.order_id.size() > id_length_max)
        return refuse(parameter_invalid, "order_id is too long");
    if (asked.order_name.empty()) return refuse(parameter_invalid, "order_name is missing");
    if (asked.order_name.size() > name_length_max)
        return refuse(parameter_invalid, "order_name is too long");
    if (asked.price <= 0 || asked.price > price_max)
        return refuse(parameter_invalid, "price must be a whole number of won above 0");
    if (asked.tax_free < 0) return refuse(parameter_invalid, "tax_free is negative");
    if (asked.tax_free > asked.price) return refuse(tax_free_over);
    if (asked.details && !quota_fits(asked.details->card_quota, asked.price))
        return refuse(card_quota_invalid);
    return std::nullopt;
}

}  // namespace maedal::sandbox
