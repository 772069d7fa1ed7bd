#pragma once
#include "sqlite/kept_statement.hpp"

#include <SQLiteCpp/Database.h>

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace maedal::sqlite {

enum class Access { read_write, read_only };

/// One connection to the ledger file with its kept statements and its one transaction. Used by one
/// thread at a time. All methods but roll_back throw ports::LedgerFailure.
class Connection {
public:
    /// Opens a file that is there. `vfs` may be empty: the system's.
    Connection(const std::string& path, Access access, const std::string& vfs);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Puts the file in write-ahead mode, which it then keeps. Changes the file.
    void keep_log_ahead();

    /// BEGIN IMMEDIATE: a deferred one would fail at its first write, whatever the busy timeout.
    void begin();
    void commit();
    /// Ends the transaction whatever state it is in, and heals the poison. Without one: nothing.
    void roll_back() noexcept;
    [[nodiscard]] bool in_transaction() const noexcept { return in_transaction_; }

    /// Runs whole scripts that give no rows: migrations, pragmas.
    void run(const std::string& script);
    /// The one number that `sql` gives.
    [[nodiscard]] std::int64_t number(const std::string& sql);
    /// The first text that `sql` gives.
    [[nodiscard]] std::string text(const std::string& sql);

    /// While it lives, migrations may rewrite the text of a table to take a constraint off, which
    /// SQLite otherwise defends. Nothing else may.
    class SchemaOpen {
    public:
        explicit SchemaOpen(Connection& connection);
        ~SchemaOpen();
        SchemaOpen(const SchemaOpen&) = delete;
        SchemaOpen& operator=(const SchemaOpen&) = delete;

    private:
        Connection& connection_;
    };

    /// The statement of this constant, prepared at its first use. `sql` is one statement and lives
    /// as long as the process.
    [[nodiscard]] KeptStatement& kept(const char* sql);
    [[nodiscard]] std::int64_t last_row_number() const { return db_.getLastInsertRowid(); }

    /// Throws what SQLite said, or what we found: a ports::LedgerRefusal when the schema said no,
    /// a LedgerFailure otherwise. An open transaction is poisoned: SQLite may have rolled it back
    /// by itself (disk full), and a statement after that would stand alone and be kept. So each
    /// later call throws until roll_back.
    [[noreturn]] void fail(std::string_view doing, const SQLite::Exception& cause);
    [[noreturn]] void fail(std::string_view what, std::string_view next_step);
    /// Throws a ports::LedgerRefusal of ours: the change cannot be made as it was asked for.
    [[noreturn]] void refuse(std::string_view what, std::string_view next_step);
    void refuse_if_poisoned() const;
    /// Ends a Snapshot; where it has ended by itself, nothing.
    void end_snapshot() noexcept;
    /// Called when the disk is full, before a ports::LedgerFull is thrown.
    void when_full(std::function<void()> act) { when_full_ = std::move(act); }
    /// For what SQLiteCpp has no words for. Stays ours.
    [[nodiscard]] sqlite3* handle() const noexcept { return db_.getHandle(); }
    [[nodiscard]] const std::string& path() const noexcept { return path_; }

private:
    void set_up(Access access);
    enum class Kind { failure, refusal, full };
    [[noreturn]] void fail_with(Kind kind, const std::string& text);
    [[noreturn]] static void raise(Kind kind, const std::string& text);
    void step_once(const char* sql);
    [[nodiscard]] bool rolled_back_already() const noexcept;

    std::string path_;
    std::function<void()> when_full_;
    SQLite::Database db_;
    std::unordered_map<const char*, KeptStatement> kept_;  ///< before db_ goes, its statements go
    bool in_transaction_ = false;
    std::string poison_;  ///< the first failure of this transaction; empty when there is none
    Kind poison_kind_ = Kind::failure;
    bool broken_ = false;  ///< a rollback failed: only a new connection helps
};

}  // namespace maedal::sqlite
