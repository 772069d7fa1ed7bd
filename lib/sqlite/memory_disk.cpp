#include "sqlite/memory_disk.hpp"

#include "base/contract.hpp"
#include "sqlite/memory_disk_node.hpp"
#include "sqlite/memory_disk_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace maedal::sqlite {
namespace {

constexpr std::size_t sector_bytes = 512;

void copy_range(
    const std::vector<char>& from, std::vector<char>& to, std::size_t begin, std::size_t size
) {
    if (begin >= from.size()) return;  // cut off since
    const std::size_t end = std::min(begin + size, from.size());
    if (to.size() < end) to.resize(end);
    std::copy(
        from.begin() + static_cast<std::ptrdiff_t>(begin),
        from.begin() + static_cast<std::ptrdiff_t>(end),
        to.begin() + static_cast<std::ptrdiff_t>(begin)
    );
}

}  // namespace

void MemoryDisk::Node::write(std::size_t from, const char* bytes, std::size_t size) {
    if (written.size() < from + size) {
        if (written.capacity() < from + size) written.reserve(2 * (from + size));
        written.resize(from + size);
    }
    std::memcpy(written.data() + from, bytes, size);
    const bool goes_on = !unsynced.empty() && unsynced.back().from + unsynced.back().size == from &&
                         from % sector_bytes == 0;
    if (goes_on)
        unsynced.back().size += size;
    else
        unsynced.push_back({from, size});
}

void MemoryDisk::Node::sync() {
    for (const auto& range : unsynced)
        copy_range(written, synced, range.from, range.size);
    unsynced.clear();
}

void MemoryDisk::Node::truncate(std::size_t size) {
    written.resize(size);
    if (synced.size() > size) synced.resize(size);
}

MemoryDisk::MemoryDisk(std::string name, std::uint64_t seed)
    : name_{std::move(name)}, dice_{seed}, vfs_{std::make_unique<Vfs>(*this)} {
    MAEDAL_EXPECTS(sqlite3_vfs_find(name_.c_str()) == nullptr);
    MAEDAL_EXPECTS(sqlite3_vfs_register(&vfs_->vfs, 0) == SQLITE_OK);
}

MemoryDisk::~MemoryDisk() {
    sqlite3_vfs_unregister(&vfs_->vfs);
}

std::uint64_t MemoryDisk::roll() noexcept {
    std::uint64_t x = dice_ += 0x9e3779b97f4a7c15ULL;  // SplitMix64
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31U);
}

void MemoryDisk::fail_after(int writes, Fault fault) {
    fail_at_ = writes_ + writes;
    fault_ = fault;
    failed_ = false;
}

void MemoryDisk::heal() {
    fail_at_ = -1;
}

int MemoryDisk::next_write() {
    if (dead_) return SQLITE_IOERR;
    const std::int64_t number = writes_++;
    if (fail_at_ < 0 || number < fail_at_) return SQLITE_OK;
    failed_ = true;
    switch (fault_) {
        case Fault::io_error:
            heal();
            return SQLITE_IOERR;
        case Fault::full:
            heal();
            return SQLITE_FULL;
        case Fault::io_error_ever:
            return SQLITE_IOERR;
        case Fault::full_ever:
            return SQLITE_FULL;
        case Fault::death:
            heal();
            dead_ = true;
            return SQLITE_IOERR;
    }
    return SQLITE_OK;
}

void MemoryDisk::forget_handles() {
    ++generation_;
    dead_ = false;
    for (auto& [name, node] : nodes_) {
        node->shared = std::make_shared<Node::Shared>();  // the dead keep theirs
        node->readers = 0;
        node->reserved = node->pending = nullptr;
    }
}

void MemoryDisk::lose_process() {
    forget_handles();
}

void MemoryDisk::lose_power() {
    forget_handles();
    for (auto& [name, node] : nodes_) {
        for (const auto& range : node->unsynced) {
            std::size_t survives = range.size;
            const std::uint64_t fate = roll() % 4;
            if (fate == 0) continue;
            if (fate == 1) {
                const std::size_t sectors = range.size / sector_bytes + 1;
                survives = std::min(survives, roll() % sectors * sector_bytes);
                torn_ += 1;
            }
            copy_range(node->written, node->synced, range.from, survives);
        }
        node->unsynced.clear();
        node->written = node->synced;
    }
}

MemoryDisk::Image MemoryDisk::image() const {
    Image image;
    for (const auto& [name, node] : nodes_)
        image[name] = node->written;
    return image;
}

void MemoryDisk::put_back(const Image& image) {
    forget_handles();
    nodes_.clear();
    for (const auto& [name, bytes] : image) {
        auto node = std::make_shared<Node>();
        node->written = node->synced = bytes;
        nodes_[name] = std::move(node);
    }
}

}  // namespace maedal::sqlite
