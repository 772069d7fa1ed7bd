#include "maedalctl/export_file.hpp"

#include "maedalctl/csv.hpp"
#include "maedalctl/exit_code.hpp"
#include "maedalctl/file_text.hpp"

#include <gtest/gtest.h>

namespace maedal::ctl {
namespace {

std::string fault_of(const std::string& text, const ColumnNames& names = {}) {
    try {
        static_cast<void>(exported_payments(text, names));
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
        exported_payments(file_text(MAEDAL_SOURCE_DIR "/etc/gateway-export.sample.csv"), {})
            .payments;
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
    )
                         .payments;
    const auto json =
        exported_payments(
            R"({"list":[{"receipt_id":"r1","order_id":"o1","price":9900,"cancelled_price":100,
            "purchased_at":"2026-11-30T15:00:02+09:00","status":1}]})",
            {}
        )
            .payments;
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
    const auto rows = exported_payments(head + "r-1,,9900,declined\n", {}).payments;
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_FALSE(rows.front().paid);
    EXPECT_EQ(fault_of(head + "r-1,,9900,paid\n"), "the export: row 1: has no order_id");
}

TEST(ExportFile, TakesOtherNamesWhenToldWhich) {
    const auto rows =
        exported_payments(
            "거래번호,order_id,금액\nr1,o1,500\n", {{"receipt_id", "거래번호"}, {"amount", "금액"}}
        ).payments;
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

// A row of 10 dollars was a payment of 10 won, and matched one.
TEST(ExportFile, TellsWhatIsNotInWonApart) {
    const auto found = exported_payments(
        "receipt_id,order_id,amount,currency,status\n"
        "r1,o1,9900,KRW,1\nr2,o2,9.90,USD,1\nr3,o3,9.90,USD,-2\nr4,o4,100,,1\n",
        {}
    );
    ASSERT_EQ(found.payments.size(), 2U);
    ASSERT_EQ(found.foreign.size(), 1U) << "and nothing was paid by r3";
    EXPECT_EQ(found.foreign[0].receipt.text(), "r2");
    EXPECT_EQ(found.foreign[0].order_id.text(), "o2");
    EXPECT_EQ(found.foreign[0].amount, "9.90 USD");
}

// "row 1: has no receipt_id" was all that a Korean export was told.
TEST(ExportFile, NamesTheColumnsThatThereAreWhenOneIsMissing) {
    const auto fault = fault_of("영수증,주문번호,금액\nr,o,1\n");
    EXPECT_NE(fault.find("no column is called receipt_id"), std::string::npos) << fault;
    EXPECT_NE(fault.find("'영수증', '주문번호', '금액'"), std::string::npos) << fault;
    EXPECT_NE(fault.find("--column receipt_id=THEIRS"), std::string::npos) << fault;
    EXPECT_NE(
        fault_of("receipt_id;order_id;amount\nr;o;1\n").find("'receipt_id;order_id;amount'"),
        std::string::npos
    );
    EXPECT_NE(fault_of("null").find("receipt_id"), std::string::npos) << "no empty export";
    EXPECT_TRUE(exported_payments("[]", {}).payments.empty());
}

// A column that was misspelled was taken for one that is empty: nothing was ever canceled.
TEST(ExportFile, RefusesANameThatNoColumnHas) {
    const std::string text = "receipt_id,order_id,amount,취소\nr,o,1,1\n";
    EXPECT_EQ(fault_of(text, {{"cancelled", "취소"}}), "");
    const auto theirs = fault_of(text, {{"cancelled", "취소금액"}});
    EXPECT_NE(theirs.find("no column is called '취소금액'"), std::string::npos) << theirs;
    const auto ours = fault_of(text, {{"canceled", "취소"}});
    EXPECT_NE(ours.find("--column canceled=취소: ours are receipt_id"), std::string::npos) << ours;
}

TEST(ExportFile, WantsUtf8AndSaysHowToMakeIt) {
    for (const std::string& other :
         {std::string{"\xBF\xB5\xBC\xF6\xC1\xF5,order_id\nr,o\n"},
          std::string{"\xFF\xFEr\0e\0", 6},
          std::string{"[{\"receipt_id\":\"\xBF\"}]"}})
        EXPECT_NE(fault_of(other).find("iconv -f CP949"), std::string::npos) << fault_of(other);
}

TEST(ExportFile, TakesNoNoticeOfBlanksAroundAField) {
    const auto rows =
        exported_payments("receipt_id, order_id , amount\nr1,\to1, 500 \n", {}).payments;
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].order_id.text(), "o1");
    EXPECT_EQ(rows[0].amount.count(), 500);
}

}  // namespace
}  // namespace maedal::ctl
