#pragma once
#include <istream>
#include <ostream>
#include <string>
#include <vector>

namespace maedal::ctl {

/// What the program finds around itself.
struct Surroundings {
    std::ostream& out;
    std::ostream& err;
    bool terminal;  ///< standard output is one
    bool colour;    ///< it is one, and NO_COLOR is not set
    std::string version;
    std::istream* in = nullptr;  ///< standard input, when somebody sits there
    int columns = 80;            ///< of the terminal
};

/// maedalctl without its process: `arguments` without the program's name. Gives the exit code.
[[nodiscard]] int run_program(std::vector<std::string> arguments, const Surroundings& around);

}  // namespace maedal::ctl
