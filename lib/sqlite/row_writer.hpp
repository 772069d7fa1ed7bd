#pragma once
#include "sqlite/image.hpp"
#include "sqlite/journal_rows.hpp"
#include "sqlite/query.hpp"

#include <fmt/format.h>

namespace maedal::sqlite {

/// What a write needs: the connection, and the journal that every change goes in.
struct Writer {
    Connection& connection;
    Journal& journal;
};

// A Table tells: `kind`, its word in journal subjects; `insert` and `update`, its statements;
// perhaps `updates_of_less`, which set some columns of a row and change nothing where others
// differ; `id(row)`; and `columns(row, put)`, which hands every column but the version to
// `put(name, cell)`. Statement and journal image are both made from columns(), so that they cannot
// part.

/// Journals the row as it is now.
template <class Table, class Value>
void journal_row(Writer& writer, const Value& row, const ports::Cause& cause) {
    Image image;
    Table::columns(row, [&](const char* name, const Cell& cell) { image.put(name, cell); });
    if constexpr (requires { Table::versioned; }) image.put("version", row.version);
    writer.journal.write(cause, Table::kind, Table::id(row), image.take());
}

/// Runs a statement that has every column as a parameter; gives the number of rows it changed.
template <class Table, class Value>
int try_on_row(Writer& writer, const char* sql, const Value& row) {
    Query query{writer.connection, sql};
    Table::columns(row, [&](const char* name, const Cell& cell) { query.bind(name, cell); });
    query.bind(":version", row.version);
    return query.exec();
}

/// As try_on_row, and must change one row.
template <class Table, class Value>
void run_on_row(Writer& writer, const char* sql, const Value& row, bool with_version) {
    Query query{writer.connection, sql};
    Table::columns(row, [&](const char* name, const Cell& cell) { query.bind(name, cell); });
    if constexpr (requires { Table::versioned; })
        if (with_version) query.bind(":version", row.version);
    query.exec_changes(1, fmt::format("{} {}", Table::kind, Table::id(row)));
}

/// Writes a new row with version 1.
template <class Table, class Value>
void add_row(Writer& writer, Value& row, const ports::Cause& cause) {
    run_on_row<Table>(writer, Table::insert, row, false);
    row.version = 1;
    journal_row<Table>(writer, row, cause);
}

/// Writes a row over the one with the version that was read, and raises it. A store whose row has
/// another version by now changes nothing and throws.
template <class Table, class Value>
void store_row(Writer& writer, Value& row, const ports::Cause& cause) {
    // SQLite writes every index anew that an UPDATE could change: most stores change but a little,
    // and for them a statement that sets only that is tried first.
    int changed = 0;
    if constexpr (requires { Table::updates_of_less; })
        for (const char* const sql : Table::updates_of_less)
            if (changed == 0) changed = try_on_row<Table>(writer, sql, row);
    if (changed == 0) run_on_row<Table>(writer, Table::update, row, true);
    ++row.version;
    journal_row<Table>(writer, row, cause);
}

/// Adds the row when its version is 0, else stores it.
template <class Table, class Value>
void put_row(Writer& writer, Value& row, const ports::Cause& cause) {
    if (row.version == 0)
        add_row<Table>(writer, row, cause);
    else
        store_row<Table>(writer, row, cause);
}

}  // namespace maedal::sqlite
