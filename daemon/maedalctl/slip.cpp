#include "maedalctl/slip.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <vector>

namespace maedal::ctl {
namespace {

/// Letters to put in, leave out or change until the one is the other.
std::size_t letters_between(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t corner = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t change = corner + (a[i] == b[j] ? 0 : 1);
            corner = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, change});
        }
    }
    return row.back();
}

std::vector<std::string> words_of(const CLI::App& noun) {
    std::vector<std::string> words;
    for (const auto* word : noun.get_subcommands([](const CLI::App*) { return true; }))
        if (!word->get_name().empty())
            words.push_back(word->get_name());  // else a group of options
    return words;
}

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

/// The words that `typed` is probably meant to be.
std::vector<std::string> meant(const std::string& typed, std::vector<std::string> words) {
    constexpr std::size_t slips_max = 2;
    std::erase_if(words, [&](const std::string& word) {
        const bool begun = typed.size() > 1 && word.starts_with(typed);
        return !begun && letters_between(typed, word) > std::min(slips_max, typed.size() / 2);
    });
    return words;
}

}  // namespace

std::string slip_of(const CLI::App& line, const CLI::Error& error) {
    const CLI::App* deepest = &line;
    std::string said = "maedalctl";
    while (!deepest->get_subcommands().empty()) {
        deepest = deepest->get_subcommands().front();
        said += " " + deepest->get_name();
    }
    const auto words = words_of(*deepest);
    if (words.empty()) return std::string{error.what()} + ": see " + said + " --help";
    // What fell through to the whole line was meant for the last word of it.
    const auto left = line.remaining(true);
    const auto typed =
        std::ranges::find_if(left, [](const std::string& word) { return !word.starts_with('-'); });
    if (typed == left.end()) {
        const bool whole_line = deepest == &line;
        return whole_line ? said + " what? --help lists what there is"
                          : said + " what? There is " + listed(words);
    }
    const auto close = meant(*typed, words);
    if (!close.empty()) return "there is no " + *typed + ": " + listed(close) + "?";
    return "there is no " + *typed + ": " + said + " --help lists what there is";
}

}  // namespace maedal::ctl
