// Answers that were damaged on their way: a reader may refuse them, but it never falls over and
// never reads an amount, an order or a time that does not stand there.
#include "bootpay/pg/billing_key.hpp"
#include "bootpay/pg/cancel.hpp"
#include "bootpay/pg/gateway_time.hpp"
#include "bootpay/pg/receipt.hpp"
#include "bootpay/pg/reservation.hpp"
#include "bootpay/pg/reserve.hpp"
#include "bootpay/pg/token.hpp"
#include "unit/bootpay/samples.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <random>

namespace maedal::bootpay::pg {
namespace {

using namespace samples;

constexpr int rounds = 3'000;
const Codes codes{{}};

class Mutator {
public:
    std::string damage(std::string text) {
        const int blows = 1 + static_cast<int>(below(3));
        for (int i = 0; i < blows; ++i)
            strike(text);
        return text;
    }

private:
    std::size_t below(std::size_t end) { return dice_() % end; }

    void strike(std::string& text) {
        static const char* const splinters[]{
            "-",
            "0",
            "9",
            ".5",
            ".0",
            "e9",
            "\"",
            "null",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "true",
            "18446744073709551615",
            "\\u0000",
            "\xff",
            " ",
            "\"price\":1,",
            "\"order_id\":\"x\","};
        const std::size_t place = text.empty() ? 0 : below(text.size());
        switch (below(5)) {
            case 0:
                if (!text.empty()) text[place] = static_cast<char>(below(256));
                break;
            case 1:
                text.erase(place, 1 + below(4));
                break;
            case 2:
                text.insert(place, splinters[below(std::size(splinters))]);
                break;
            case 3:
                text.insert(place, text.substr(below(text.size() + 1), below(40)));
                break;
            default:
                if (below(20) == 0) text.resize(place);
                break;
        }
    }

    std::mt19937 dice_{20261130};
};

/// The value that plainly stands in `body`, read by other means than ours.
json plain(const std::string& body) {
    return json::parse(body, nullptr, false);
}

TEST(DamagedAnswer, OfAReserveIsBelievedOnlyWhenItAgrees) {
    Mutator mutator;
    auto full = reserved();
    full["price"] = 29'900;
    full["order_id"] = order_id.text();
    const auto asked = reserve_asked();
    for (int i = 0; i < rounds; ++i) {
        const auto body = mutator.damage(full.dump());
        const auto result = reserved_from(answer(200, body), asked, codes);
        if (!result) {
            ASSERT_EQ(result.error().code, Errc::in_doubt) << body;
            continue;
        }
        const auto seen = plain(body);
        ASSERT_EQ(seen["reserve_id"], result->reserve_id.text()) << body;
        ASSERT_TRUE(!seen.contains("price") || seen["price"].is_null() || seen["price"] == 29'900)
            << body;
        ASSERT_EQ(
            instant_from_gateway(seen["reserve_execute_at"].get<std::string>()), asked.execute_at
        ) << body;
    }
}

TEST(DamagedAnswer, OfAReceiptIsReadAsItStandsOrNotAtAll) {
    Mutator mutator;
    const auto whole = receipt().dump();
    for (int i = 0; i < rounds; ++i) {
        const auto body = mutator.damage(whole);
        const auto result = receipt_from(answer(200, body), receipt_id, codes);
        if (!result) {
            ASSERT_EQ(result.error().code, Errc::unavailable) << body;
            continue;
        }
        const auto seen = plain(body);
        ASSERT_EQ(seen["receipt_id"], receipt_id.text()) << body;
        ASSERT_EQ(seen["price"], result->price.count()) << body;
        ASSERT_EQ(seen["order_id"], result->order_id.text()) << body;
        ASSERT_LE(result->refunded, result->price) << body;
    }
}

TEST(DamagedAnswer, OfARefundIsBelievedOnlyWhenTheMoneyWentBack) {
    Mutator mutator;
    const auto asked = refund_asked();
    const auto whole = canceled().dump();
    for (int i = 0; i < rounds; ++i) {
        const auto body = mutator.damage(whole);
        const auto result = canceled_from(answer(200, body), asked, codes);
        if (!result) {
            ASSERT_EQ(result.error().code, Errc::in_doubt) << body;
            continue;
        }
        const auto seen = plain(body);
        ASSERT_EQ(seen["receipt_id"], asked.receipt.text()) << body;
        ASSERT_EQ(seen["cancelled_price"], result->refunded.count()) << body;
        ASSERT_GE(result->refunded, asked.amount) << body;
    }
}

TEST(DamagedAnswer, NeverMakesAReaderFallOver) {
    using Reads = std::function<bool(const net::Response&)>;
    const std::pair<json, Reads> readers[]{
        {reservation(), [](auto& r) { return !!reservation_from(r, reserve_id, codes); }},
        {issued_key(), [](auto& r) { return !!key_of_receipt_from(r, receipt_id, codes); }},
        {usable_key(), [](auto& r) { return !!key_itself_from(r, billing_key(), codes); }},
        {revoked(), [](auto& r) { return !!revoked_from(r, reserve_id, codes); }},
        {json::array({receipt()}), [](auto& r) { return !!receipts_from(r, order_id, codes); }},
        {json{{"access_token", "b1f0"}, {"expire_in", 1800}},
         [](auto& r) { return !!token_from(r, codes); }}};
    Mutator mutator;
    for (const auto& [body, reads] : readers) {
        const auto whole = body.dump();
        ASSERT_TRUE(reads(answer(200, whole))) << whole;
        int refused = 0;
        for (int i = 0; i < rounds / 6; ++i)
            refused += reads(answer(200, mutator.damage(whole))) ? 0 : 1;
        EXPECT_GT(refused, 0) << whole;
    }
}

}  // namespace
}  // namespace maedal::bootpay::pg
