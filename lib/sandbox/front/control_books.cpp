#include "sandbox/front/answers.hpp"
#include "sandbox/front/control.hpp"
#include "sandbox/front/views.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace maedal::sandbox {

using net::Request;
using net::Response;
using nlohmann::json;

namespace {

constexpr std::int64_t page_default = 1'000, page_max = 100'000;  // rows of one answer

std::optional<std::int64_t> whole_from(const std::string& text) {
    std::int64_t number = 0;
    const char* const last = text.data() + text.size();
    const auto read = std::from_chars(text.data(), last, number);
    if (text.empty() || read.ec != std::errc{} || read.ptr != last) return std::nullopt;
    return number;
}

/// Reads query parameters; the first that does not fit is remembered.
class Query {
public:
    explicit Query(const Request& request) : request_{request} {}

    [[nodiscard]] std::optional<std::string> text(std::string_view name) const {
        return request_.query(name);
    }
    std::optional<std::int64_t> whole(std::string_view name) {
        const auto written = text(name);
        if (!written) return std::nullopt;
        const auto number = whole_from(*written);
        if (!number) wrong(name, "a whole number");
        return number;
    }
    Instant instant(std::string_view name, Instant otherwise) {
        const auto written = text(name);
        if (!written) return otherwise;
        const auto at = instant_from_rfc3339(*written);
        if (!at) wrong(name, "an RFC 3339 time with a zone ('+' is %2B in a query)");
        return at.value_or(otherwise);
    }
    void wrong(std::string_view name, const std::string& right) {
        if (fault_) return;
        fault_ = refuse(refusals::parameter_invalid, std::string{name} + " must be " + right);
    }
    [[nodiscard]] const std::optional<Refusal>& fault() const noexcept { return fault_; }

private:
    const Request& request_;
    std::optional<Refusal> fault_;
};

/// One page of the rows that `wanted` lets through.
struct Page {
    std::int64_t skip;
    std::int64_t limit;

    explicit Page(Query& query)
        : skip{query.whole("offset").value_or(0)},
          limit{query.whole("limit").value_or(page_default)} {
        if (skip < 0) query.wrong("offset", "0 or more");
        if (limit < 1 || limit > page_max)
            query.wrong("limit", "from 1 to " + std::to_string(page_max));
    }

    /// {name: rows, "count": of all that are wanted}
    template <class Rows, class Wanted, class View>
    json of(const char* name, const Rows& rows, Wanted wanted, View view) const {
        json shown = json::array();
        std::int64_t count = 0;
        for (const auto& row : rows) {
            if (!wanted(row)) continue;
            if (count >= skip && count < skip + limit) shown.push_back(view(row));
            ++count;
        }
        return json{{name, std::move(shown)}, {"count", count}};
    }
};

json reservation_row(const Reservation& reservation) {
    return reservation_view(reservation);
}

json receipt_row(const Receipt& receipt) {
    json row = receipt_view_with_user(receipt);
    row["billing_key"] = receipt.asked->billing_key;
    if (!receipt.pg_error_code.empty()) row["pg_error_code"] = receipt.pg_error_code;
    return row;
}

/// The rows of one billing key if one is named, else all, filtered by status and order_id.
template <class All, class OfKey, class View>
Response listed(
    const Request& request,
    Bootpay& bootpay,
    const char* name,
    const All& all,
    OfKey of_key,
    View view
) {
    Query query{request};
    const Page page{query};
    const auto status = query.whole("status");
    const auto order_id = query.text("order_id");
    if (query.fault()) return refusal_answer(*query.fault());
    const auto wanted = [&](const auto& row) {
        return (!status || static_cast<int>(row.status) == *status) &&
               (!order_id || row.asked->order_id == *order_id);
    };
    const auto billing_key = query.text("billing_key");
    if (!billing_key) return json_answer(page.of(name, all, wanted, view));
    const auto key = bootpay.key(*billing_key);
    if (const auto* refusal = std::get_if<Refusal>(&key)) return refusal_answer(*refusal);
    return json_answer(page.of(
        name,
        of_key(**std::get_if<0>(&key)),
        [&](const auto* row) { return wanted(*row); },
        [&](const auto* row) { return view(*row); }
    ));
}

}  // namespace

Response Control::overview(const Request&) {
    json paths = json::array({"GET /_sandbox/clock", "POST /_sandbox/clock"});
    for (const Route& route : routes())
        paths.push_back(std::string{route.method} + " " + route.pattern);
    const auto next = bootpay_.next_execution();
    return json_answer(json{
        {"now", korean(bootpay_.now())},
        {"next_execution_at", next ? json(korean(*next)) : json()},
        {"billing_keys", bootpay_.keys().size()},
        {"reservations", bootpay_.reservations().size()},
        {"receipts", bootpay_.receipts().size()},
        {"webhooks", bootpay_.outbox().notices().size()},
        {"paths", std::move(paths)}});
}

Response Control::ledger(const Request& request) {
    Query query{request};
    const Page page{query};
    const Instant from = query.instant("from", Instant::min());
    const Instant to = query.instant("to", Instant::max());
    if (query.fault()) return refusal_answer(*query.fault());
    const MoneyLedger& money = bootpay_.money();
    const std::size_t first = money.first_at(from), end = std::max(first, money.first_at(to));
    const auto skipped = std::min(end, first + static_cast<std::size_t>(page.skip));
    const auto shown_end = std::min(end, skipped + static_cast<std::size_t>(page.limit));
    json movements = json::array();
    for (std::size_t i = skipped; i < shown_end; ++i)
        movements.push_back(movement_view(money.movements()[i]));
    const MoneyTotals totals = money.totals(from, to);
    return json_answer(json{
        {"movements", std::move(movements)},
        {"count", end - first},
        {"taken", totals.taken},
        {"returned", totals.returned},
        {"net", totals.taken - totals.returned},
        {"payments", totals.payments}});
}

Response Control::reservations(const Request& request) {
    const auto of_key = [](const BillingKey& key) { return key.reservations; };
    return listed(
        request, bootpay_, "reservations", bootpay_.reservations(), of_key, reservation_row
    );
}

Response Control::receipts(const Request& request) {
    const auto of_key = [](const BillingKey& key) { return key.receipts; };
    return listed(request, bootpay_, "receipts", bootpay_.receipts(), of_key, receipt_row);
}

Response Control::webhooks(const Request& request) {
    Query query{request};
    const Page page{query};
    const auto receipt_id = query.text("receipt_id"), state = query.text("state");
    if (query.fault()) return refusal_answer(*query.fault());
    const auto wanted = [&](const Notice& notice) {
        return (!receipt_id || notice.receipt->receipt_id == *receipt_id) &&
               (!state || text_of(notice.state) == *state);
    };
    return json_answer(page.of("webhooks", bootpay_.outbox().notices(), wanted, notice_view));
}

Response Control::billing_keys(const Request& request) {
    Query query{request};
    const Page page{query};
    if (query.fault()) return refusal_answer(*query.fault());
    const auto view = [](const BillingKey& key) {
        json row = issuing_view(key);
        row["username"] = key.username;
        row["reservations_waiting"] = key.waiting;
        row["deleted_at"] = key.deleted_at ? json(korean(*key.deleted_at)) : json();
        return row;
    };
    const auto all = [](const BillingKey&) { return true; };
    return json_answer(page.of("billing_keys", bootpay_.keys(), all, view));
}

}  // namespace maedal::sandbox
