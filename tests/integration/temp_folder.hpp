#pragma once
#include <filesystem>
#include <string>

namespace maedal::integration {

/// An empty folder that goes with its object; its path is short enough for a socket.
class TempFolder {
public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    [[nodiscard]] std::string file(const std::string& name) const { return path_ / name; }
    /// Writes a file, mode 0600, and gives its path.
    std::string write(const std::string& name, const std::string& text) const;
    /// The whole file; empty when there is none.
    [[nodiscard]] std::string read(const std::string& name) const;
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace maedal::integration
