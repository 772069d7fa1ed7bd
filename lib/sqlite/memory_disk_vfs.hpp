#pragma once
#include "sqlite/memory_disk.hpp"

#include <sqlite3.h>

namespace maedal::sqlite {

/// What SQLite calls: the disk in SQLite's words.
struct MemoryDisk::Vfs {
    explicit Vfs(MemoryDisk& disk);

    /// An open file, in memory that SQLite gives.
    struct File {
        sqlite3_file base;
        MemoryDisk* disk;
        std::shared_ptr<Node> node;
        std::shared_ptr<void> shared;  ///< keeps what is mapped as long as it may be read
        std::uint64_t generation;
        int lock;
        unsigned shared_locks, exclusive_locks;  ///< of the shared memory, a bit each
        [[nodiscard]] bool dead() const { return generation != disk->generation_; }
        int next_write() const { return dead() ? SQLITE_IOERR : disk->next_write(); }
    };

    static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out);
    static int remove(sqlite3_vfs* vfs, const char* name, int sync_directory);
    static int access(sqlite3_vfs* vfs, const char* name, int flags, int* out);
    static int randomness(sqlite3_vfs* vfs, int size, char* out);

    sqlite3_vfs vfs{};
};

}  // namespace maedal::sqlite
