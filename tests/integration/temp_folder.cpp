#include "temp_folder.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace maedal::integration {

TempFolder::TempFolder() {
    std::string name = std::filesystem::temp_directory_path() / "maedal-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"mkdtemp"};
    path_ = name;
}

TempFolder::~TempFolder() {
    std::error_code ec;
    std::filesystem::remove_all(path_, ec);
}

std::string TempFolder::write(const std::string& name, const std::string& text) const {
    std::ofstream{file(name), std::ios::binary} << text;
    using std::filesystem::perms;
    std::filesystem::permissions(file(name), perms::owner_read | perms::owner_write);
    return file(name);
}

std::string TempFolder::read(const std::string& name) const {
    std::ostringstream text;
    if (std::ifstream from{file(name), std::ios::binary}) text << from.rdbuf();
    return text.str();
}

}  // namespace maedal::integration
