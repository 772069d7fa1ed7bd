#include "maedalctl/book.hpp"

#include "maedalctl/exit_code.hpp"

#include <gtest/gtest.h>

namespace maedal::ctl {
namespace {

std::string fault_of(const std::string& text) {
    try {
        const auto book = book_from(text);
        return "read " + std::to_string(book.size());
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.code(), ExitCode::usage);
        return failure.what();
    }
}

TEST(Book, BecomesTheBodiesOfRequests) {
    const auto book = book_from(R"({"customers":[
        {"customer_id":"kim","receipt_id":"r1",
         "subscriptions":[{"plan_id":"monthly","anchor":"2026-01-31T09:00:00"}]},
        {"customer_id":"lee","billing_key":"k1"}]})");
    ASSERT_EQ(book.size(), 2U);
    EXPECT_EQ(book[0].key, (nlohmann::json{{"customer_id", "kim"}, {"receipt_id", "r1"}}));
    ASSERT_EQ(book[0].subscriptions.size(), 1U);
    EXPECT_EQ(book[0].subscriptions[0]["customer_id"], "kim");
    EXPECT_EQ(book[0].subscriptions[0]["plan_id"], "monthly");
    EXPECT_EQ(book[1].key["billing_key"], "k1");
    EXPECT_TRUE(book[1].subscriptions.empty());
}

TEST(Book, MayComeOneCustomerALine) {
    const auto book = book_from(
        "{\"customer_id\":\"kim\",\"receipt_id\":\"r1\"}\n\n"
        "{\"customer_id\":\"lee\",\"receipt_id\":\"r2\"}\n"
    );
    ASSERT_EQ(book.size(), 2U);
    EXPECT_EQ(book[1].customer_id, "lee");
    EXPECT_EQ(book_from(R"({"customer_id":"kim","receipt_id":"r1"})").size(), 1U);
}

TEST(Book, NamesThePlaceOfAFault) {
    const auto in_list = [](const std::string& customer) {
        return fault_of(R"({"customers":[{"customer_id":"a","receipt_id":"r"},)" + customer + "]}");
    };
    EXPECT_EQ(in_list(R"({"receipt_id":"r"})"), "customers[1]: customer_id is missing");
    EXPECT_EQ(
        in_list(R"({"customer_id":"b"})"),
        "customers[1]: exactly one of billing_key and receipt_id is wanted"
    );
    EXPECT_EQ(
        in_list(R"({"customer_id":"b","receipt_id":"r","colour":"red"})"),
        "customers[1]: no field is called colour"
    );
    EXPECT_EQ(
        in_list(R"({"customer_id":7,"receipt_id":"r"})"),
        "customers[1].customer_id: a text is wanted"
    );
    EXPECT_EQ(
        in_list(R"({"customer_id":"b","receipt_id":"r","subscriptions":[{}]})"),
        "customers[1].subscriptions[0]: plan_id is missing"
    );
    EXPECT_EQ(
        in_list(R"({"customer_id":"b","receipt_id":"r","subscriptions":{}})"),
        "customers[1].subscriptions: a list is wanted"
    );
    EXPECT_EQ(in_list("[]"), "customers[1]: an object is wanted");
    EXPECT_EQ(
        fault_of("{\"customer_id\":\"a\",\"receipt_id\":\"r\"}\n[]\n"),
        "line 2: an object is wanted"
    );
    EXPECT_EQ(fault_of("[]"), "the book: an object with the list customers is wanted");
    EXPECT_EQ(
        fault_of(R"({"customers":{}})"), "the book: an object with the list customers is wanted"
    );
    EXPECT_EQ(fault_of(R"({"customers":[],"x":1})"), "the book: no field is called x");
    EXPECT_EQ(fault_of(R"({"customers":[)").substr(0, 9), "the book:");
}

TEST(BookKey, IsTheSameForTheSameRequestOnly) {
    const nlohmann::json a{{"customer_id", "kim"}}, b{{"customer_id", "lee"}};
    EXPECT_EQ(book_key("key", a), book_key("key", a));
    EXPECT_NE(book_key("key", a), book_key("key", b));
    EXPECT_NE(book_key("key", a), book_key("subscription1", a));
    EXPECT_LE(book_key("key", a).size(), 128U);
}

}  // namespace
}  // namespace maedal::ctl
