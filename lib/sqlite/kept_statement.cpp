#include "sqlite/kept_statement.hpp"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

namespace maedal::sqlite {

void KeptStatement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

KeptStatement::KeptStatement(sqlite3* database, const char* sql) {
    sqlite3_stmt* made = nullptr;
    const int code =
        sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    handle_.reset(made);
    if (code != SQLITE_OK) throw SQLite::Exception(database, code);
    parameters_ = sqlite3_bind_parameter_count(made);
}

void KeptStatement::fail(int code) const {
    throw SQLite::Exception(sqlite3_db_handle(handle_.get()), code);
}

int KeptStatement::place_of(const char* name) {
    if (next_ < places_.size() && places_[next_].name == name) return places_[next_++].place;
    const int place = sqlite3_bind_parameter_index(handle_.get(), name);
    if (next_ == places_.size()) {
        places_.push_back({name, place});
        next_ += 1;
    }
    return place;
}

void KeptStatement::bind(int place, const Cell& cell) {
    // Without bytes of its own an empty text would become NULL.
    const char* const bytes = cell.text.empty() ? "" : cell.text.data();
    const auto size = static_cast<int>(cell.text.size());
    int code = SQLITE_OK;
    switch (cell.kind) {
        case Cell::Kind::null:
            code = sqlite3_bind_null(handle_.get(), place);
            break;
        case Cell::Kind::integer:
            code = sqlite3_bind_int64(handle_.get(), place, cell.integer);
            break;
        case Cell::Kind::text:
            code = sqlite3_bind_text(handle_.get(), place, bytes, size, SQLITE_TRANSIENT);
            break;
        case Cell::Kind::blob:
            code = sqlite3_bind_blob(handle_.get(), place, bytes, size, SQLITE_TRANSIENT);
            break;
    }
    if (code != SQLITE_OK) fail(code);
}

bool KeptStatement::step() {
    const int code = sqlite3_step(handle_.get());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) fail(code);
    return false;
}

int KeptStatement::run() {
    while (step()) {
    }
    return sqlite3_changes(sqlite3_db_handle(handle_.get()));
}

void KeptStatement::reset() noexcept {
    sqlite3_reset(handle_.get());
    sqlite3_clear_bindings(handle_.get());
    next_ = 0;
}

}  // namespace maedal::sqlite
