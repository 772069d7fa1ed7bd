#include "config/nearest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

namespace maedal::config {
namespace {

constexpr std::size_t word_bytes_max = 64;  // a longer word is no slip of a known key

/// How many letters must be put in, left out or changed (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i] == b[j] ? 0U : 1U);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

bool near(std::string_view word, std::string_view known) {
    constexpr std::size_t stem = 4;
    if (word.size() >= stem && known.starts_with(word)) return true;
    if (known.size() >= stem && word.starts_with(known)) return true;
    return distance(word, known) <= std::max<std::size_t>(1, known.size() / 3);
}

}  // namespace

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
    std::string_view best;
    if (word.size() <= word_bytes_max) {
        for (const std::string_view candidate : known) {
            if (near(word, candidate) &&
                (best.empty() || distance(word, candidate) < distance(word, best)))
                best = candidate;
        }
    }
    if (!best.empty()) return fmt::format("did you mean \"{}\"?", best);
    return fmt::format("known here: {}", fmt::join(known, ", "));
}

}  // namespace maedal::config
