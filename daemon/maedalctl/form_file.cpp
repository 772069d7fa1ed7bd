#include "maedalctl/form_file.hpp"

#include "maedalctl/exit_code.hpp"
#include "net/json_text.hpp"

#include <fstream>
#include <iostream>
#include <iterator>

namespace maedal::ctl {
namespace {

constexpr std::size_t form_bytes_max = 16'384;

}  // namespace

nlohmann::json form_from(const std::string& path) {
    std::string text;
    if (path == "-") {
        text.assign(std::istreambuf_iterator<char>{std::cin}, {});
    } else {
        std::ifstream file{path};
        if (!file) throw Failure{ExitCode::usage, path + " cannot be read"};
        text.assign(std::istreambuf_iterator<char>{file}, {});
    }
    const auto form = text.size() <= form_bytes_max ? net::parse_json(text)
                                                    : Result<nlohmann::json>{nlohmann::json{}};
    if (!form || !form->is_object()) throw Failure{ExitCode::usage, path + " is no JSON object"};
    return *form;
}

}  // namespace maedal::ctl
