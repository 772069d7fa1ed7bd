#include "maedalctl/export_file.hpp"

#include "maedalctl/csv.hpp"
#include "maedalctl/exit_code.hpp"
#include "maedalctl/words.hpp"
#include "net/json_text.hpp"
#include "net/utf8.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace maedal::ctl {
namespace {

using nlohmann::json;
using Fields = std::map<std::string, std::string>;  // of one row, by the name of its column

struct Known {
    const char* ours;
    std::array<const char*, 2> theirs;  ///< the API's names for it
    bool needed;
};
constexpr Known known_columns[]{
    {"receipt_id", {"receipt_id", "receipt_id"}, true},
    {"order_id", {"order_id", "order_id"}, true},
    {"amount", {"amount", "price"}, true},
    {"cancelled", {"cancelled", "cancelled_price"}, false},
    {"paid_at", {"paid_at", "purchased_at"}, false},
    {"status", {"status", "status_locale"}, false},
    {"currency", {"currency", "currency"}, false},
};

struct Table {
    std::vector<std::string> names;  ///< of the columns, as the file has them
    std::vector<Fields> rows;
};

[[noreturn]] void wrong(const std::string& what) {
    throw Failure{ExitCode::usage, "the export: " + what};
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return std::string{text.substr(first, text.find_last_not_of(blanks) + 1 - first)};
}

std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t names_max = 30;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), names_max); ++i)
        text += (text.empty() ? "'" : ", '") + printable(names[i]) + "'";
    return text + (names.size() > names_max ? ", ..." : "");
}

/// What the file is to be read by has to be there: a column that is called otherwise would be taken
/// for one that is empty.
void check_names(const std::vector<std::string>& there, const ColumnNames& renamed) {
    const auto has = [&there](const std::string& name) {
        return std::find(there.begin(), there.end(), name) != there.end();
    };
    for (const auto& [ours, theirs] : renamed)
        if (!has(theirs))
            wrong(
                "no column is called '" + printable(theirs) + "', as --column " + ours +
                " says; there is " + listed(there)
            );
    for (const auto& known : known_columns) {
        if (!known.needed || renamed.contains(known.ours)) continue;
        if (has(known.theirs[0]) || has(known.theirs[1])) continue;
        wrong(
            std::string{"no column is called "} + known.ours + "; there is " + listed(there) +
            ": say which it is with --column " + known.ours + "=THEIRS"
        );
    }
}

/// One row under our names, its number for people beside it.
class Row {
public:
    Row(const Fields& fields, const ColumnNames& names, std::size_t number) : number_{number} {
        for (const auto& [ours, theirs, needed] : known_columns) {
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
    /// Empty for won.
    [[nodiscard]] std::string foreign_currency() const {
        static constexpr std::array won{"", "KRW", "krw", "WON", "won", "원"};
        const auto word = text("currency");
        const bool is_won =
            std::any_of(won.begin(), won.end(), [&](const char* known) { return word == known; });
        return is_won ? std::string{} : word;
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

Table table_of_json(const json& value) {
    const json* rows = &value;
    for (const char* name : {"items", "list"})
        if (value.is_object() && value.contains(name)) rows = &value[name];
    if (!rows->is_array()) wrong("it is neither CSV nor a JSON array of rows");
    Table table;
    std::set<std::string> names;
    for (const auto& row : *rows) {
        if (!row.is_object())
            wrong("row " + std::to_string(table.rows.size() + 1) + " is no object");
        auto& fields = table.rows.emplace_back();
        for (const auto& [name, field] : row.items()) {
            names.insert(name);
            if (const auto* text = field.get_ptr<const std::string*>())
                fields.emplace(name, *text);
            else if (!field.is_null())
                fields.emplace(name, field.dump());
        }
    }
    table.names.assign(names.begin(), names.end());
    return table;
}

Table table_of_csv(std::string_view text) {
    const auto rows = csv_rows(text);
    if (!rows || rows->empty()) wrong("it is neither CSV nor JSON");
    Table table;
    for (const auto& name : rows->front())
        table.names.push_back(trimmed(name));
    for (std::size_t number = 1; number < rows->size(); ++number) {
        const auto& row = (*rows)[number];
        if (row.size() != table.names.size())
            wrong(
                "row " + std::to_string(number) + " has " + std::to_string(row.size()) +
                " fields, the first line names " + std::to_string(table.names.size())
            );
        auto& fields = table.rows.emplace_back();
        for (std::size_t i = 0; i < table.names.size(); ++i)
            fields.emplace(table.names[i], trimmed(row[i]));
    }
    return table;
}

Table table_of(std::string_view text) {
    constexpr std::string_view byte_order{"\xEF\xBB\xBF"};
    if (text.starts_with(byte_order)) text.remove_prefix(byte_order.size());
    if (!net::valid_utf8(text))
        wrong("it is not UTF-8. What Excel saves in Korea: iconv -f CP949 -t UTF-8 FILE > NEW");
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) wrong("it is empty");
    const bool is_json = text[first] == '[' || text[first] == '{';
    if (!is_json) return table_of_csv(text);
    const auto value = json::parse(text.substr(first), nullptr, false);
    if (value.is_discarded()) wrong("it is no whole JSON");
    return table_of_json(value);
}

void check_column_names(const ColumnNames& names) {
    for (const auto& [ours, theirs] : names) {
        const bool known = std::any_of(
            std::begin(known_columns),
            std::end(known_columns),
            [&ours](const Known& column) { return column.ours == ours; }
        );
        if (known) continue;
        std::string all;
        for (const auto& column : known_columns)
            all += (all.empty() ? "" : ", ") + std::string{column.ours};
        throw Failure{
            ExitCode::usage,
            "--column " + printable(ours) + "=" + printable(theirs) + ": ours are " + all};
    }
}

}  // namespace

Export exported_payments(std::string_view text, const ColumnNames& names) {
    constexpr std::size_t rows_max = 1'000'000;
    check_column_names(names);
    const auto table = table_of(text);
    if (!table.names.empty()) check_names(table.names, names);
    if (table.rows.size() > rows_max) wrong("it has more than a million rows; export fewer days");
    Export found;
    std::size_t number = 0;
    for (const auto& fields : table.rows) {
        const Row row{fields, names, ++number};
        const auto currency = row.foreign_currency();
        if (currency.empty())
            found.payments.push_back(payment(row));
        else if (row.paid())
            found.foreign.push_back(
                {billing::ReceiptId{row.needed("receipt_id")},
                 billing::OrderId{row.needed("order_id")},
                 row.needed("amount") + " " + currency}
            );
    }
    return found;
}

}  // namespace maedal::ctl
