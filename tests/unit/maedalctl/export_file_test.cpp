#include "maedalctl/export_file.hpp"

#include "maedalctl/csv.hpp"
#include "maedalctl/exit_code.hpp"
#include "maedalctl/file_text.hpp"

#include <gtest/gtest.h>

namespace maedal::ctl {
namespace {

std::string fault_of(const std::string& text) {
    try {
        static_cast<void>(exported_payments(text, {}));
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.code(), ExitCode::usage);
        return failure.what();
    }
    return {};
}

TEST(Csv, KeepsCommasQuotesAndLinesInsideQuotes) {
    const auto rows = csv_rows(
        "\xEF\xBB\xBF"
        "a,\"b,\"\"c\"\"\nd\",\r\n\r\ne,,f\n"
    );
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 2U);
    EXPECT_EQ(rows->at(0), (CsvRow{"a", "b,\"c\"\nd", ""}));
    EXPECT_EQ(rows->at(1), (CsvRow{"e", "", "f"}));
    for (const auto* broken : {"\"a", "a\"b", "\"a\"b", "x,\"a\" ,y"})
        EXPECT_FALSE(csv_rows(broken)) << broken;
}

TEST(ExportFile, ReadsTheSampleThatIsShipped) {
    const auto rows =
        exported_payments(file_text(MAEDAL_SOURCE_DIR "/etc/gateway-export.sample.csv"), {});
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].amount.count(), 29'900);
    EXPECT_TRUE(rows[0].paid);
    EXPECT_EQ(rows[1].cancelled.count(), 9'900);
    EXPECT_EQ(rows[1].paid_at, instant_from_rfc3339("2026-11-30T06:00:05Z"));
    EXPECT_TRUE(rows[1].paid) << "the money moved, and went back";
    EXPECT_FALSE(rows[2].paid);
    EXPECT_FALSE(rows[2].paid_at);
}

TEST(ExportFile, TakesBootpaysOwnNamesAsCsvAndAsJson) {
    const auto csv = exported_payments(
        "receipt_id,order_id,price,cancelled_price,purchased_at,status_locale\n"
        "r1,o1,9900,100,2026-11-30T15:00:02+09:00,결제완료\n",
        {}
    );
    const auto json = exported_payments(
        R"({"list":[{"receipt_id":"r1","order_id":"o1","price":9900,"cancelled_price":100,
            "purchased_at":"2026-11-30T15:00:02+09:00","status":1}]})",
        {}
    );
    for (const auto& rows : {csv, json}) {
        ASSERT_EQ(rows.size(), 1U);
        EXPECT_EQ(rows[0].receipt.text(), "r1");
        EXPECT_EQ(rows[0].amount.count(), 9'900);
        EXPECT_EQ(rows[0].cancelled.count(), 100);
        EXPECT_TRUE(rows[0].paid);
    }
}

// maedalctl aborted over a row that is left out anyway.
TEST(ExportFile, NeedsNoOrderIdWhereNoMoneyMoved) {
    const std::string head = "receipt_id,order_id,amount,status\n";
    const auto rows = exported_payments(head + "r-1,,9900,declined\n", {});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_FALSE(rows.front().paid);
    EXPECT_EQ(fault_of(head + "r-1,,9900,paid\n"), "the export: row 1: has no order_id");
}

TEST(ExportFile, TakesOtherNamesWhenToldWhich) {
    const auto rows = exported_payments(
        "거래번호,order_id,금액\nr1,o1,500\n", {{"receipt_id", "거래번호"}, {"amount", "금액"}}
    );
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].receipt.text(), "r1");
    EXPECT_EQ(rows[0].amount.count(), 500);
}

TEST(ExportFile, SaysWhichRowIsWrongAndWhy) {
    const std::string head = "receipt_id,order_id,amount,status\n";
    EXPECT_NE(fault_of(head + "r,o,1,1\nr,o,1.5,1\n").find("row 2: amount"), std::string::npos);
    EXPECT_NE(fault_of(head + "r,o,-1,1\n").find("amount"), std::string::npos);
    EXPECT_NE(fault_of(head + ",o,1,1\n").find("has no receipt_id"), std::string::npos);
    EXPECT_NE(fault_of(head + "r,o,1,77\n").find("status '77'"), std::string::npos);
    EXPECT_NE(fault_of(head + "r,o,1\n").find("has 3 fields"), std::string::npos);
    EXPECT_NE(
        fault_of("receipt_id,order_id,amount,paid_at\nr,o,1,soon\n").find("'soon'"),
        std::string::npos
    );
    for (const auto* broken : {"", "\"a", "[{]", "{\"a\":1}", "[1]"})
        EXPECT_FALSE(fault_of(broken).empty()) << broken;
}

}  // namespace
}  // namespace maedal::ctl
