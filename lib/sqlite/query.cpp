#include "sqlite/query.hpp"

#include "base/contract.hpp"

#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <bit>
#include <limits>

namespace maedal::sqlite {

std::int64_t Row::integer() {
    const int column = next_++;
    if (sqlite3_column_type(statement_, column) != SQLITE_INTEGER) damaged();
    return sqlite3_column_int64(statement_, column);
}

int Row::small() {
    const std::int64_t value = integer();
    if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max())
        damaged();
    return static_cast<int>(value);
}

std::string Row::text() {
    const int column = next_++;
    const int type = sqlite3_column_type(statement_, column);
    if (type != SQLITE_TEXT && type != SQLITE_BLOB) damaged();
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return size == 0 ? std::string{} : std::string{bytes, size};
}

billing::Won Row::won() {
    const auto won = billing::Won::from_count(integer());
    if (!won) damaged();
    return *won;
}

std::optional<Instant> Row::maybe_instant() {
    if (skip_null()) return std::nullopt;
    return instant();
}

bool Row::skip_null() {
    if (sqlite3_column_type(statement_, next_) != SQLITE_NULL) return false;
    ++next_;
    return true;
}

std::string Row::filled(std::string text) {
    if (text.empty()) damaged();
    return text;
}

void Row::damaged() {
    connection_.fail(
        fmt::format(
            "a value that cannot be there: column {} of \"{}\"", next_, sqlite3_sql(statement_)
        ),
        "the file is damaged: keep it as it is and restore the last backup"
    );
}

Query::Query(Connection& connection, const char* sql)
    : connection_{connection}, kept_{connection.kept(sql)}, sql_{sql} {
    MAEDAL_EXPECTS(!kept_.in_use);
    connection_.refuse_if_poisoned();
    kept_.in_use = true;
}

Query::~Query() {
    kept_.reset();
    kept_.in_use = false;
}

Query& Query::bind(const char* name, const Cell& cell) {
    const int index = kept_.place_of(name);
    MAEDAL_EXPECTS(index >= 1 && index <= 64);
    bound_ |= std::uint64_t{1} << (index - 1);
    try {
        kept_.bind(index, cell);
    } catch (const SQLite::Exception& e) {
        connection_.fail(sql_, e);
    }
    return *this;
}

void Query::expect_all_bound() const {
    MAEDAL_EXPECTS(std::popcount(bound_) == kept_.parameters());
}

bool Query::step() {
    expect_all_bound();
    try {
        return kept_.step();
    } catch (const SQLite::Exception& e) {
        connection_.fail(sql_, e);
    }
}

int Query::exec() {
    // Outside a transaction the write would be kept at once, without its journal entry.
    MAEDAL_EXPECTS(connection_.in_transaction());
    expect_all_bound();
    try {
        return kept_.run();
    } catch (const SQLite::Exception& e) {
        connection_.fail(sql_, e);
    }
}

void Query::exec_changes(int expected, std::string_view what) {
    const int changed = exec();
    if (changed == expected) return;
    connection_.refuse(
        fmt::format("{}: the row is not as it was read ({} rows changed)", what, changed),
        "nothing of the transaction is kept; it can be done again from what is stored now"
    );
}

}  // namespace maedal::sqlite
