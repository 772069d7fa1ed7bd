#include "sqlite/connection.hpp"

#include "base/contract.hpp"
#include "ports/ledger.hpp"
#include "sqlite/failure.hpp"
#include "sqlite/seals.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstring>

namespace maedal::sqlite {
namespace {

constexpr int busy_wait_ms = 5000;
constexpr int value_bytes_max = 16 * 1024 * 1024;

// Defaults of SQLite are per connection, and not ours. The pages that it keeps, 16 MiB of them, are
// taken as they are needed.
constexpr const char* settings = R"sql(
    PRAGMA foreign_keys = ON;
    PRAGMA recursive_triggers = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 1000;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA cache_size = -16384;
)sql";

/// SQLite counts every byte that it takes, under one lock for all connections; nobody asks for the
/// sum. Only before the first connection: afterwards it goes on counting.
void do_not_count_memory() {
    static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(done);
}

SQLite::Database opened(const std::string& path, Access access, const std::string& vfs) {
    do_not_count_memory();
    // One thread at a time uses a connection: SQLite need not lock it at every call.
    const int flags = SQLite::OPEN_NOMUTEX | (access == Access::read_only ? SQLite::OPEN_READONLY
                                                                          : SQLite::OPEN_READWRITE);
    try {
        return SQLite::Database{path, flags, busy_wait_ms, vfs};
    } catch (const SQLite::Exception& e) {
        throw ports::LedgerFailure{failure_text(path, "opening it", e)};
    }
}

}  // namespace

Connection::Connection(const std::string& path, Access access, const std::string& vfs)
    : path_{path}, db_{opened(path, access, vfs)} {
    set_up(access);
}

void Connection::set_up(Access access) {
    sqlite3* const handle = db_.getHandle();
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, value_bytes_max);
    learn_to_seal(handle);
    run(settings);
    if (access == Access::read_only) run("PRAGMA query_only = ON");
}

Connection::SchemaOpen::SchemaOpen(Connection& connection) : connection_{connection} {
    sqlite3_db_config(connection_.db_.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
}

Connection::SchemaOpen::~SchemaOpen() {
    sqlite3_db_config(connection_.db_.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
}

void Connection::keep_log_ahead() {
    if (text("PRAGMA journal_mode = WAL") != "wal")
        fail("it cannot keep a write-ahead log", "put it on a local file system");
}

void Connection::begin() {
    refuse_if_poisoned();
    MAEDAL_EXPECTS(!in_transaction_);
    step_once("BEGIN IMMEDIATE");
    in_transaction_ = true;
}

void Connection::commit() {
    refuse_if_poisoned();
    MAEDAL_EXPECTS(in_transaction_);
    if (rolled_back_already()) fail("its transaction is gone before the commit", "start again");
    step_once("COMMIT");
    in_transaction_ = false;
}

void Connection::roll_back() noexcept {
    if (!in_transaction_) return;
    if (!rolled_back_already() && db_.tryExec("ROLLBACK") != SQLITE_OK) broken_ = true;
    if (!rolled_back_already()) broken_ = true;
    in_transaction_ = false;
    poison_.clear();
}

void Connection::end_snapshot() noexcept {
    if (!rolled_back_already() && db_.tryExec("ROLLBACK") != SQLITE_OK) broken_ = true;
}

bool Connection::rolled_back_already() const noexcept {
    return sqlite3_get_autocommit(db_.getHandle()) != 0;
}

void Connection::run(const std::string& script) {
    refuse_if_poisoned();
    try {
        db_.exec(script);
    } catch (const SQLite::Exception& e) {
        fail(fmt::format("running \"{}\"", script.substr(0, 60)), e);
    }
}

std::int64_t Connection::number(const std::string& sql) {
    try {
        return db_.execAndGet(sql).getInt64();
    } catch (const SQLite::Exception& e) {
        fail(sql, e);
    }
}

std::string Connection::text(const std::string& sql) {
    try {
        return db_.execAndGet(sql).getString();
    } catch (const SQLite::Exception& e) {
        fail(sql, e);
    }
}

KeptStatement& Connection::kept(const char* sql) {
    if (const auto found = kept_.find(sql); found != kept_.end()) return found->second;
    // What stands behind a semicolon would be left out without a word.
    MAEDAL_EXPECTS(std::strchr(sql, ';') == nullptr);
    try {
        return kept_.try_emplace(sql, db_.getHandle(), sql).first->second;
    } catch (const SQLite::Exception& e) {
        fail(sql, e);
    }
}

void Connection::step_once(const char* sql) {
    auto& statement = kept(sql);
    try {
        statement.run();
        statement.reset();
    } catch (const SQLite::Exception& e) {
        statement.reset();
        fail(sql, e);
    }
}

void Connection::fail(std::string_view doing, const SQLite::Exception& cause) {
    const int code = cause.getExtendedErrorCode() & 0xff;
    if (code == SQLITE_FULL && when_full_) when_full_();
    const Kind kind = code == SQLITE_CONSTRAINT ? Kind::refusal
                      : code == SQLITE_FULL     ? Kind::full
                                                : Kind::failure;
    fail_with(kind, failure_text(path_, doing, cause));
}

void Connection::fail(std::string_view what, std::string_view next_step) {
    fail_with(Kind::failure, failure_text(path_, what, next_step));
}

void Connection::refuse(std::string_view what, std::string_view next_step) {
    fail_with(Kind::refusal, failure_text(path_, what, next_step));
}

void Connection::fail_with(Kind kind, const std::string& text) {
    if (in_transaction_ && poison_.empty()) {
        poison_ = text;
        poison_kind_ = kind;
        if (rolled_back_already()) poison_ += " (SQLite has rolled it back)";
    }
    raise(kind, text);
}

void Connection::raise(Kind kind, const std::string& text) {
    if (kind == Kind::refusal) throw ports::LedgerRefusal{text};
    if (kind == Kind::full) throw ports::LedgerFull{text};
    throw ports::LedgerFailure{text};
}

void Connection::refuse_if_poisoned() const {
    if (broken_) {
        raise(
            Kind::failure,
            failure_text(path_, "a transaction could not be rolled back", "start again")
        );
    }
    if (!poison_.empty()) {
        raise(
            poison_kind_, "this transaction has failed and must be rolled back; first: " + poison_
        );
    }
}

}  // namespace maedal::sqlite
