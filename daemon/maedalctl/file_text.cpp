#include "maedalctl/file_text.hpp"

#include "maedalctl/exit_code.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace maedal::ctl {

std::string file_text(const std::string& name) {
    constexpr std::uintmax_t bytes_max = 64 * 1024 * 1024;
    std::error_code ec;
    const auto size = std::filesystem::file_size(name, ec);
    if (ec) throw Failure{ExitCode::usage, name + " cannot be read: " + ec.message()};
    if (size > bytes_max) throw Failure{ExitCode::usage, name + " is larger than 64 MiB"};
    std::ifstream file{name, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (!file) throw Failure{ExitCode::usage, name + " cannot be read"};
    return text;
}

}  // namespace maedal::ctl
