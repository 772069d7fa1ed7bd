#include "maedalctl/export_file.hpp"

#include "maedalctl/csv.hpp"
#include "maedalctl/exit_code.hpp"
#include "maedalctl/words.hpp"
#include "net/json_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace maedal::ctl {
namespace {

using nlohmann::json;
using Fields = std::map<std::string, std::string>;  // of one row, by the name of its column

struct Known {
    const char* ours;
    std::array<const char*, 2> theirs;  ///< the API's names for it
};
constexpr Known known_columns[]{
    {"receipt_id", {"receipt_id", "receipt_id"}},
    {"order_id", {"order_id", "order_id"}},
    {"amount", {"amount", "price"}},
    {"cancelled", {"cancelled", "cancelled_price"}},
    {"paid_at", {"paid_at", "purchased_at"}},
    {"status", {"status", "status_locale"}},
};

[[noreturn]] void wrong(const std::string& what) {
    throw Failure{ExitCode::usage, "the export: " + what};
}

/// One row under our names, its number for people beside it.
class Row {
public:
    Row(const Fields& fields, const ColumnNames& names, std::size_t number) : number_{number} {
        for (const auto& [ours, theirs] : known_columns) {
            const auto renamed = names.find(ours);
            for (const char* name : theirs) {
                const auto found = fields.find(renamed == names.end() ? name : renamed->second);
                if (found == fields.end()) continue;
                values_.emplace(ours, found->second);
            }
        }
    }
    [[nodiscard]] std::string text(const char* name) const {
        const auto found = values_.find(name);
        return found == values_.end() ? std::string{} : found->second;
    }
    [[nodiscard]] std::string needed(const char* name) const {
        auto value = text(name);
        if (value.empty()) blame(std::string{"has no "} + name);
        return value;
    }
    [[nodiscard]] billing::Won won(const char* name) const {
        auto digits = needed(name);
        std::erase(digits, ',');
        std::int64_t count = 0;
        const auto* last = digits.data() + digits.size();
        const auto read = std::from_chars(digits.data(), last, count);
        const auto amount = billing::Won::from_count(count);
        if (read.ec != std::errc{} || read.ptr != last || count < 0 || !amount)
            blame(std::string{name} + " is no whole number of won: '" + needed(name) + "'");
        return *amount;
    }
    [[nodiscard]] std::optional<Instant> instant(const char* name) const {
        auto value = text(name);
        if (value.empty()) return std::nullopt;
        if (const auto at = instant_from_rfc3339(value)) return at;
        if (value.size() > 10 && value[10] == ' ') value[10] = 'T';
        if (value.size() == 16) value += ":00";
        const auto at = instant_from_rfc3339(value + "+09:00");
        if (!at) blame(std::string{name} + " is no time: '" + text(name) + "'");
        return at;
    }
    /// Whether money moved.
    [[nodiscard]] bool paid() const {
        static constexpr std::array yes{
            "",
            "1",
            "20",
            "paid",
            "canceled",
            "cancelled",
            "partly_canceled",
            "결제완료",
            "결제취소완료"};
        static constexpr std::array no{
            "-4",
            "-2",
            "0",
            "2",
            "3",
            "4",
            "5",
            "declined",
            "failed",
            "pending",
            "결제실패",
            "결제대기"};
        const auto word = text("status");
        const auto is_word = [&](const char* known) { return word == known; };
        if (std::any_of(yes.begin(), yes.end(), is_word)) return true;
        if (std::none_of(no.begin(), no.end(), is_word))
            blame("nobody knows the status '" + word + "'");
        return false;
    }

private:
    [[noreturn]] void blame(const std::string& what) const {
        wrong("row " + std::to_string(number_) + ": " + printable(what));
    }

    std::size_t number_;
    Fields values_;
};

billing::ExportedPayment payment(const Row& row) {
    const bool paid = row.paid();
    const auto none = *billing::Won::from_count(0);
    auto order_id = paid ? row.needed("order_id") : row.text("order_id");
    if (order_id.empty()) order_id = "-";  // an id is never empty, and the row is left out
    return {
        billing::ReceiptId{row.needed("receipt_id")},
        billing::OrderId{std::move(order_id)},
        row.won("amount"),
        row.text("cancelled").empty() ? none : row.won("cancelled"),
        row.instant("paid_at"),
        paid};
}

std::vector<Fields> rows_of_json(const json& value) {
    const json* rows = &value;
    for (const char* name : {"items", "list"})
        if (value.is_object() && value.contains(name)) rows = &value[name];
    if (!rows->is_array()) wrong("it is neither CSV nor a JSON array of rows");
    std::vector<Fields> all;
    for (const auto& row : *rows) {
        if (!row.is_object()) wrong("row " + std::to_string(all.size() + 1) + " is no object");
        auto& fields = all.emplace_back();
        for (const auto& [name, field] : row.items()) {
            if (const auto* text = field.get_ptr<const std::string*>())
                fields.emplace(name, *text);
            else if (!field.is_null())
                fields.emplace(name, field.dump());
        }
    }
    return all;
}

std::vector<Fields> rows_of_csv(std::string_view text) {
    const auto rows = csv_rows(text);
    if (!rows || rows->empty()) wrong("it is neither CSV nor JSON");
    const auto& names = rows->front();
    std::vector<Fields> all;
    for (std::size_t number = 1; number < rows->size(); ++number) {
        const auto& row = (*rows)[number];
        if (row.size() != names.size())
            wrong(
                "row " + std::to_string(number) + " has " + std::to_string(row.size()) +
                " fields, the first line names " + std::to_string(names.size())
            );
        auto& fields = all.emplace_back();
        for (std::size_t i = 0; i < names.size(); ++i)
            fields.emplace(names[i], row[i]);
    }
    return all;
}

}  // namespace

std::vector<billing::ExportedPayment> exported_payments(
    std::string_view text, const ColumnNames& names
) {
    constexpr std::size_t rows_max = 1'000'000;
    const auto first = text.find_first_not_of("\xEF\xBB\xBF \t\r\n");
    const bool is_json =
        first != std::string_view::npos && (text[first] == '[' || text[first] == '{');
    std::vector<Fields> rows;
    if (is_json) {
        const auto value = json::parse(text.substr(first), nullptr, false);
        if (value.is_discarded()) wrong("it is no whole JSON");
        rows = rows_of_json(value);
    } else {
        rows = rows_of_csv(text);
    }
    if (rows.size() > rows_max) wrong("it has more than a million rows; export fewer days");
    std::vector<billing::ExportedPayment> payments;
    for (const auto& fields : rows)
        payments.push_back(payment(Row{fields, names, payments.size() + 1}));
    return payments;
}

}  // namespace maedal::ctl
