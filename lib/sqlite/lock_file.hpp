#pragma once
#include "base/error.hpp"
#include "base/instant.hpp"

#include <string>

namespace maedal::sqlite {

/// Keeps a second daemon off a ledger for as long as this lives, also when the process is killed:
/// the kernel lets go of it. It is a file of its own beside the ledger, because SQLite's own locks
/// on the ledger are dropped when anyone in the process closes that file.
class LockFile {
public:
    /// Takes `<ledger_path>.lock` and writes our pid and `now` in it.
    /// Errors: conflict (reason ledger_locked; the detail names the pid that holds it),
    /// unavailable (reason lock_failed: the file cannot be made or opened).
    [[nodiscard]] static Result<LockFile> take(const std::string& ledger_path, Instant now);

    /// Whether someone holds `<ledger_path>.lock` now. Makes no file, and writes to none.
    [[nodiscard]] static bool held(const std::string& ledger_path);

    LockFile(LockFile&& other) noexcept;
    LockFile& operator=(LockFile&& other) noexcept;
    LockFile(const LockFile&) = delete;
    LockFile& operator=(const LockFile&) = delete;
    ~LockFile();  ///< lets go; the file stays, because taking it away could race with a taker

private:
    explicit LockFile(int file) noexcept : file_{file} {}
    int file_;
};

}  // namespace maedal::sqlite
