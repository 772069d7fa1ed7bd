#include "sqlite/memory_disk_vfs.hpp"

#include "sqlite/memory_disk_node.hpp"

#include <algorithm>
#include <cstring>
#include <new>

namespace maedal::sqlite {
namespace {

using File = MemoryDisk::Vfs::File;
using Shared = MemoryDisk::Node::Shared;

File& opened(sqlite3_file* file) {
    return *reinterpret_cast<File*>(file);
}

int unlock(sqlite3_file* base, int level);

void let_go_of_shared(File& file) {
    if (file.shared) {
        auto& shared = *static_cast<Shared*>(file.shared.get());
        for (std::size_t i = 0; i < Shared::locks; ++i) {
            if ((file.shared_locks >> i & 1U) != 0) shared.readers[i] -= 1;
            if ((file.exclusive_locks >> i & 1U) != 0) shared.writer[i] = false;
        }
    }
    file.shared_locks = file.exclusive_locks = 0;
}

int close(sqlite3_file* base) {
    File& file = opened(base);
    unlock(base, SQLITE_LOCK_NONE);
    let_go_of_shared(file);
    file.~File();
    return SQLITE_OK;
}

int read(sqlite3_file* base, void* out, int size, sqlite3_int64 from) {
    const File& file = opened(base);
    if (file.dead()) return SQLITE_IOERR_READ;
    const auto& bytes = file.node->written;
    const auto begin = static_cast<std::size_t>(from);
    const auto wanted = static_cast<std::size_t>(size);
    const std::size_t there = begin < bytes.size() ? std::min(wanted, bytes.size() - begin) : 0;
    if (there > 0) std::memcpy(out, bytes.data() + begin, there);
    if (there == wanted) return SQLITE_OK;
    std::memset(static_cast<char*>(out) + there, 0, wanted - there);
    return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* base, const void* bytes, int size, sqlite3_int64 to) {
    const File& file = opened(base);
    if (const int failure = file.next_write(); failure != SQLITE_OK)
        return failure == SQLITE_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    file.node->write(
        static_cast<std::size_t>(to),
        static_cast<const char*>(bytes),
        static_cast<std::size_t>(size)
    );
    return SQLITE_OK;
}

int truncate(sqlite3_file* base, sqlite3_int64 size) {
    const File& file = opened(base);
    if (file.next_write() != SQLITE_OK) return SQLITE_IOERR_TRUNCATE;
    file.node->truncate(static_cast<std::size_t>(size));
    return SQLITE_OK;
}

int sync(sqlite3_file* base, int) {
    const File& file = opened(base);
    if (file.next_write() != SQLITE_OK) return SQLITE_IOERR_FSYNC;
    file.node->sync();
    return SQLITE_OK;
}

int file_size(sqlite3_file* base, sqlite3_int64* out) {
    *out = static_cast<sqlite3_int64>(opened(base).node->written.size());
    return SQLITE_OK;
}

int lock(sqlite3_file* base, int level) {
    File& file = opened(base);
    if (file.dead()) return SQLITE_IOERR_LOCK;
    auto& node = *file.node;
    if (file.lock >= level) return SQLITE_OK;
    if (level == SQLITE_LOCK_SHARED) {
        if (node.pending) return SQLITE_BUSY;
        node.readers += 1;
    } else if (level == SQLITE_LOCK_RESERVED) {
        if (node.reserved && node.reserved != &file) return SQLITE_BUSY;
        node.reserved = &file;
    } else {
        if ((node.reserved && node.reserved != &file) || (node.pending && node.pending != &file))
            return SQLITE_BUSY;
        node.reserved = node.pending = &file;
        if (node.readers > 1) {
            file.lock = SQLITE_LOCK_PENDING;
            return SQLITE_BUSY;
        }
    }
    file.lock = level;
    return SQLITE_OK;
}

int unlock(sqlite3_file* base, int level) {
    File& file = opened(base);
    if (file.lock <= level) return SQLITE_OK;
    if (!file.dead()) {
        auto& node = *file.node;
        if (node.reserved == &file) node.reserved = nullptr;
        if (node.pending == &file) node.pending = nullptr;
        if (level == SQLITE_LOCK_NONE) node.readers -= 1;
    }
    file.lock = level;
    return SQLITE_OK;
}

int reserved_by_anyone(sqlite3_file* base, int* out) {
    *out = opened(base).node->reserved ? 1 : 0;
    return SQLITE_OK;
}

int file_control(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
    return 512;
}
int characteristics(sqlite3_file*) {
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;  // a write harms no byte beside it
}

int map_shared(sqlite3_file* base, int region, int size, int extend, void volatile** out) {
    File& file = opened(base);
    *out = nullptr;
    if (file.dead()) return SQLITE_IOERR_SHMMAP;
    if (!file.shared) file.shared = file.node->shared;
    auto& regions = static_cast<Shared*>(file.shared.get())->regions;
    const auto wanted = static_cast<std::size_t>(region);
    if (wanted >= regions.size() && extend == 0) return SQLITE_OK;
    while (regions.size() <= wanted)
        regions.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));  // zeroed
    *out = regions[wanted].get();
    return SQLITE_OK;
}

