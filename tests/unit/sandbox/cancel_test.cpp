#include "a_bootpay.hpp"

namespace maedal::sandbox {
namespace {

struct Cancel : ABootpay {
    std::string paid = taken(bootpay.pay(order("o1", 10'000, 3'000)))->receipt_id;

    Answer<const Receipt*> cancel(
        std::optional<Won> price, std::string cancel_id = {}, std::optional<Won> tax_free = {}
    ) {
        return bootpay.cancel({paid, price, tax_free, std::move(cancel_id)});
    }
};

TEST_F(Cancel, GivesAllBackWithoutAPrice) {
    const Receipt* receipt = taken(cancel(std::nullopt));
    EXPECT_EQ(receipt->status, ReceiptStatus::cancelled);
    EXPECT_EQ(receipt->cancelled_price, 10'000);
    EXPECT_EQ(receipt->cancelled_tax_free, 3'000);
    EXPECT_EQ(receipt->cancelled_at, day_one);
    EXPECT_EQ(net(), 0);
    EXPECT_EQ(code_of(cancel(std::nullopt)), "RC_ALREADY_CANCELLED");
    EXPECT_EQ(totals().returned, 10'000);
}

TEST_F(Cancel, GivesPartsBackUntilNothingIsLeft) {
    EXPECT_EQ(taken(cancel(4'000))->status, ReceiptStatus::paid);
    EXPECT_EQ(taken(cancel(1'000))->cancelled_price, 5'000);
    EXPECT_EQ(code_of(cancel(5'001)), "CANCEL_PRICE_OVER");
    EXPECT_EQ(net(), 5'000);
    const Receipt* receipt = taken(cancel(5'000));
    EXPECT_EQ(receipt->status, ReceiptStatus::cancelled);
    EXPECT_EQ(receipt->cancelled_tax_free, 3'000);
    EXPECT_EQ(net(), 0);
}

TEST_F(Cancel, RefusesARepeatedCancelIdWithoutMovingMoney) {
    EXPECT_EQ(code_of(cancel(1'000, "c1")), "");
    EXPECT_EQ(code_of(cancel(1'000, "c1")), "CANCEL_ID_DUPLICATED");
    EXPECT_EQ(totals().returned, 1'000);
    EXPECT_EQ(code_of(cancel(1'000, "c2")), "");
    EXPECT_EQ(totals().returned, 2'000);
}

TEST_F(Cancel, KeepsACancelIdThatMovedNothing) {
    EXPECT_EQ(code_of(cancel(10'001, "c1")), "CANCEL_PRICE_OVER");
    EXPECT_EQ(code_of(cancel(0, "c1")), "PARAMETER_INVALID");
    EXPECT_EQ(code_of(cancel(10'000, "c1")), "");
}

TEST_F(Cancel, TakesNoMoreTaxFreeThanThereIs) {
    EXPECT_EQ(code_of(cancel(4'000, {}, 3'001)), "RC_CANCEL_SERVER_ERROR");
    EXPECT_EQ(code_of(cancel(4'000, {}, 4'001)), "RC_CANCEL_SERVER_ERROR");
    EXPECT_EQ(code_of(cancel(8'000, {}, 0)), "RC_CANCEL_SERVER_ERROR");  // only 7,000 are taxed
    EXPECT_EQ(taken(cancel(4'000, {}, 3'000))->cancelled_tax_free, 3'000);
    EXPECT_EQ(taken(cancel(std::nullopt))->cancelled_tax_free, 3'000);
}

TEST_F(Cancel, RefusesWhatWasNeverPaid) {
    EXPECT_EQ(code_of(bootpay.cancel({"0123456789abcdef01234567", {}, {}, {}})), "RC_NOT_FOUND");
    bootpay.declines().set(key, {.times = 0, .from = {}, .always = true, .pg_error_code = "51"});
    EXPECT_EQ(code_of(bootpay.pay(order("o2"))), "RC_REQUEST_FAILED");
    const auto failed = bootpay.receipts_of_order("o2");
    ASSERT_EQ(failed.size(), 1U);
    EXPECT_EQ(
        code_of(bootpay.cancel({failed[0]->receipt_id, {}, {}, {}})), "RC_CANCEL_SERVER_ERROR"
    );
}

TEST_F(Cancel, StandsInTheLedgerAtItsOwnTime) {
    bootpay.advance(day_one + an_hour);
    taken(cancel(2'500));
    const MoneyTotals before = bootpay.money().totals(day_one, day_one + an_hour);
    EXPECT_EQ(before.taken, 10'000);
    EXPECT_EQ(before.returned, 0);
    EXPECT_EQ(before.payments, 1);
    const MoneyTotals after = bootpay.money().totals(day_one + an_hour, Instant::max());
    EXPECT_EQ(after.taken, 0);
    EXPECT_EQ(after.returned, 2'500);
    EXPECT_EQ(after.payments, 0);
}

using Keys = ABootpay;

TEST_F(Keys, AreFoundByTheReceiptThatIssuedThemAlone) {
    const BillingKey* made = taken(bootpay.key(key));
    EXPECT_EQ(taken(bootpay.key_by_receipt(made->receipt_id)), made);
    const Receipt* paid = taken(bootpay.pay(order("o1")));
    EXPECT_EQ(code_of(bootpay.key_by_receipt(paid->receipt_id)), "RC_NOT_SUBSCRIBE");
    EXPECT_EQ(code_of(bootpay.key_by_receipt("nothing")), "RC_NOT_FOUND");
}

TEST_F(Keys, HaveIdsOfTwentyFourHexDigitsOrTheWantedOnes) {
    EXPECT_EQ(key.size(), 24U);
    EXPECT_EQ(key.find_first_not_of("0123456789abcdef"), std::string::npos);
    NewCard card;
    card.billing_key = "62b3d166cf9f6d001bd20d59";
    EXPECT_EQ(taken(bootpay.register_card(card))->billing_key, card.billing_key);
    EXPECT_EQ(code_of(bootpay.register_card(card)), "ID_TAKEN");
}

TEST_F(Keys, ShowNoWholeCardNumber) {
    NewCard card;
    card.card_no = "5570420411111074";
    EXPECT_EQ(taken(bootpay.register_card(card))->means->card_no, "55704204****1074");
}

}  // namespace
}  // namespace maedal::sandbox
