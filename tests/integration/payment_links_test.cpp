// Payment links through the real programs: alone, and as the way a subscription is collected.
#include "pair.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <future>

namespace maedal::integration {
namespace {

using nlohmann::json;

struct PaymentLinks : ::testing::Test {
    void SetUp() override {
        pair.start_sandbox();
        ASSERT_TRUE(pair.start_daemon());
    }
    json body(const std::string& id, json more = json::object()) {
        json asked{
            {"order_id", id},
            {"name", "Professional 플랜 구독"},
            {"amount", 29'900},
            {"send_by", {"sms", "kakao"}},
            {"user", {{"email", "user@example.com"}, {"phone", "01012345678"}}}};
        asked.update(more);
        return asked;
    }
    Reply create(const std::string& id, json more = json::object()) {
        return pair.admin("POST", "/v1/payment-links", body(id, std::move(more)));
    }
    json show(const std::string& id) { return pair.admin("GET", "/v1/payment-links/" + id).body; }
    json at_sandbox() { return pair.sandbox("GET", "/_sandbox/invoices").body.at("invoices"); }
    Reply pays(const json& invoice_id, json more = json::object()) {
        return pair.sandbox(
            "POST", "/_sandbox/invoices/" + invoice_id.get<std::string>() + "/pay", more
        );
    }
    void walk(const char* to) {
        const auto reply = pair.walk(to);
        ASSERT_EQ(reply.status, 200) << reply.text << pair.log();
    }
    void fault(const char* on, const char* kind) {
        pair.sandbox("POST", "/_sandbox/faults", {{"on", on}, {"kind", kind}});
    }
    std::int64_t taken() { return pair.sandbox("GET", "/_sandbox/ledger").body.at("taken"); }
    static std::string code(const Reply& reply) { return reply.body.value("code", ""); }
    json doubts() { return pair.admin("GET", "/v1/shop-doubts").body.at("items"); }
    Reply absent(const std::string& id) {
        const json body{{"as", "absent"}, {"typed", id}, {"reason", "the console shows none"}};
        return pair.admin("POST", "/v1/doubts/" + id + "/resolve", body);
    }

    Pair pair;
};

TEST_F(PaymentLinks, AreMadeSentAndPaid) {
    const auto made = create("link-1", {{"metadata", {{"plan_key", "pro"}}}});
    ASSERT_EQ(made.status, 201) << made.text;
    EXPECT_EQ(made.body.at("state"), "open");
    EXPECT_EQ(made.body.at("expires_at"), "2028-01-08T00:00:00+09:00");
    const auto invoice = at_sandbox().at(0);
    EXPECT_EQ(invoice.at("payment_url"), made.body.at("payment_url"));
    EXPECT_EQ(invoice.at("send_types"), json({1, 2}));
    EXPECT_EQ(invoice.at("metadata").at("plan_key"), "pro");
    EXPECT_EQ(create("link-1").status, 201);  // a repeat is the same link
    EXPECT_EQ(at_sandbox().size(), 1U);

    const auto again = pair.admin("POST", "/v1/payment-links/link-1/send", {{"send_by", {"sms"}}});
    EXPECT_EQ(again.status, 200) << again.text;
    EXPECT_EQ(at_sandbox().at(0).at("times_sent"), 2);
    ASSERT_EQ(pays(invoice.at("invoice_id")).status, 200);
    walk("2028-01-01T00:30:00+09:00");
    EXPECT_EQ(show("link-1").at("state"), "paid");
    EXPECT_EQ(
        code(pair.admin("POST", "/v1/payment-links/link-1/send", json::object())), "link_not_open"
    );
}

TEST_F(PaymentLinks, CarryTheirEndEitherWayAndLapse) {
    const auto by_moment = create("a", {{"expires_at", "2028-01-02T00:00:00+09:00"}});
    EXPECT_EQ(by_moment.body.at("expires_at"), "2028-01-02T00:00:00+09:00");
    const auto by_length = create("b", {{"expire_in", 7'200}});
    EXPECT_EQ(by_length.body.at("expires_at"), "2028-01-01T02:00:00+09:00");
    EXPECT_EQ(
        code(create("c", {{"expire_in", 7'200}, {"expires_at", "2028-01-02T00:00:00+09:00"}})),
        "one_of_two"
    );
    EXPECT_EQ(code(create("d", {{"expires_at", "2027-01-02T00:00:00+09:00"}})), "invalid_expiry");
    walk("2028-01-03T00:00:00+09:00");
    EXPECT_EQ(show("a").at("state"), "lapsed");
    EXPECT_EQ(show("b").at("state"), "lapsed");
    EXPECT_EQ(pays(by_moment.body.at("link_id")).status, 400);
}

TEST_F(PaymentLinks, SayWhatTheShopRefuses) {
    const auto nobody = create("a", {{"user", {{"email", "user@example.com"}}}});
    EXPECT_EQ(nobody.status, 502) << nobody.text;
    EXPECT_EQ(code(nobody), "INVOICE_TARGET_NOT_FOUND");
    EXPECT_EQ(show("a").at("state"), "refused");
    const auto made = create("b");
    pair.sandbox(
        "POST", "/_sandbox/invoices/" + made.body.at("link_id").get<std::string>() + "/deny"
    );
    EXPECT_EQ(
        code(pair.admin("POST", "/v1/payment-links/b/send", json::object())), "INVOICE_DENIED"
    );
    EXPECT_EQ(pair.admin("POST", "/v1/payment-links/zzz/send", json::object()).status, 404);
}

TEST_F(PaymentLinks, AreFoundInTheListWhenTheAnswerIsLost) {
    fault("link", "lose_answer");
    const auto doubt = create("link-1");
    EXPECT_EQ(doubt.status, 202) << doubt.text;
    EXPECT_EQ(doubt.body.at("state"), "doubt");
    ASSERT_EQ(doubts().size(), 1U);
    EXPECT_EQ(doubts().at(0).at("kind"), "payment_link");
    walk("2028-01-01T00:30:00+09:00");
    EXPECT_TRUE(doubts().empty());
    EXPECT_EQ(show("link-1").at("state"), "open");
    EXPECT_EQ(show("link-1").at("link_id"), at_sandbox().at(0).at("invoice_id"));
    EXPECT_EQ(at_sandbox().size(), 1U);
}

TEST_F(PaymentLinks, AreAbsentOnlyAfterTheirOwnEnd) {
    fault("link", "lose_request");
    EXPECT_EQ(create("link-1", {{"expire_in", 7'200}}).status, 202);
    walk("2028-01-01T01:00:00+09:00");
    EXPECT_EQ(show("link-1").at("state"), "doubt");
    walk("2028-01-01T06:00:00+09:00");
    EXPECT_EQ(show("link-1").at("state"), "absent");
    EXPECT_EQ(at_sandbox().size(), 0U);
}

TEST_F(PaymentLinks, WaitForADepositBeyondTheirEnd) {
    const auto made = create("link-1", {{"expire_in", 7'200}});
    const auto order = pays(made.body.at("link_id"), {{"virtual_account", true}});
    walk("2028-01-02T00:00:00+09:00");
    EXPECT_EQ(show("link-1").at("state"), "open");
    const auto receipt = order.body.at("receipt_id").get<std::string>();
    pair.sandbox("POST", "/_sandbox/payments/" + receipt + "/deposit");
    walk("2028-01-02T02:00:00+09:00");
    EXPECT_EQ(show("link-1").at("state"), "paid");
}

TEST_F(PaymentLinks, OfAnotherAmountAreQuarantined) {
    const auto made = create("link-1");
    pays(made.body.at("link_id"), {{"paid_price", 100}});
    walk("2028-01-01T00:30:00+09:00");
    EXPECT_EQ(show("link-1").at("state"), "quarantined");
    ASSERT_EQ(doubts().size(), 2U);  // the link, and the money that settles nothing
    EXPECT_EQ(doubts().at(0).at("needs_person"), true);
    EXPECT_EQ(code(absent("link-1")), "window_is_open");
    walk("2028-01-10T00:00:00+09:00");
    const auto closed = absent("link-1");
    EXPECT_EQ(closed.status, 200) << closed.text;
    EXPECT_EQ(show("link-1").at("state"), "absent");
    EXPECT_EQ(doubts().size(), 1U);
}

TEST(PaymentLinksByToken, AreMadeAsLongAsATokenIsGot) {
    Wishes wishes;
    wishes.bootpay = "  commerce_auth: token\n";
    struct ByToken : PaymentLinks {
        explicit ByToken(Wishes asked) { pair.wish(std::move(asked)); }
        void TestBody() override {}
    } shop{wishes};
    shop.SetUp();
    EXPECT_EQ(shop.create("a").status, 201);
    shop.walk("2028-01-01T00:40:00+09:00");  // a token lives for 30 minutes
    EXPECT_EQ(shop.create("b").status, 201);
    EXPECT_EQ(shop.at_sandbox().size(), 2U);
}

struct LinkSubscriptions : PaymentLinks {
    void subscribe(const char* plan) {
        const json asked{
            {"subscription_id", "sub-1"},
            {"customer_id", "kim"},
            {"plan_id", plan},
            {"collection", "payment_link"},
            {"user", {{"phone", "01012345678"}}},
            {"anchor", "2028-01-01T09:00:00"}};
        const auto made = pair.admin("POST", "/v1/subscriptions", asked);
        ASSERT_EQ(made.status, 201) << made.text;
        EXPECT_EQ(made.body.at("collection"), "payment_link");
    }
    json charges() { return pair.admin("GET", "/v1/charges").body.at("items"); }
};

TEST_F(LinkSubscriptions, AreCollectedByOneLinkAPeriod) {
    subscribe("basic");
    walk("2028-01-01T10:00:00+09:00");
    ASSERT_EQ(at_sandbox().size(), 1U);
    EXPECT_EQ(at_sandbox().at(0).at("times_sent"), 1);
    ASSERT_EQ(pays(at_sandbox().at(0).at("invoice_id")).status, 200);
    walk("2028-01-02T10:00:00+09:00");
    EXPECT_EQ(charges().at(0).at("state"), "paid");
    walk("2028-02-01T10:00:00+09:00");
    ASSERT_EQ(at_sandbox().size(), 2U);
    EXPECT_EQ(at_sandbox().at(1).at("pay_at"), nullptr);
    EXPECT_EQ(taken(), 9'900);
}

TEST_F(LinkSubscriptions, AreRemindedAndLapseIntoDunning) {
    subscribe("basic");
    walk("2028-01-07T10:00:00+09:00");
    EXPECT_EQ(at_sandbox().at(0).at("times_sent"), 3);  // and after 3 and 6 days
    EXPECT_EQ(at_sandbox().size(), 1U);
    walk("2028-01-08T09:30:00+09:00");
    EXPECT_EQ(at_sandbox().size(), 1U);  // the grace after its end
    walk("2028-01-08T12:00:00+09:00");
    ASSERT_EQ(at_sandbox().size(), 2U);
    EXPECT_EQ(charges().at(0).at("state"), "past_due");
    ASSERT_EQ(pays(at_sandbox().at(1).at("invoice_id")).status, 200);
    walk("2028-01-09T00:00:00+09:00");
    EXPECT_EQ(charges().at(0).at("state"), "paid");
    EXPECT_EQ(pair.admin("GET", "/v1/subscriptions/sub-1").body.at("status"), "active");
}

TEST_F(LinkSubscriptions, ChargeAKeyOnlyWhenTheOpenLinkIsOver) {
    subscribe("basic");
    walk("2028-01-02T00:00:00+09:00");
    const auto key = pair.add_key("kim", "62b3d166cf9f6d001bd20d59");
    const auto moved =
        pair.admin("POST", "/v1/subscriptions/sub-1/billing-key", {{"billing_key_id", key}});
    ASSERT_EQ(moved.status, 200) << moved.text;
    walk("2028-01-07T00:00:00+09:00");
    EXPECT_EQ(taken(), 0);
    walk("2028-01-12T00:00:00+09:00");
    EXPECT_EQ(taken(), 9'900);
    EXPECT_EQ(charges().at(0).at("state"), "paid");
    EXPECT_EQ(at_sandbox().size(), 1U);
}

TEST_F(LinkSubscriptions, GiveMoneyBackThatComesAfterTheyWereCanceled) {
    subscribe("basic");
    walk("2028-01-02T00:00:00+09:00");
    pair.admin("POST", "/v1/subscriptions/sub-1/cancel", {{"at", "now"}});
    ASSERT_EQ(pays(at_sandbox().at(0).at("invoice_id")).status, 200);
    walk("2028-01-03T00:00:00+09:00");
    EXPECT_EQ(pair.sandbox("GET", "/_sandbox/ledger").body.at("net"), 0);
    EXPECT_EQ(taken(), 9'900);
}

TEST_F(LinkSubscriptions, FindTheirLinkInTheListWhenTheAnswerIsLost) {
    subscribe("basic");
    fault("link", "lose_answer");
    walk("2028-01-01T10:00:00+09:00");
    ASSERT_EQ(at_sandbox().size(), 1U);
    const auto links = pair.admin("GET", "/v1/payment-links").body.at("items");
    ASSERT_EQ(links.size(), 1U);
    EXPECT_EQ(links.at(0).at("state"), "open");
    EXPECT_EQ(links.at(0).at("link_id"), at_sandbox().at(0).at("invoice_id"));
}

TEST_F(LinkSubscriptions, TryAgainOnlyWhenALinkThatNeverAroseIsProvenAbsent) {
    subscribe("basic");
    fault("link", "lose_request");
    walk("2028-01-02T10:00:00+09:00");
    const auto listed = pair.admin("GET", "/v1/doubts").body.at("items");
    ASSERT_EQ(listed.size(), 1U);
    const auto id = listed.at(0).at("order_id").get<std::string>();
    EXPECT_EQ(code(absent(id)), "window_is_open");
    walk("2028-01-08T09:00:00+09:00");
    EXPECT_EQ(at_sandbox().size(), 0U);
    EXPECT_EQ(pair.admin("GET", "/v1/doubts").body.at("items").size(), 1U);
    walk("2028-01-08T16:00:00+09:00");
    EXPECT_TRUE(pair.admin("GET", "/v1/doubts").body.at("items").empty());
    ASSERT_EQ(at_sandbox().size(), 1U);
    ASSERT_EQ(pays(at_sandbox().at(0).at("invoice_id")).status, 200);
    walk("2028-01-08T18:00:00+09:00");
    EXPECT_EQ(charges().at(0).at("state"), "paid");
    EXPECT_EQ(taken(), 9'900);
}

TEST_F(LinkSubscriptions, MakeOneLinkThoughAnswersAreLostAndTheDaemonDies) {
    subscribe("basic");
    fault("link", "hang");
    auto walking =
        std::async(std::launch::async, [&] { return pair.walk("2028-01-01T10:00:00+09:00"); });
    ASSERT_TRUE(eventually([&] { return at_sandbox().size() == 1; }));
    pair.daemon().send(SIGKILL);
    walking.get();
    pair.daemon().ending();
    ASSERT_TRUE(pair.start_daemon());
    walk("2028-01-01T12:00:00+09:00");
    ASSERT_EQ(at_sandbox().size(), 1U);
    ASSERT_EQ(pays(at_sandbox().at(0).at("invoice_id")).status, 200);
    walk("2028-01-02T00:00:00+09:00");
    EXPECT_EQ(charges().at(0).at("state"), "paid");
    EXPECT_EQ(taken(), 9'900);
}

}  // namespace
}  // namespace maedal::integration
