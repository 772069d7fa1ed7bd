// What mistakes in plans and dunning policies are answered with, to the letter.
#include "unit/config/sample_file.hpp"

#include <gtest/gtest.h>

namespace maedal::config {
namespace {

using sample::report_behind;

TEST(PlanFault, ADunningPolicyIsWhole) {
    const std::string list_needed =
        "it must be a list of 1 to 20 waits, such as [1d, 3d, 5d, 5d]\n";
    const std::string wait_needed =
        "it must be a duration from 1m to 90d: a whole number and s, m, h, d or w\n";
    EXPECT_EQ(
        report_behind("dunning: {x: {}}"),
        "m.yaml:10:11: dunning.x.waits is missing; " + list_needed
    );
    EXPECT_EQ(
        report_behind("dunning: {x: {waits: []}}"),
        "m.yaml:10:22: dunning.x.waits is empty; " + list_needed
    );
    EXPECT_EQ(
        report_behind("dunning: {x: {waits: [1d, 3, 91d]}}"),
        "m.yaml:10:27: dunning.x.waits[2] is \"3\"; " + wait_needed +
            "m.yaml:10:30: dunning.x.waits[3] is \"91d\"; " + wait_needed
    );
    EXPECT_EQ(
        report_behind("dunning: {x: {waits: "
                      "[1d,1d,1d,1d,1d,1d,1d,1d,1d,1d,1d,1d,1d,1d,1d,1d,1d,1d,1d,1d,1d]}}"),
        "m.yaml:10:22: dunning.x.waits has 21 entries; it may have 20\n"
    );
    EXPECT_EQ(
        report_behind("dunning: {x: {waits: [1d], end: pause, cancel_after: 3d}}"),
        "m.yaml:10:40: dunning.x.cancel_after has no meaning with this end; remove it, or set end: "
        "leave_past_due\n"
    );
    EXPECT_EQ(
        report_behind("dunning: {X: {waits: [1d]}}"),
        "m.yaml:10:11: dunning.X: the key must be 1 to 64 small letters, digits and -\n"
    );
}

TEST(PlanFault, APlanIsCollectedInAWayThatIsKnown) {
    const auto plan = [](const char* more) {
        return report_behind(
            std::string{"plans: [{id: a, name: A, price: 100, interval: month, "} + more + "}]"
        );
    };
    EXPECT_EQ(
        plan("collect: later"),
        "m.yaml:10:64: plans[1].collect is \"later\"; it must be one of reserve, pay_now\n"
    );
    EXPECT_EQ(
        plan("without_slot: never"),
        "m.yaml:10:69: plans[1].without_slot is \"never\"; it must be one of wait, pay_now\n"
    );
}

TEST(PlanFault, APlanIsWhole) {
    EXPECT_EQ(
        report_behind("plans: [{}]"),
        "m.yaml:10:9: plans[1].id is missing; it must be 1 to 64 small letters, digits and -\n"
        "m.yaml:10:9: plans[1].name is missing; it must be a name of 1 to 200 bytes\n"
        "m.yaml:10:9: plans[1].price is missing; it must be a whole number of won\n"
        "m.yaml:10:9: plans[1].interval is missing; it must be one of day, week, month, year\n"
    );
    EXPECT_EQ(
        report_behind("plans: [{id: a, name: A, price: 100, interval: month, dunning: soft}]"),
        "m.yaml:10:64: plans[1].dunning is \"soft\"; it must be a policy of the dunning section: "
        "default\n"
    );
    EXPECT_EQ(
        report_behind("plans:\n"
                      "  - {id: a, name: A, price: 100, tax_free: 101, interval: month}\n"
                      "  - {id: a, name: A, price: 9900.0, interval: monthly, reserve_lead: 371d}"),
        "m.yaml:11:44: plans[1].tax_free is \"101\"; it must be a whole number of won (at most the "
        "price) from 0 to 100\n"
        "m.yaml:12:10: plans[2].id is \"a\" again, first at 11:10; ids must differ\n"
        "m.yaml:12:29: plans[2].price is \"9900.0\"; it must be a whole number of won from 1 to "
        "10000000000\n"
        "m.yaml:12:47: plans[2].interval is \"monthly\"; it must be one of day, week, month, year\n"
        "m.yaml:12:70: plans[2].reserve_lead is \"371d\"; it must be a duration from 1m to 370d: a "
        "whole number and s, m, h, d or w\n"
    );
}

}  // namespace
}  // namespace maedal::config
