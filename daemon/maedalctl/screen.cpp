#include "maedalctl/screen.hpp"

#include "maedalctl/clock_text.hpp"
#include "maedalctl/words.hpp"

#include <algorithm>
#include <array>

namespace maedal::ctl {
namespace {

const char* escape_of(Tone tone) {
    switch (tone) {
        case Tone::plain:
            return "";
        case Tone::good:
            return "\x1b[32m";
        case Tone::bad:
            return "\x1b[31m";
        case Tone::watch:
            return "\x1b[33m";
        case Tone::faint:
            return "\x1b[2m";
        case Tone::strong:
            return "\x1b[1m";
    }
    return "";
}

template <std::size_t count>
bool one_of(const std::array<std::string_view, count>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::string Screen::toned(std::string_view text, Tone tone) const {
    if (!colour || tone == Tone::plain) return std::string{text};
    return escape_of(tone) + std::string{text} + "\x1b[0m";
}

void Screen::progress(int permille, std::string_view words) const {
    if (!terminal || json) return;
    constexpr int bar_max = 40, bar_min = 4;
    out << "\r\x1b[K";
    // One column stays free: some terminals go on to the next line when the last one is filled.
    const int room = columns - 1 - static_cast<int>(display_width(words)) - 1;
    if (room >= bar_min && !words.empty()) out << bar(permille, std::min(room, bar_max)) << ' ';
    if (room >= -1) out << words;
    out << std::flush;
}

Tone tone_of(std::string_view state) {
    static constexpr std::array<std::string_view, 4> good{"paid", "active", "usable", "done"};
    static constexpr std::array<std::string_view, 7> bad{
        "past_due", "declined", "refused", "doubt", "quarantined", "dead", "uncollectible"};
    static constexpr std::array<std::string_view, 5> watch{
        "revoking", "canceling", "paused", "sending", "surplus"};
    static constexpr std::array<std::string_view, 8> faint{
        "canceled", "ended", "voided", "waived", "dropped", "revoked", "lapsed", "absent"};
    if (one_of(good, state)) return Tone::good;
    if (one_of(bad, state)) return Tone::bad;
    if (one_of(watch, state)) return Tone::watch;
    if (one_of(faint, state)) return Tone::faint;
    return Tone::plain;
}

}  // namespace maedal::ctl
