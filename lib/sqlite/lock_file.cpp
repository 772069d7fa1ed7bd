#include "sqlite/lock_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace maedal::sqlite {
namespace {

/// What the holder wrote: "1234 since 2026-11-30T15:00:00Z". Empty while it has not yet.
std::string holder_of(int file) {
    std::array<char, 128> text{};
    const ssize_t length = ::pread(file, text.data(), text.size(), 0);
    if (length <= 0) return {};
    std::string line{text.data(), static_cast<std::size_t>(length)};
    return line.substr(0, line.find('\n'));
}

Error failed(const std::string& path, int error) {
    return {
        Errc::unavailable,
        "lock_failed",
        fmt::format(
            "{}: {}: the user that runs the daemon must be able to write to its directory",
            path,
            std::generic_category().message(error)
        ),
        ""};
}

}  // namespace

Result<LockFile> LockFile::take(const std::string& ledger_path, Instant now) {
    const std::string path = ledger_path + ".lock";
    const int opened = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (opened < 0) return failed(path, errno);
    LockFile lock{opened};  // closes it on every way out
    if (::flock(opened, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return failed(path, errno);
        const std::string holder = holder_of(opened);
        return Error{
            Errc::conflict,
            "ledger_locked",
            fmt::format(
                "another daemon runs on {}: pid {}",
                ledger_path,
                holder.empty() ? "not written yet" : holder
            ),
            ""};
    }
    const std::string line = fmt::format("{} since {}\n", ::getpid(), rfc3339(now));
    if (::ftruncate(opened, 0) != 0 ||
        ::pwrite(opened, line.data(), line.size(), 0) != static_cast<ssize_t>(line.size()))
        return failed(path, errno);
    return lock;
}

bool LockFile::held(const std::string& ledger_path) {
    const std::string path = ledger_path + ".lock";
    const LockFile looked_at{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (looked_at.file_ < 0) return false;
    return ::flock(looked_at.file_, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

LockFile::LockFile(LockFile&& other) noexcept : file_{std::exchange(other.file_, -1)} {}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
}

LockFile::~LockFile() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace maedal::sqlite
