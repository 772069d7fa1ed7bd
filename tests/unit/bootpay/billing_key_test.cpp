#include "bootpay/pg/billing_key.hpp"

#include "unit/bootpay/samples.hpp"

#include <gtest/gtest.h>

namespace maedal::bootpay::pg {
namespace {

using namespace samples;

const Codes codes{{}};

Result<ports::IssuedKey> of_receipt(const json& body) {
    return key_of_receipt_from(ok(body), receipt_id, codes);
}
Result<ports::IssuedKey> itself(const net::Response& response) {
    return key_itself_from(response, billing_key(), codes);
}

TEST(KeyOfReceipt, GivesTheKeyAndItsMeansForPeople) {
    const auto key = of_receipt(issued_key());
    ASSERT_TRUE(key.has_value());
    EXPECT_TRUE(key->billing_key.same_as(billing_key()));
    EXPECT_EQ(key->method, "국민 55704204****1074");
}

TEST(KeyOfReceipt, NeverKeepsANumberThatIsNotMasked) {
    auto body = issued_key();
    body["billing_data"] = {{"bank_name", "국민"}, {"bank_account", "1234567890123456"}};
    EXPECT_EQ(of_receipt(body)->method, "국민 ****3456");
    body["billing_data"] = {{"card_company", "국민"}, {"card_no", "1234567"}};
    EXPECT_EQ(of_receipt(body)->method, "국민");
    body["billing_data"] = nullptr;
    EXPECT_EQ(of_receipt(body)->method, "카드자동결제(REST)");
    body["billing_data"] = {{"card_company", 7}};
    EXPECT_EQ(of_receipt(body)->method, "카드자동결제(REST)");
}

TEST(KeyOfReceipt, IsNotFoundBeforeItIsIssued) {
    auto body = issued_key();
    body["status"] = 41;
    body.erase("billing_key");
    EXPECT_EQ(of_receipt(body).error().code, Errc::not_found);
    const auto wrong_kind = failure(400, "RC_NOT_SUBSCRIBE");
    EXPECT_EQ(key_of_receipt_from(wrong_kind, receipt_id, codes).error().code, Errc::not_found);
}

// One vendor text says 11 of what issued a key on an account, another says 1 with the key beside
// it: that was taken for a registration without a key, and the key for one that was never issued.
TEST(KeyOfReceipt, IsThereWithEitherStatusThatIsToldOfOne) {
    auto body = issued_key();
    body["status"] = 1;
    ASSERT_TRUE(of_receipt(body).has_value());
    EXPECT_TRUE(of_receipt(body)->billing_key.same_as(billing_key()));
    body["billing_key"] = nullptr;
    EXPECT_EQ(of_receipt(body).error().reason, "key_not_issued");
    body.erase("billing_key");
    EXPECT_EQ(of_receipt(body).error().reason, "key_not_issued");
}

TEST(KeyOfReceipt, IsUnavailableWhenItCannotBeReadStrictly) {
    for (const auto* name : {"receipt_id", "billing_key", "status"}) {
        auto body = issued_key();
        body.erase(name);
        EXPECT_EQ(of_receipt(body).error().code, Errc::unavailable) << name;
        body[name] = "~ ~";
        EXPECT_EQ(of_receipt(body).error().code, Errc::unavailable) << name;
    }
    auto other = issued_key();
    other["receipt_id"] = "another";
    EXPECT_EQ(of_receipt(other).error().code, Errc::unavailable);
}

TEST(KeyItself, IsUsableDeadOrUnknown) {
    EXPECT_TRUE(itself(ok(usable_key())).has_value());
    auto dead = usable_key();
    dead["status"] = -11;
    for (const auto& response :
         {ok(dead), failure(400, "SUBSCRIBE_BK_EXPIRED"), failure(404, "SUBSCRIBE_BK_EXPIRED")}) {
        EXPECT_EQ(itself(response).error().code, Errc::refused);
        EXPECT_EQ(itself(response).error().reason, ports::reason::dead_key);
    }
    EXPECT_EQ(itself(failure(404, "SUBSCRIBE_BK_NOT_FOUND")).error().code, Errc::not_found);
    EXPECT_EQ(itself(failure(500, "SUBSCRIBE_BK_EXPIRED")).error().code, Errc::unavailable);

    auto odd = usable_key();
    odd["status"] = 2;
    EXPECT_EQ(itself(ok(odd)).error().code, Errc::unavailable);
    auto other = usable_key();
    other["billing_key"] = "62b3d166cf9f6d001bd20d5a";
    EXPECT_EQ(itself(ok(other)).error().code, Errc::unavailable);
}

TEST(KeyItself, IsInNoError) {
    auto other = usable_key();
    other["status"] = 2;
    const auto error = itself(ok(other)).error();
    EXPECT_EQ(error.detail.find("62b3d166"), std::string::npos);
    EXPECT_EQ(key_itself_request(billing_key()).target, "/billing_key/62b3d166cf9f6d001bd20d59");
}

}  // namespace
}  // namespace maedal::bootpay::pg
