#pragma once
#include "sqlite/cell.hpp"
#include "sqlite/connection.hpp"

#include <optional>
#include <string>
#include <vector>

namespace maedal::sqlite {

/// Takes the columns of the present row one after the other, in the order of the statement. What
/// the schema rules out is a damaged file: every getter throws ports::LedgerFailure then.
class Row {
public:
    Row(Connection& connection, sqlite3_stmt* statement)
        : connection_{connection}, statement_{statement} {}

    [[nodiscard]] std::int64_t integer();
    [[nodiscard]] int small();
    [[nodiscard]] bool flag() { return integer() != 0; }
    [[nodiscard]] std::string text();  ///< also the bytes of a blob
    [[nodiscard]] Instant instant() { return Instant{Seconds{integer()}}; }
    [[nodiscard]] Seconds seconds() { return Seconds{integer()}; }
    [[nodiscard]] billing::Won won();
    [[nodiscard]] std::optional<Instant> maybe_instant();
    [[nodiscard]] std::optional<billing::Won> maybe_won() {
        if (skip_null()) return std::nullopt;
        return won();
    }
    [[nodiscard]] std::optional<Seconds> maybe_seconds() {
        if (skip_null()) return std::nullopt;
        return seconds();
    }
    template <class Id>
    [[nodiscard]] Id id() {
        return Id{filled(text())};
    }
    template <class Id>
    [[nodiscard]] std::optional<Id> maybe_id() {
        if (skip_null()) return std::nullopt;
        return id<Id>();
    }
    template <class Id>
    [[nodiscard]] Id number() {
        return Id{integer()};
    }
    template <class Id>
    [[nodiscard]] std::optional<Id> maybe_number() {
        if (skip_null()) return std::nullopt;
        return number<Id>();
    }
    template <class Names>
    [[nodiscard]] auto word(const Names& names) {
        const auto value = names.from(text());
        if (!value) damaged();
        return *value;
    }
    [[noreturn]] void damaged();

private:
    [[nodiscard]] bool skip_null();  ///< true, and it is taken, when the next column is NULL
    [[nodiscard]] std::string filled(std::string text);

    Connection& connection_;
    sqlite3_stmt* statement_;
    int next_ = 0;
};

/// One run of a kept statement: reset and without bindings when it goes, also after a failure, so
/// that no forgotten cursor keeps the write-ahead log from being folded in.
class Query {
public:
    Query(Connection& connection, const char* sql);
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    /// Binds a parameter that the statement has; another name is a bug.
    Query& bind(const char* name, const Cell& cell);

    /// The next row. The parameters must all be bound: SQLite takes a forgotten one for NULL.
    [[nodiscard]] bool step();
    [[nodiscard]] Row row() { return Row{connection_, kept_.handle()}; }

    /// Runs a write inside a transaction; gives the number of rows it changed.
    int exec();
    /// As exec, for a write that must change exactly `expected` rows: `what` names the row.
    void exec_changes(int expected, std::string_view what);

    /// The only row through `read`, or nothing.
    template <class Read>
    [[nodiscard]] auto first(Read read) {
        std::optional<decltype(read(std::declval<Row&>()))> found;
        if (step()) {
            Row it = row();
            found.emplace(read(it));
        }
        return found;
    }
    /// All rows through `read`.
    template <class Read>
    [[nodiscard]] auto all(Read read) {
        std::vector<decltype(read(std::declval<Row&>()))> found;
        while (step()) {
            Row it = row();
            found.push_back(read(it));
        }
        return found;
    }

private:
    void expect_all_bound() const;

    Connection& connection_;
    KeptStatement& kept_;
    const char* sql_;
    std::uint64_t bound_ = 0;  ///< bit n: parameter n + 1
};

}  // namespace maedal::sqlite
