#include "sqlite/query.hpp"

#include "base/contract.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>

#include <bit>
#include <limits>

namespace maedal::sqlite {

std::int64_t Row::integer() {
    const auto column = statement_.getColumn(next_++);
    if (!column.isInteger()) damaged();
    return column.getInt64();
}

int Row::small() {
    const std::int64_t value = integer();
    if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max())
        damaged();
    return static_cast<int>(value);
}

std::string Row::text() {
    const auto column = statement_.getColumn(next_++);
    if (!column.isText() && !column.isBlob()) damaged();
    return column.getString();
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
    if (!statement_.isColumnNull(next_)) return false;
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
            "a value that cannot be there: column {} of \"{}\"", next_, statement_.getQuery()
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
    kept_.statement.tryReset();  // reset() would throw the failure of the step once more
    try {
        kept_.statement.clearBindings();
    } catch (const SQLite::Exception&) {
        // The next run binds every parameter anew, so nothing of this one can show.
    }
    kept_.in_use = false;
}

Query& Query::bind(const char* name, const Cell& cell) {
    auto& statement = kept_.statement;
    const int index = statement.getIndex(name);
    MAEDAL_EXPECTS(index >= 1 && index <= 64);
    bound_ |= std::uint64_t{1} << (index - 1);
    try {
        switch (cell.kind) {
            case Cell::Kind::null:
                statement.bind(index);
                break;
            case Cell::Kind::integer:
                statement.bind(index, cell.integer);
                break;
            case Cell::Kind::text:
                statement.bind(index, std::string{cell.text});
                break;
            case Cell::Kind::blob:
                statement.bind(index, cell.text.data(), static_cast<int>(cell.text.size()));
                break;
        }
    } catch (const SQLite::Exception& e) {
        connection_.fail(sql_, e);
    }
    return *this;
}

void Query::expect_all_bound() const {
    MAEDAL_EXPECTS(std::popcount(bound_) == kept_.parameters);
}

bool Query::step() {
    expect_all_bound();
    try {
        return kept_.statement.executeStep();
    } catch (const SQLite::Exception& e) {
        connection_.fail(sql_, e);
    }
}

int Query::exec() {
    // Outside a transaction the write would be kept at once, without its journal entry.
    MAEDAL_EXPECTS(connection_.in_transaction());
    expect_all_bound();
    try {
        return kept_.statement.exec();
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
