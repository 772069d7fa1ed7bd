#pragma once
#include "sqlite/memory_disk.hpp"

#include <array>
#include <cstddef>

namespace maedal::sqlite {

/// One file: what was written, what was synced, and who holds which lock.
struct MemoryDisk::Node {
    struct Range {
        std::size_t from, size;
    };
    /// The memory that the connections of one file share, and its eight locks.
    struct Shared {
        static constexpr std::size_t locks = 8;
        std::vector<std::unique_ptr<char[]>> regions;
        std::array<int, locks> readers{};
        std::array<bool, locks> writer{};
    };

    std::vector<char> written, synced;
    std::vector<Range> unsynced;
    std::shared_ptr<Shared> shared = std::make_shared<Shared>();
    int readers = 0;                 ///< that hold SHARED or more
    const void* reserved = nullptr;  ///< who holds RESERVED or more
    const void* pending = nullptr;   ///< who holds PENDING or more

    void write(std::size_t from, const char* bytes, std::size_t size);
    void sync();
    void truncate(std::size_t size);
};

}  // namespace maedal::sqlite
