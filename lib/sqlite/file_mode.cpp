// The ledger's file as the file system sees it, before SQLite opens it.
#include "sqlite/file_mode.hpp"

#include "ports/ledger.hpp"
#include "sqlite/failure.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace maedal::sqlite {
namespace {

[[noreturn]] void refuse(
    const std::string& path, const std::string& what, const std::string& next_step
) {
    throw ports::LedgerFailure{failure_text(path, what, next_step)};
}

std::string system_text(int error) {
    return std::generic_category().message(error);
}

std::string directory_of(const std::string& path) {
    const auto parent = std::filesystem::path{path}.parent_path();
    return parent.empty() ? "." : parent.string();
}

/// True when it made the file, false when one was there.
bool make_file(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0) {
        ::close(file);
        sync_directory_of(path);
        return true;
    }
    if (errno == EEXIST) return false;
    const int error = errno;
    const std::string directory = directory_of(path);
    if (error == ENOENT) {
        refuse(
            path,
            "its directory does not exist",
            fmt::format(
                "make it for the user that runs the daemon: `install -d -m 0700 {}`", directory
            )
        );
    }
    refuse(
        path,
        "it cannot be made: " + system_text(error),
        fmt::format("the user that runs the daemon must be able to write to {}", directory)
    );
}

void check_one(const std::string& path, bool required) {
    struct stat found {};
    if (::lstat(path.c_str(), &found) != 0) {
        if (errno == ENOENT && !required) return;
        refuse(
            path,
            "it cannot be looked at: " + system_text(errno),
            fmt::format("is the path right, and may this user enter {}?", directory_of(path))
        );
    }
    if (!S_ISREG(found.st_mode))
        refuse(path, "it is not a plain file", "name the file itself, not a link to it");
    if (found.st_nlink > 1) {
        refuse(
            path,
            "it has more than one name (a hard link)",
            fmt::format("keep one: find the others with `find -samefile {}`", path)
        );
    }
    if (found.st_uid != ::geteuid()) {
        refuse(
            path,
            fmt::format("it belongs to uid {}, and this is uid {}", found.st_uid, ::geteuid()),
            fmt::format("run the daemon as its owner, or `chown {} {}`", ::geteuid(), path)
        );
    }
    if ((found.st_mode & 0177U) != 0) {
        refuse(
            path,
            fmt::format("others can read or write it (mode {:04o})", found.st_mode & 07777U),
            fmt::format("run `chmod 0600 {}` and start again", path)
        );
    }
}

}  // namespace

void sync_directory_of(const std::string& path) {
    const int directory = ::open(directory_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return;
    ::fsync(directory);
    ::close(directory);
}

std::int64_t free_bytes_beside(const std::string& path) {
    struct statvfs disk {};
    if (::statvfs(directory_of(path).c_str(), &disk) != 0)
        refuse(path, "its disk cannot be asked: " + system_text(errno), "is it still mounted?");
    return static_cast<std::int64_t>(disk.f_bavail) * static_cast<std::int64_t>(disk.f_frsize);
}

void check_file(const std::string& path) {
    check_one(path, true);
    // SQLite makes these with the mode of the ledger; an older one may have kept another.
    check_one(path + "-wal", false);
    check_one(path + "-shm", false);
}

void make_or_check_file(const std::string& path) {
    if (!make_file(path)) check_file(path);
}

}  // namespace maedal::sqlite
