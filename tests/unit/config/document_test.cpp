// What is refused of YAML itself, and that no bytes bring the reader down.
#include "config/document.hpp"

#include "unit/config/sample_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace maedal::config {
namespace {

using sample::load_text;
using sample::report_behind;

TEST(ReadDocument, RefusesASecondDocumentAndStillChecksTheFirst) {
    EXPECT_EQ(
        report_behind("test_clock: 1\n---\nlog: {level: loud}"),
        "m.yaml:10:13: test_clock is \"1\"; it must be true or false\n"
        "m.yaml:11:1: a second document begins; put everything into the first\n"
    );
    EXPECT_EQ(load_text("---\n" + sample::least + "...\n").report(), "") << "marks of one are fine";
}

TEST(ReadDocument, RefusesAliasesMergeKeysAndTags) {
    EXPECT_EQ(
        report_behind("log: {level: &l info, target: *l}"),
        "m.yaml:10:31: an alias (*name) is not supported; write the value out\n"
    );
    EXPECT_EQ(
        report_behind("log: {<<: {level: info}}"),
        "m.yaml:10:7: a merge key (<<) is not supported; write the keys out where they belong\n"
    );
    EXPECT_EQ(
        report_behind("log: {level: !!str info}"),
        "m.yaml:10:14: the tag \"tag:yaml.org,2002:str\" is not supported; remove it\n"
    );
    EXPECT_EQ(
        report_behind("log: !secret {level: info}"),
        "m.yaml:10:6: the tag \"!secret\" is not supported; remove it\n"
    );
}

TEST(ReadDocument, RefusesKeysThatAreNoWords) {
    EXPECT_EQ(
        report_behind("? [1]\n: 2"), "m.yaml:10:3: a list or map cannot be a key; write a word\n"
    );
    EXPECT_EQ(
        report_behind(": 1"),
        "m.yaml:10:1: a key is missing before this value; write \"key: value\"\n"
    );
}

TEST(ReadDocument, FindsAQuoteThatIsNotClosed) {
    const std::string what = "a quote is opened and not closed on its line; close it\n";
    EXPECT_EQ(report_behind("log: {level: \"info}"), "m.yaml:10:14: " + what);
    EXPECT_EQ(report_behind("time_zone: 'Asia/Seoul"), "m.yaml:10:12: " + what);
    EXPECT_EQ(report_behind("time_zone: \"Asia/\\\n  Seoul\""), "m.yaml:10:12: " + what);
    EXPECT_EQ(report_behind("plans: [{id: a, name: \"a \\\" b\", price: 1, interval: day}]"), "");
    EXPECT_EQ(report_behind("plans: [{id: a, name: 'a '' b', price: 1, interval: day}]"), "");
}

TEST(ReadDocument, GivesThePlaceOfASyntaxError) {
    EXPECT_EQ(
        report_behind("log: {level: info"),
        "m.yaml:11:1: not YAML: end of map flow not found; check quotes, brackets and indentation "
        "here\n"
    );
    EXPECT_EQ(
        report_behind("time_zone: a: b"),
        "m.yaml:10:13: not YAML: illegal map value; check quotes, brackets and indentation here\n"
    );
}

TEST(ReadDocument, RefusesTabsControlCharactersAndForeignBytes) {
    EXPECT_EQ(
        load_text("\tlog:\t{}\nlaw:\t{}\nx: \x01\ny: \xFF\nz: \xED\xA0\x80\n").report(),
        "m.yaml:1:1: a tab is not allowed; use spaces\n"
        "m.yaml:2:5: a tab is not allowed; use spaces\n"
        "m.yaml:3:4: the control character 0x01 is not allowed; remove it\n"
        "m.yaml:4:4: the byte 0xFF is not UTF-8; save the file as UTF-8\n"
        "m.yaml:5:4: the byte 0xED is not UTF-8; save the file as UTF-8\n"
    );
    EXPECT_EQ(load_text(std::string_view{"a\0b", 3}).faults.size(), 1U);
}

TEST(ReadDocument, BoundsItsDepth) {
    EXPECT_EQ(
        report_behind("log: [[[[[[[1]]]]]]]"),
        "m.yaml:10:6: log is a list; it must be a map (lines of \"key: value\" below it)\n"
    );
    EXPECT_EQ(
        report_behind("log: [[[[[[[[1]]]]]]]]"),
        "m.yaml:10:13: nested deeper than 8; no setting lies that deep\n"
    );
    for (const auto* opening : {"[", "{", "- ", "? ", "{a: "}) {
        std::string deep;
        for (int i = 0; i < 20'000; ++i)
            deep += opening;
        EXPECT_FALSE(load_text(deep)) << opening;
    }
}

/// One to eight slips: a byte changed, a piece dropped, doubled, or put somewhere else.
std::string mutated(std::string text, std::mt19937& dice) {
    const auto below = [&](std::size_t bound) {
        return bound == 0 ? 0 : static_cast<std::size_t>(dice()) % bound;
    };
    const std::string_view letters = "\n\n  ::--[]{}\"'&*!|>%@`#?,~\t\\019ae.\x80\xEA";
    for (auto slips = 1 + below(8); slips > 0; --slips) {
        const std::size_t at = below(text.size()), length = below(40);
        const std::string piece = text.substr(at, length);
        switch (below(5)) {
            case 0:
                text.insert(at, 1, letters[below(letters.size())]);
                break;
            case 1:
                text.replace(at, 1, 1, letters[below(letters.size())]);
                break;
            case 2:
                text.erase(at, length);
                break;
            case 3:
                text.insert(below(text.size()), piece);
                break;
            default:
                text.resize(text.size() - below(text.size()) / 8);
                break;
        }
    }
    return text;
}

TEST(ReadDocument, NoGarbageBringsItDown) {
    std::mt19937 dice{20261130};
    const std::string_view seeds[]{sample::least, sample::whole};
    int refused = 0;
    for (int round = 0; round < 2'000; ++round) {
        const auto text = mutated(std::string{seeds[round % 2]}, dice);
        const auto loaded = load_text(text);
        ASSERT_EQ(loaded.settings.has_value(), loaded.faults.empty()) << text;
        ASSERT_TRUE(std::is_sorted(
            loaded.faults.begin(),
            loaded.faults.end(),
            [](const Fault& a, const Fault& b) { return a.at < b.at; }
        )) << text;
        const auto lines = std::count(text.begin(), text.end(), '\n') + 1;
        for (const auto& fault : loaded.faults) {
            ASSERT_TRUE(fault.at.line >= 1 && fault.at.column >= 1) << text;
            ASSERT_LE(fault.at.line, lines + 1) << text;
            ASSERT_EQ(fault.what.find('\n'), std::string::npos) << "one line a fault: " << text;
        }
        refused += loaded ? 0 : 1;
    }
    EXPECT_GT(refused, 1'000) << "the slips hardly hurt: they no longer test anything";
}

}  // namespace
}  // namespace maedal::config