int lock_shared(sqlite3_file* base, int offset, int count, int flags) {
    File& file = opened(base);
    if (file.dead() || !file.shared) return SQLITE_IOERR_SHMLOCK;
    auto& shared = *static_cast<Shared*>(file.shared.get());
    const bool lets_go = (flags & SQLITE_SHM_UNLOCK) != 0;
    const bool reads = (flags & SQLITE_SHM_SHARED) != 0;
    const auto first = static_cast<std::size_t>(offset);
    const auto end = first + static_cast<std::size_t>(count);
    const auto bit = [](std::size_t i) { return 1U << i; };
    for (std::size_t i = first; i < end && !lets_go; ++i) {
        if (((reads ? file.shared_locks : file.exclusive_locks) & bit(i)) != 0) continue;
        if (shared.writer[i] || (!reads && shared.readers[i] > 0)) return SQLITE_BUSY;
    }
    for (std::size_t i = first; i < end; ++i) {
        unsigned& mine = reads ? file.shared_locks : file.exclusive_locks;
        const bool held = (mine & bit(i)) != 0;
        if (held != lets_go) continue;
        mine ^= bit(i);
        if (reads)
            shared.readers[i] += lets_go ? -1 : 1;
        else
            shared.writer[i] = !lets_go;
    }
    return SQLITE_OK;
}

void barrier(sqlite3_file*) {}

int unmap_shared(sqlite3_file* base, int deletes) {
    File& file = opened(base);
    let_go_of_shared(file);
    if (deletes != 0 && !file.dead()) file.node->shared = std::make_shared<Shared>();
    file.shared.reset();
    return SQLITE_OK;
}

constexpr sqlite3_io_methods methods{
    .iVersion = 2,
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = file_size,
    .xLock = lock,
    .xUnlock = unlock,
    .xCheckReservedLock = reserved_by_anyone,
    .xFileControl = file_control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = map_shared,
    .xShmLock = lock_shared,
    .xShmBarrier = barrier,
    .xShmUnmap = unmap_shared,
    .xFetch = nullptr,
    .xUnfetch = nullptr};

MemoryDisk& disk_of(sqlite3_vfs* vfs) {
    return *static_cast<MemoryDisk*>(vfs->pAppData);
}

int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
}
int no_wait(sqlite3_vfs*, int microseconds) {
    return microseconds;
}
int no_time(sqlite3_vfs*, sqlite3_int64* out) {
    *out = 0;
    return SQLITE_OK;
}
int no_error(sqlite3_vfs*, int, char*) {
    return 0;
}

}  // namespace

int MemoryDisk::Vfs::open(
    sqlite3_vfs* vfs, const char* name, sqlite3_file* base, int flags, int* out
) {
    MemoryDisk& disk = disk_of(vfs);
    base->pMethods = nullptr;
    if (disk.dead_) return SQLITE_CANTOPEN;
    std::shared_ptr<Node> node;
    if (!name) {
        node = std::make_shared<Node>();
    } else if (const auto found = disk.nodes_.find(name); found != disk.nodes_.end()) {
        node = found->second;
    } else {
        // The main file is made by the ledger's own hand before SQLite opens it.
        if (const int failure = disk.next_write(); failure != SQLITE_OK) return SQLITE_CANTOPEN;
        node = disk.nodes_[name] = std::make_shared<Node>();
    }
    new (base) File{{&methods}, &disk, std::move(node), nullptr, disk.generation_, 0, 0, 0};
    if (out) *out = flags;
    return SQLITE_OK;
}

int MemoryDisk::Vfs::remove(sqlite3_vfs* vfs, const char* name, int) {
    MemoryDisk& disk = disk_of(vfs);
    if (disk.next_write() != SQLITE_OK) return SQLITE_IOERR_DELETE;
    return disk.nodes_.erase(name) == 1 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

int MemoryDisk::Vfs::access(sqlite3_vfs* vfs, const char* name, int flags, int* out) {
    const auto& nodes = disk_of(vfs).nodes_;
    const auto found = nodes.find(name);
    // An empty journal or log counts as none, as it does for the system's own.
    const bool there = found != nodes.end();
    *out = there && (flags != SQLITE_ACCESS_EXISTS || !found->second->written.empty()) ? 1 : 0;
    return SQLITE_OK;
}

int MemoryDisk::Vfs::randomness(sqlite3_vfs* vfs, int size, char* out) {
    for (int i = 0; i < size; ++i)
        out[i] = static_cast<char>(disk_of(vfs).roll() & 0xffU);
    return size;
}

MemoryDisk::Vfs::Vfs(MemoryDisk& disk) {
    vfs.iVersion = 2;
    vfs.szOsFile = static_cast<int>(sizeof(File));
    vfs.mxPathname = 512;
    vfs.zName = disk.name_.c_str();
    vfs.pAppData = &disk;
    vfs.xOpen = open;
    vfs.xDelete = remove;
    vfs.xAccess = access;
    vfs.xFullPathname = full_path;
    vfs.xRandomness = randomness;
    vfs.xSleep = no_wait;
    vfs.xGetLastError = no_error;
    vfs.xCurrentTimeInt64 = no_time;
}

}  // namespace maedal::sqlite
