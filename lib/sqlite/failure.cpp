#include "sqlite/failure.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace maedal::sqlite {
namespace {

std::string next_step(int code, const std::string& path) {
    switch (code & 0xff) {
        case SQLITE_FULL:
            return "free space on its disk, then start again";
        case SQLITE_IOERR:
            return "the disk or the file system failed: read the kernel's log (dmesg), then start "
                   "again";
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return "the file is damaged or no ledger: keep it as it is and restore the last backup";
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return fmt::format("another program writes to it: find it with `fuser {}`", path);
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_CANTOPEN:
        case SQLITE_AUTH:
            return fmt::format(
                "it must belong to the user that runs the daemon, mode 0600, in a directory which "
                "that user can write: look with `ls -ld {0} $(dirname {0})`",
                path
            );
        case SQLITE_NOMEM:
            return "this host is out of memory: free some, then start again";
        case SQLITE_CONSTRAINT:
            return "the ledger refused the change and kept nothing of it: start again, and report "
                   "this line if it comes back";
        default:
            return "start again, and report this line if it comes back";
    }
}

/// A statement on one line, cut where everyone knows which one is meant.
std::string in_short(std::string_view doing) {
    constexpr std::size_t shown_max = 60;
    std::string line;
    for (const char c : doing) {
        const bool space = c == ' ' || c == '\n';
        if (space && (line.empty() || line.back() == ' ')) continue;
        if (line.size() == shown_max) return line + "...";
        line += space ? ' ' : c;
    }
    return line;
}

}  // namespace

std::string failure_text(
    const std::string& path, std::string_view doing, const SQLite::Exception& cause
) {
    const int code = cause.getExtendedErrorCode();
    return fmt::format(
        "ledger {}: {}: {} (SQLite {}, {}): {}",
        path,
        in_short(doing),
        cause.what(),
        code,
        code > 0 ? sqlite3_errstr(code) : "misuse",
        next_step(code, path)
    );
}

std::string failure_text(
    const std::string& path, std::string_view what, std::string_view next_step
) {
    return fmt::format("ledger {}: {}: {}", path, what, next_step);
}

}  // namespace maedal::sqlite
