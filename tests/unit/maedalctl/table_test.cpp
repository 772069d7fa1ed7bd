#include "maedalctl/table.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace maedal::ctl {
namespace {

using nlohmann::json;

std::string drawn(const std::vector<Column>& columns, const json& rows, bool colour = false) {
    std::ostringstream out;
    print_table({out, out, false, true, colour}, columns, rows);
    return out.str();
}

TEST(Table, AlignsByWhatTheTerminalShows) {
    const std::vector<Column> columns{
        text("NAME", "name"), amount("PRICE", "price"), text("STATE", "state")};
    const json rows = json::array(
        {{{"name", "월간"}, {"price", 29'900}, {"state", "on"}},
         {{"name", "yearly"}, {"price", 1'234'567}, {"state", nullptr}}}
    );
    EXPECT_EQ(
        drawn(columns, rows),
        "NAME        PRICE  STATE\n"
        "월간       29,900  on\n"
        "yearly  1,234,567\n"
    );
}

TEST(Table, ColoursAStateWithoutMovingItsNeighbours) {
    const std::vector<Column> columns{state("STATE", "state"), text("NEXT", "next")};
    const json rows = json::array({{{"state", "paid"}, {"next", "x"}}});
    EXPECT_EQ(
        drawn(columns, rows, true),
        "\x1b[1mSTATE  NEXT\x1b[0m\n"
        "\x1b[32mpaid\x1b[0m   x\n"
    );
    EXPECT_EQ(drawn(columns, rows, false).find('\x1b'), std::string::npos);
}

TEST(Sheet, LeavesEmptyValuesOut) {
    std::ostringstream out;
    print_sheet(
        {out, out, false, true, false}, {{"customer", "김철수"}, {"much too long", ""}, {"at", "x"}}
    );
    EXPECT_EQ(out.str(), "customer  김철수\nat        x\n");
}

}  // namespace
}  // namespace maedal::ctl
