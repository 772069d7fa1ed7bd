#include "sqlite/ledger_file.hpp"

#include "base/contract.hpp"
#include "base/log.hpp"
#include "ports/ledger.hpp"
#include "sqlite/failure.hpp"
#include "sqlite/meta_rows.hpp"
#include "sqlite/migrations.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace maedal::sqlite {
namespace {

int schema_of_this_binary() {
    return static_cast<int>(migrations.size());
}

std::int64_t schema_of(Connection& connection) {
    return connection.number("PRAGMA user_version");
}

/// True for a file without anything in it, which is ours to fill.
bool fresh(Connection& connection) {
    return connection.number("SELECT count(*) FROM sqlite_schema") == 0 &&
           connection.number("PRAGMA application_id") == 0 && schema_of(connection) == 0;
}

[[noreturn]] void refuse_as_not_ours(
    const Connection& connection, std::string_view what, std::string_view next_step
) {
    throw ports::LedgerOfOthers{failure_text(connection.path(), what, next_step)};
}

void refuse_foreign(Connection& connection) {
    const std::int64_t found = connection.number("PRAGMA application_id");
    if (found != application_id) {
        refuse_as_not_ours(
            connection,
            fmt::format("it is another program's file (application id {:#x})", found),
            "name another file in the configuration (ledger.path)"
        );
    }
    const std::int64_t schema = schema_of(connection);
    if (schema > schema_of_this_binary()) {
        connection.fail(
            fmt::format(
                "it was made by a newer maedal (schema {}; this one knows {})",
                schema,
                schema_of_this_binary()
            ),
            "install that version again, or restore a backup from before the upgrade"
        );
    }
}

void refuse_older(Connection& connection) {
    const std::int64_t schema = schema_of(connection);
    if (schema < schema_of_this_binary()) {
        connection.fail(
            fmt::format("it has the older schema {}", schema),
            "start the daemon once, which brings it up to date"
        );
    }
}

void refuse_damaged(Connection& connection) {
    const std::string verdict = connection.text("PRAGMA quick_check(1)");
    if (verdict != "ok") {
        connection.fail(
            "it is damaged: " + verdict, "keep it as it is and restore the last backup"
        );
    }
}

/// "m" and six letters and digits that are not mistaken for one another: two ledgers of one
/// merchant must never give the same order id.
std::string random_installation() {
    constexpr std::string_view letters = "23456789abcdefghjkmnpqrstvwxyz";
    std::string name = "m";
    for (int i = 0; i < 6; ++i)
        name += letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))];
    return name;
}

void write_identity(Connection& connection, const Identity& identity) {
    connection.run(fmt::format("PRAGMA application_id = {}", application_id));
    add_meta(
        connection,
        "installation",
        identity.installation.empty() ? random_installation() : identity.installation
    );
    add_meta(connection, "key_check", identity.key_check);
}

void migrate(Connection& connection, const Identity& identity) {
    const Connection::SchemaOpen open{connection};
    for (const auto& migration : migrations) {
        connection.begin();
        try {
            // Read inside: only now does no one else change it.
            if (schema_of(connection) < migration.number) {
                connection.run(migration.sql);
                if (migration.number == 1) write_identity(connection, identity);
                connection.run(fmt::format("PRAGMA user_version = {}", migration.number));
            }
            connection.commit();
        } catch (...) {
            connection.roll_back();
            throw;
        }
    }
}

void refuse_another_identity(Connection& connection, const Identity& identity) {
    if (find_meta(connection, "key_check") != identity.key_check) {
        refuse_as_not_ours(
            connection,
            "the ledger key is not the one it was made with",
            "give the daemon the key file that belongs to this ledger (ledger.key_file or "
            "ledger.key_credential)"
        );
    }
    const auto installation = find_meta(connection, "installation");
    if (!identity.installation.empty() && installation != identity.installation) {
        refuse_as_not_ours(
            connection,
            fmt::format(
                "it belongs to installation \"{}\", not \"{}\"",
                installation.value_or(""),
                identity.installation
            ),
            "name the right file (ledger.path), or the right installation, in the configuration"
        );
    }
}

/// A backup, whose header says that it has no write-ahead log, may stand beside the log that the
/// lost ledger left: SQLite would write the one's changes into the other. It is no use without its
/// own file, and is kept all the same.
void set_log_of_another_aside(const std::string& path) {
    constexpr std::size_t header_bytes = 20, version_at = 18;
    std::array<char, header_bytes> header{};
    std::ifstream file{path, std::ios::binary};
    if (!file.read(header.data(), header.size()) || header[version_at] != 1) return;
    const std::string log = path + "-wal", aside = log + ".of-the-lost-ledger";
    if (!std::filesystem::exists(log)) return;
    std::error_code failed;
    std::filesystem::rename(log, aside, failed);
    if (failed)
        throw ports::LedgerFailure{failure_text(
            path,
            "it is a backup, and the write-ahead log of the ledger that was here stands beside it",
            "move " + log + " away, then start again"
        )};
    log::warning(path + " is a backup: the log of the ledger that was here is in " + aside);
}

}  // namespace

std::unique_ptr<Connection> open_for_writing(
    const std::string& path, const std::string& vfs, const Identity& identity
) {
    // Before SQLite holds locks on it, which a close of ours would drop.
    set_log_of_another_aside(path);
    auto connection = std::make_unique<Connection>(path, Access::read_write, vfs);
    const bool is_new = fresh(*connection);
    if (!is_new) {
        refuse_foreign(*connection);
        refuse_damaged(*connection);
        refuse_another_identity(*connection, identity);
    }
    connection->keep_log_ahead();
    migrate(*connection, identity);
    // So that the file itself says whose it is, and not only its log.
    if (is_new) connection->run("PRAGMA wal_checkpoint(TRUNCATE)");
    return connection;
}

std::unique_ptr<Connection> open_for_reading(const std::string& path, const std::string& vfs) {
    auto connection = std::make_unique<Connection>(path, Access::read_only, vfs);
    refuse_foreign(*connection);
    refuse_older(*connection);
    return connection;
}

std::unique_ptr<Connection> open_copy(const std::string& path, const std::string& vfs) {
    auto connection = std::make_unique<Connection>(path, Access::read_write, vfs);
    refuse_foreign(*connection);
    refuse_older(*connection);
    refuse_damaged(*connection);
    return connection;
}

}  // namespace maedal::sqlite
