#include "sqlite/watch.hpp"

#include "base/contract.hpp"
#include "ports/ledger.hpp"
#include "sqlite/failure.hpp"
#include "sqlite/file_identity.hpp"
#include "sqlite/image.hpp"
#include "sqlite/ledger_file.hpp"
#include "sqlite/meta_rows.hpp"

#include <fmt/format.h>
#include <sodium.h>
#include <sqlite3.h>

#include <array>

namespace maedal::sqlite {
namespace {

constexpr const char* select_newest =
    "SELECT number, at, hash FROM journal ORDER BY number DESC LIMIT 1";
constexpr const char* select_hash = "SELECT hash FROM journal WHERE number = :number";

std::string new_epoch() {
    std::string bytes(16, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return hex(bytes);
}

/// Reads the header through SQLite's own handle: to open and close the file ourselves would drop
/// the locks that SQLite holds on it.
bool header_is_ours(Connection& connection) {
    sqlite3_file* file = nullptr;
    if (sqlite3_file_control(connection.handle(), "main", SQLITE_FCNTL_FILE_POINTER, &file) !=
            SQLITE_OK ||
        file == nullptr || file->pMethods == nullptr)
        return false;
    std::array<char, 100> header{};
    if (file->pMethods->xRead(file, header.data(), header.size(), 0) != SQLITE_OK) return false;
    std::int64_t found = 0;
    for (const std::size_t at : {68U, 69U, 70U, 71U})
        found = found * 256 + static_cast<unsigned char>(header[at]);
    constexpr std::string_view magic{"SQLite format 3\0", 16};
    // The version that a file with a write-ahead log has; a backup is written without one.
    const bool with_log = header[18] == 2 && header[19] == 2;
    return std::string_view{header.data(), magic.size()} == magic && found == application_id &&
           with_log;
}

}  // namespace

Watch::Watch(Connection& connection)
    : connection_{connection},
      mark_file_{connection.path()},
      identity_{file_identity(connection.path())} {
    find_origin();
    mark_.file = identity_;
}

void Watch::find_origin() {
    Query newest{connection_, select_newest};
    if (newest.step()) {
        Row row = newest.row();
        origin_.newest_entry = row.integer();
        origin_.newest_entry_at = row.instant();
        mark_.entry = origin_.newest_entry;
        mark_.hash = hex(row.text());
    } else {
        mark_.hash = "-";
    }
    mark_.epoch = find_meta(connection_, "epoch").value_or("");
    if (identity_.empty()) return settle(ports::Origin::same, {});
    Mark seen;
    const auto found = mark_file_.read(seen);
    if (origin_.newest_entry == 0) {
        if (found == MarkFile::Found::whole && seen.entry > 0) refuse_emptied(seen.entry);
        return settle(ports::Origin::fresh, {});
    }
    if (found == MarkFile::Found::whole) return compare(seen, mark_.epoch);
    // Older than marks: it cannot tell, and was not seen by us before.
    if (mark_.epoch.empty()) return settle(ports::Origin::same, {});
    settle(
        ports::Origin::copied,
        found == MarkFile::Found::none ? "no mark stands beside it: it came here without the file "
                                         "<ledger>.mark of the place where it was last used"
                                       : "the mark beside it cannot be read"
    );
}

/// Begun anew it would give its order ids out again, over payments that it knows nothing of.
void Watch::refuse_emptied(std::int64_t seen) const {
    const auto& path = connection_.path();
    throw ports::LedgerOfOthers{failure_text(
        path,
        fmt::format("it is empty, and a ledger with {} entries was in use here", seen),
        "put the last backup in its place; if you do mean to begin anew, move " + path +
            ".mark away, and give the new one another installation name"
    )};
}

void Watch::compare(const Mark& seen, const std::string& epoch) {
    using ports::Origin;
    if (seen.entry > origin_.newest_entry) {
        settle(
            Origin::restored,
            fmt::format(
                "its journal ends with entry {} of {}, and entry {} was seen",
                origin_.newest_entry,
                rfc3339(*origin_.newest_entry_at),
                seen.entry
            )
        );
        return;
    }
    const auto hash =
        Query{connection_, select_hash}.bind(":number", seen.entry).first([](Row& row) {
            return row.text();
        });
    if (seen.entry > 0 && (!hash || hex(*hash) != seen.hash))
        return settle(
            Origin::restored,
            fmt::format("entry {} of its journal is another than the one that was seen", seen.entry)
        );
    if (!epoch.empty() && seen.epoch != epoch)
        return settle(Origin::restored, "it is of another epoch than the one that was seen last");
    if (!may_be_one_file(seen.file, identity_))
        return settle(Origin::copied, "it is another file than the one that was used last");
    settle(Origin::same, {});
}

void Watch::settle(ports::Origin kind, std::string why) {
    origin_.kind = kind;
    origin_.why = std::move(why);
    new_epoch_ = mark_.epoch.empty() || !origin_.why.empty();
}

void Watch::adopt() {
    if (adopted_) return;
    adopted_ = true;
    if (identity_.empty()) return;
    log_identity_ = file_identity(connection_.path() + "-wal");
    if (new_epoch_) mark_.epoch = new_epoch();
    // The mark first: an epoch that only the mark knows is found again as what it is, while one
    // that only the ledger knows would look like a ledger without its mark.
    mark_file_.make(mark_);
    if (!new_epoch_) return;
    connection_.begin();
    try {
        put_meta(connection_, "epoch", mark_.epoch);
        connection_.commit();
    } catch (...) {
        connection_.roll_back();
        throw;
    }
}

void Watch::committed(std::int64_t entry, std::string_view hash) {
    if (entry == mark_.entry) return;
    mark_.entry = entry;
    mark_.hash = hex(hash);
    if (adopted_ && mark_file_.in_use()) mark_file_.write(mark_);
}

void Watch::gone(const std::string& what) const {
    throw ports::LedgerFailure{failure_text(
        connection_.path(),
        what + " while it was in use",
        "what was written since is not in the file that stands there now: stop everything that "
        "writes to it, then start again"
    )};
}

void Watch::look() {
    if (identity_.empty()) return;
    const std::string now = file_identity(connection_.path());
    if (now.empty()) gone("it was taken away");
    if (now != identity_) gone("another file was put in its place");
    const std::string log = file_identity(connection_.path() + "-wal");
    if (!log_identity_.empty() && log != log_identity_)
        gone("its write-ahead log was taken away or replaced");
    if (log_identity_.empty()) log_identity_ = log;
    // A young ledger has its name in the write-ahead log only, until that is written back.
    const bool ours = header_is_ours(connection_);
    if (header_was_ours_ && !ours) gone("other content was written into it");
    header_was_ours_ = ours;
}

}  // namespace maedal::sqlite
