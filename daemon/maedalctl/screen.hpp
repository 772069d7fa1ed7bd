#pragma once
#include <istream>
#include <ostream>
#include <string>
#include <string_view>

namespace maedal::ctl {

enum class Tone { plain, good, bad, watch, faint, strong };

/// Where a command writes, and how.
struct Screen {
    std::ostream& out;
    std::ostream& err;
    bool json;      ///< the API's answers as they are, for programs
    bool terminal;  ///< somebody looks on: a line may be drawn over
    bool colour;
    int columns = 80;            ///< of the terminal
    std::istream* in = nullptr;  ///< where somebody can be asked; null: nobody is there

    /// Draws a bar and words over the line before where somebody looks on, no wider than the
    /// terminal; elsewhere nothing. Without words the line is left clear.
    void progress(int permille, std::string_view words) const;
    void line(std::string_view text) const { out << text << '\n'; }
    [[nodiscard]] std::string toned(std::string_view text, Tone tone) const;
};

/// How a state is felt: red needs a person, green is money or all well.
[[nodiscard]] Tone tone_of(std::string_view state);

}  // namespace maedal::ctl
