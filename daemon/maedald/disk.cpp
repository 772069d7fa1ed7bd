#include "maedald/disk.hpp"

#include <sys/statvfs.h>

#include <filesystem>

namespace maedal::daemon {

std::optional<std::int64_t> bytes_free_beside(const std::string& path) {
    const auto folder = std::filesystem::path{path}.parent_path();
    struct statvfs room {};
    if (::statvfs(folder.c_str(), &room) != 0) return std::nullopt;
    return static_cast<std::int64_t>(room.f_bavail) * static_cast<std::int64_t>(room.f_frsize);
}

}  // namespace maedal::daemon
