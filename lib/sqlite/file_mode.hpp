#pragma once
#include <cstdint>
#include <string>

namespace maedal::sqlite {

/// Makes an empty file of mode 0600 if there is none. Refuses one that others can read, that
/// belongs to someone else, or that is no plain file of one name. Never opens a file that is there:
/// closing it again would drop the locks SQLite holds on it. Throws ports::LedgerFailure.
void make_or_check_file(const std::string& path);

/// As make_or_check_file, but a missing file is refused too.
void check_file(const std::string& path);

/// What the disk of `path` has left for this user.
[[nodiscard]] std::int64_t free_bytes_beside(const std::string& path);

/// Makes the names in the directory of `path` durable. A file system that cannot is let be.
void sync_directory_of(const std::string& path);

}  // namespace maedal::sqlite
