#include "maedalctl/program.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>

namespace {

int columns_of_terminal() {
    constexpr int usual = 80;
    winsize size{};
    const bool told = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return told ? size.ws_col : usual;
}

}  // namespace

int main(int argc, char** argv) {
    const bool terminal = ::isatty(STDOUT_FILENO) == 1;
    const bool asked = terminal && ::isatty(STDIN_FILENO) == 1;
    const char* const no_colour = std::getenv("NO_COLOR");
    const bool colour = terminal && (no_colour == nullptr || *no_colour == '\0');
    try {
        const int code = maedal::ctl::run_program(
            {argv + 1, argv + argc},
            {std::cout,
             std::cerr,
             terminal,
             colour,
             MAEDAL_VERSION,
             asked ? &std::cin : nullptr,
             columns_of_terminal()}
        );
        // Half a list in a file looks like a whole one.
        if (std::cout.flush()) return code;
        std::cerr << "maedalctl: the output could not be written\n";
        return code == 0 ? 1 : code;
    } catch (const std::exception& error) {
        std::cerr << "maedalctl: " << error.what() << '\n';
        return 1;
    }
}
