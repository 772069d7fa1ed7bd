#include "maedalctl/year_table.hpp"

#include "maedalctl/words.hpp"
#include "maedalctl/year_lists.hpp"
#include "maedalctl/year_picture.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace maedal::ctl {
namespace {

using nlohmann::json;

const std::vector<Month> year_2028 = months_between(*month_from("2028-01"), *month_from("2028-12"));

/// A book of one customer, to which charges are added.
struct Book {
    YearFacts facts{
        json::array(
            {{{"subscription_id", "s1"},
              {"customer_id", "seoyeon.kim"},
              {"plan_id", "basic"},
              {"plan_version", 1},
              {"status", "active"},
              {"cancel_at", nullptr},
              {"cancel_reason", nullptr}}}
        ),
        json::array({{{"plan_version", 1}, {"name", "베이직 월정액"}, {"price", 9'900}}}),
        json::array(),
        json::array()};

    void charge(const std::string& due, const std::string& state, int declines = 0) {
        facts.charges.push_back(
            {{"charge_number", facts.charges.size() + 1},
             {"subscription_id", "s1"},
             {"due_at", due + "T09:00:00+09:00"},
             {"settled_at", due + "T09:01:00+09:00"},
             {"state", state},
             {"declines", declines},
             {"late", "none"}}
        );
    }
    void paid(const std::string& due, int declines = 0, std::int64_t refunded = 0) {
        charge(due, "paid", declines);
        receipt(refunded);
    }
    void receipt(std::int64_t refunded) {
        facts.receipts.push_back(
            {{"receipt_id", "r" + std::to_string(facts.charges.size())},
             {"charge_number", facts.charges.size()},
             {"amount", 9'900},
             {"refunded", refunded}}
        );
    }
    [[nodiscard]] std::vector<std::string> cells() const {
        return year_table(facts, year_2028).rows.at(0).cells;
    }
};

TEST(YearTable, DrawsWhatBecameOfACharge) {
    Book book;
    book.paid("2028-01-31");
    book.paid("2028-02-29", 2);
    book.paid("2028-03-31");
    book.facts.charges.back()["late"] = "want_of_slot";
    book.paid("2028-04-30", 0, 9'900);
    book.charge("2028-05-31", "uncollectible", 3);
    book.charge("2028-06-30", "voided");
    book.charge("2028-07-31", "past_due", 1);
    book.charge("2028-08-31", "owed");
    const auto cells = book.cells();
    const std::vector<std::string> expected{
        "●", "✗✗●", "◐", "↩", "✗✗✗■", "–", "✗", "·", "", "", "", ""};
    EXPECT_EQ(cells, expected);
}

TEST(YearTable, CountsWhatIsTooMuchForOneCell) {
    Book book;
    for (const auto* due : {"2028-01-03", "2028-01-10", "2028-01-17", "2028-01-24"})
        book.paid(due);
    book.charge("2028-01-31", "past_due", 2);
    EXPECT_EQ(book.cells().front(), "4●2✗");
}

TEST(YearTable, SumsUpWhatCameInByTheMonthInWhichItWasDue) {
    Book book;
    book.paid("2028-01-31");
    book.paid("2028-02-29");
    book.charge("2028-03-31", "voided");
    book.receipt(9'900);  // money that nothing asked for, given back
    book.paid("2027-12-31");
    const auto table = year_table(book.facts, year_2028);
    EXPECT_EQ(table.sums.payments, 3) << "the one of another year is not shown";
    EXPECT_EQ(table.sums.paid, 29'700);
    EXPECT_EQ(table.sums.refunded, 9'900);
    EXPECT_EQ(table.month_sums[1].paid, 9'900);
    EXPECT_EQ(table.rows[0].cells[2], "↩");
    EXPECT_EQ(table.rows[0].sums.paid, table.sums.paid);
}

TEST(YearPicture, FitsATerminalAndCountsHangulTwice) {
    Book book;
    book.paid("2028-01-31", 2);
    std::ostringstream out;
    const Screen screen{out, out, false, false, false};
    draw_year(screen, year_table(book.facts, year_2028));
    std::istringstream lines{out.str()};
    std::vector<std::size_t> widths;
    for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(display_width(line), 120U) << line;
        widths.push_back(display_width(line));
    }
    ASSERT_GE(widths.size(), 3U);
    EXPECT_EQ(widths[0], widths[1]) << "head and row end in one column";
    EXPECT_EQ(widths[1], widths[2]);
}

TEST(YearPicture, CutsAtWholeCharacters) {
    EXPECT_EQ(fitted("abc", 5), "abc  ");
    EXPECT_EQ(fitted("베이직 월정액", 7), "베이직…");
    EXPECT_EQ(fitted("베이직 월정액", 6), "베이… ");
    EXPECT_EQ(display_width(fitted("베이직 월정액", 9)), 9U);
}

TEST(YearLists, TellTheStoriesBehindTheSigns) {
    Book book;
    book.paid("2028-01-31", 1);
    book.paid("2028-02-29");
    book.facts.charges.back()["late"] = "want_of_slot";
    book.facts.subscriptions[0]["cancel_at"] = "2028-03-05T12:00:00+09:00";
    book.facts.subscriptions[0]["cancel_reason"] = "requested";
    YearStories stories;
    json declined = book.facts.charges[0];
    declined["amount"] = 9'900;
    declined["attempts"] = json::array(
        {{{"state", "declined"}, {"execute_at", "2028-01-31T09:00:00+09:00"}},
         {{"state", "paid"}, {"execute_at", "2028-02-01T09:00:00+09:00"}}}
    );
    stories.declined.push_back(declined);
    stories.revoked["s1"] = 2;
    const auto lists = year_lists(book.facts, year_table(book.facts, year_2028), stories);
    ASSERT_EQ(lists.size(), 3U) << "nothing was given back";
    EXPECT_NE(lists[0].lines.at(0).find("declined 2028-01-31 09:00; paid"), std::string::npos);
    EXPECT_NE(lists[1].lines.at(0).find("1 payment, at most 60 seconds"), std::string::npos);
    EXPECT_NE(lists[2].lines.at(0).find("as asked; 2 reservations revoked"), std::string::npos);
}

TEST(CalendarMonths, AreReadStrictly) {
    EXPECT_EQ(text_of(*month_from("2028-02")), "2028-02");
    EXPECT_EQ(text_of(*month_from("2028-02-29T09:00:00+09:00")), "2028-02");
    for (const auto* wrong : {"", "2028", "2028-13", "2028-00", "2028/02", "2028-2", "2028-02x"})
        EXPECT_FALSE(month_from(wrong)) << wrong;
    EXPECT_TRUE(months_between(*month_from("2028-02"), *month_from("2028-01")).empty());
    EXPECT_TRUE(months_between(*month_from("2028-01"), *month_from("2029-01")).empty());
}

TEST(CalendarMonths, EndWithTheLastThatHasBegun) {
    EXPECT_EQ(text_of(*month_that_ran("2029-01-01T00:00:00+09:00")), "2028-12");
    EXPECT_EQ(text_of(*month_that_ran("2029-01-01T00:00:01+09:00")), "2029-01");
}

}  // namespace
}  // namespace maedal::ctl
