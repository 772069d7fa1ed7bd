#include "sqlite/file_identity.hpp"

#include "sqlite/image.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <array>
#include <cstring>

namespace maedal::sqlite {
namespace {

/// "type:bytes" in hex; empty where the file system has none.
std::string handle_of(const std::string& path) {
    constexpr unsigned handle_max = 128;
    alignas(file_handle) std::array<char, sizeof(file_handle) + handle_max> bytes{};
    file_handle head{};
    head.handle_bytes = handle_max;
    std::memcpy(bytes.data(), &head, sizeof head);
    int mount = 0;
    if (::name_to_handle_at(
            AT_FDCWD, path.c_str(), reinterpret_cast<file_handle*>(bytes.data()), &mount, 0
        ) != 0)
        return {};
    std::memcpy(&head, bytes.data(), sizeof head);
    return fmt::format(
        "{:x}-{}", head.handle_type, hex({bytes.data() + sizeof head, head.handle_bytes})
    );
}

std::pair<std::string_view, std::string_view> halves(std::string_view identity) {
    const auto slash = identity.find('/');
    if (slash == std::string_view::npos) return {identity, {}};
    return {identity.substr(0, slash), identity.substr(slash + 1)};
}

}  // namespace

std::string file_identity(const std::string& path) {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0) return {};
    return fmt::format("{}/{}", found.st_ino, handle_of(path));
}

bool may_be_one_file(std::string_view a, std::string_view b) {
    const auto [inode_a, handle_a] = halves(a);
    const auto [inode_b, handle_b] = halves(b);
    if (inode_a != inode_b) return false;
    return handle_a.empty() || handle_b.empty() || handle_a == handle_b;
}

}  // namespace maedal::sqlite
