#include "sqlite/backup.hpp"

#include "ports/ledger.hpp"
#include "sqlite/file_mode.hpp"
#include "sqlite/reads.hpp"
#include "sqlite/snapshot.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <optional>
#include <system_error>

namespace maedal::sqlite {
namespace {

Error cannot(const std::string& path, const std::string& what, int error) {
    return {
        Errc::unavailable,
        "backup_failed",
        fmt::format("{}: {}: {}", path, what, std::generic_category().message(error)),
        "path"};
}

Error exists(const std::string& path) {
    return {
        Errc::conflict,
        "backup_exists",
        fmt::format("{}: there is a file of this name: a backup overwrites none", path),
        "path"};
}

/// A file that goes with its name unless it is kept.
class Unfinished {
public:
    explicit Unfinished(std::string path) : path_{std::move(path)} {}
    ~Unfinished() {
        if (!path_.empty()) ::unlink(path_.c_str());
    }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;
    void keep() { path_.clear(); }

private:
    std::string path_;
};

/// Every page of one state of the book, into a file of its own without a log beside it.
void copy_pages(Connection& source, const std::string& path) {
    Connection target{path, Access::read_write, {}};
    const Snapshot one_state{source};
    sqlite3_backup* const backup =
        sqlite3_backup_init(target.handle(), "main", source.handle(), "main");
    const bool whole = backup != nullptr && sqlite3_backup_step(backup, -1) == SQLITE_DONE;
    const bool finished = backup != nullptr && sqlite3_backup_finish(backup) == SQLITE_OK;
    if (!whole || !finished)
        target.fail(sqlite3_errmsg(target.handle()), "free space there, or name another place");
    if (target.text("PRAGMA journal_mode = DELETE") != "delete")
        target.fail("it keeps a log beside it", "name a place on a local file system");
}

std::optional<Error> sync_file(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return cannot(path, "opening it", errno);
    const int failed = ::fsync(file) == 0 ? 0 : errno;
    ::close(file);
    if (failed != 0) return cannot(path, "syncing it", failed);
    return std::nullopt;
}

bool of_the_ground(const std::string& part) {
    return part.starts_with("file.") || part.starts_with("history.");
}

/// Reads the copy as a verification would. What is wrong with the ground is an error.
Result<std::vector<ports::Violation>> verified(
    const std::string& path,
    const std::shared_ptr<const Vault>& vault,
    const ports::Yardstick& yardstick
) {
    constexpr int violations_max = 20;
    const auto reads = SqliteReads::open(path, vault);
    std::vector<ports::Violation> found;
    for (const auto& name : reads->parts_to_verify()) {
        auto part = reads->verify_part(name, yardstick, violations_max);
        if (part.violations.empty()) continue;
        if (of_the_ground(name)) {
            const auto& first = part.violations.front();
            return Error{
                Errc::unavailable,
                "backup_not_whole",
                fmt::format("the copy is not whole: {} {}: {}", name, first.subject, first.what),
                ""};
        }
        std::move(part.violations.begin(), part.violations.end(), std::back_inserter(found));
    }
    return found;
}

}  // namespace

Result<ports::BackupDone> back_up_to(
    Connection& source,
    const std::shared_ptr<const Vault>& vault,
    const std::string& path,
    const ports::Yardstick& yardstick
) {
    using std::chrono::steady_clock;
    const auto began = steady_clock::now();
    if (::access(path.c_str(), F_OK) == 0) return exists(path);
    const std::string unfinished_path = path + ".unfinished";
    ::unlink(unfinished_path.c_str());  // what a stop in the middle left
    const int file =
        ::open(unfinished_path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return cannot(unfinished_path, "making it", errno);
    ::close(file);
    Unfinished unfinished{unfinished_path};
    ports::BackupDone done{
        .path = path, .bytes = 0, .journal_entries = 0, .violations = {}, .took = {}};
    try {
        copy_pages(source, unfinished_path);
        if (auto failed = sync_file(unfinished_path)) return *failed;
        auto checked = verified(unfinished_path, vault, yardstick);
        if (!checked) return checked.error();
        done.violations = std::move(*checked);
        Connection copy{unfinished_path, Access::read_only, {}};
        done.journal_entries = copy.number("SELECT coalesce(max(number), 0) FROM journal");
    } catch (const ports::LedgerFailure& failure) {
        return Error{Errc::unavailable, "backup_failed", failure.what(), "path"};
    }
    struct stat found {};
    if (::stat(unfinished_path.c_str(), &found) == 0) done.bytes = found.st_size;
    if (::renameat2(AT_FDCWD, unfinished_path.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) !=
        0)
        return errno == EEXIST ? exists(path) : cannot(path, "naming it", errno);
    unfinished.keep();
    sync_directory_of(path);
    done.took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - began);
    return done;
}

}  // namespace maedal::sqlite
