#include "config/load.hpp"

#include "unit/config/sample_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace maedal::config {
namespace {

using namespace std::chrono_literals;
using sample::load_text;

std::string content(const std::string& path) {
    std::ifstream file{std::string{MAEDAL_SOURCE_DIR} + "/" + path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(Load, GivesDefaultsForAllThatMayBeLeftOut) {
    const auto loaded = load_text(sample::least);
    ASSERT_TRUE(loaded) << loaded.report();
    const Settings& s = *loaded.settings;

    Settings expected;
    expected.ledger = {
        "/var/lib/maedal/ledger.db", {SecretSource::Kind::file, "/etc/maedal/ledger.key"}};
    expected.bootpay.pg_url = "https://api.bootpay.co.kr/v2";
    expected.bootpay.account = {
        BootpayAccount::Kind::client_key,
        "ck",
        {SecretSource::Kind::file, "/etc/maedal/bootpay.secret"}};
    expected.webhook.public_url = "https://pay.example.com";
    expected.dunning["default"] = {{24h, 72h, 120h, 120h}, DunningEnd::leave_past_due, 168h};
    EXPECT_EQ(s, expected);
    EXPECT_EQ(s.installation, "m1");
    EXPECT_EQ(s.time_zone, "Asia/Seoul");
    EXPECT_EQ(s.bootpay.deadline, 30s);
    EXPECT_EQ(s.admin.mode, 0660U);
    EXPECT_EQ(s.webhook.listen, (Endpoint{"127.0.0.1", 8780}));
}

TEST(Load, ReadsEveryKey) {
    const auto loaded = load_text(sample::whole);
    ASSERT_TRUE(loaded) << loaded.report();
    const Settings& s = *loaded.settings;

    EXPECT_EQ(s.installation, "shop2");
    EXPECT_EQ(s.time_zone, "Europe/Berlin");
    EXPECT_TRUE(s.test_clock);
    EXPECT_EQ(
        s.ledger, (LedgerSettings{"/srv/l.db", {SecretSource::Kind::credential, "ledger-key"}})
    );
    const BootpaySettings bootpay{
        "http://127.0.0.1:8790/v2",
        "http://[::1]:8790/v1",
        {BootpayAccount::Kind::application,
         "app1",
         {SecretSource::Kind::credential, "bootpay-key"}},
        std::nullopt,
        CommerceAuth::basic,
        OrderIdRule::reserve,
        45s,
        64,
        1,
        "/etc/maedal/ca.pem",
        PaidRace::keep,
        {{"RC_A", CodeMeaning::refused},
         {"RC_B", CodeMeaning::duplicate},
         {"RC_C", CodeMeaning::not_found}}};
    EXPECT_EQ(s.bootpay, bootpay);
    const WebhookSettings webhook{
        {"::1", 443}, "https://pay.example.com:8443/m", {"10.0.0.0/8", "::1"}, 1024, 1};
    EXPECT_EQ(s.webhook, webhook);
    const AdminSettings admin{"/run/x.sock", 0606, "maedal", {"a"}, {"b", "c"}, {"d"}};
    EXPECT_EQ(s.admin, admin);
    EXPECT_EQ(s.law, LawSettings{0});
    EXPECT_EQ(s.log, (LogSettings{log::Level::debug, LogTarget::journal}));
}

TEST(Load, ReadsPlansAndTheirDunning) {
    const auto loaded = load_text(sample::whole);
    ASSERT_TRUE(loaded) << loaded.report();
    const Settings& s = *loaded.settings;

    const PlanSettings pro{
        "pro",
        "프로 12",
        10'000'000'000,
        10'000'000'000,
        IntervalUnit::week,
        24,
        366,
        1200,
        "short",
        370 * 24h,
        10,
        CatchUp::bill_latest,
        Collect::pay_now,
        WithoutSlot::pay_now};
    ASSERT_EQ(s.plans.size(), 1U);
    EXPECT_EQ(s.plans[0], pro);
    EXPECT_EQ(s.dunning.size(), 3U) << "default is there beside those of the file";
    EXPECT_EQ(s.dunning.at("short"), (DunningPolicy{{60s, 90 * 24h}, DunningEnd::pause, 0s}));
    EXPECT_EQ(
        s.dunning.at("long"), (DunningPolicy{{7 * 24h}, DunningEnd::leave_past_due, 366 * 24h})
    );
}

TEST(Load, TheFileMayDefineTheDefaultPolicy) {
    const auto loaded =
        load_text(sample::least + "dunning: {default: {waits: [2d], end: cancel}}\n");
    ASSERT_TRUE(loaded) << loaded.report();
    EXPECT_EQ(
        loaded.settings->dunning.at("default"), (DunningPolicy{{48h}, DunningEnd::cancel, 0s})
    );
}

TEST(Load, IsTheSameForTheSameFileAndNotForAnother) {
    EXPECT_EQ(load_text(sample::whole).settings, load_text(sample::whole).settings);
    EXPECT_NE(
        load_text(sample::least).settings,
        load_text(sample::least_with("client_key: ck", "client_key: cl")).settings
    );
}

TEST(Load, AcceptsWindowsLineEndsAndAByteOrderMark) {
    std::string text = "\xEF\xBB\xBF";
    for (const char c : sample::least)
        text += c == '\n' ? std::string{"\r\n"} : std::string{c};
    const auto loaded = load_text(text);
    ASSERT_TRUE(loaded) << loaded.report();
    EXPECT_EQ(loaded.settings, load_text(sample::least).settings);
}

TEST(Load, RefusesAFileBeyondItsBound) {
    const auto loaded = load_text(std::string(file_bytes_max + 1, '#'));
    EXPECT_EQ(loaded.report(), "m.yaml:1:1: the file has 1048577 bytes; it may have 1048576\n");
}

TEST(ShippedFile, LoadsWithoutFault) {
    const auto loaded = load_text(content("etc/maedald.yaml"));
    ASSERT_TRUE(loaded) << loaded.report();
    EXPECT_EQ(loaded.settings->plans.size(), 1U);
}

/// What the shipped file shows is what happens when it is left out, as it says.
TEST(ShippedFile, ShowsTheDefaults) {
    const auto loaded = load_text(content("etc/maedald.yaml"));
    ASSERT_TRUE(loaded) << loaded.report();
    const Settings& s = *loaded.settings;
    const Settings least = *load_text(sample::least).settings;

    EXPECT_EQ(s.installation, least.installation);
    EXPECT_EQ(s.time_zone, least.time_zone);
    EXPECT_EQ(s.test_clock, least.test_clock);
    EXPECT_EQ(s.admin, least.admin);
    EXPECT_EQ(s.dunning, least.dunning);
    EXPECT_EQ(s.law, least.law);
    EXPECT_EQ(s.log, least.log);
    PlanSettings plan;
    plan.id = s.plans.at(0).id;
    plan.name = s.plans.at(0).name;
    plan.price = s.plans.at(0).price;
    EXPECT_EQ(s.plans.at(0), plan);
    BootpaySettings bootpay = s.bootpay;
    bootpay.pg_url = least.bootpay.pg_url;
    bootpay.commerce_url = least.bootpay.commerce_url;
    bootpay.account = least.bootpay.account;
    EXPECT_EQ(bootpay, least.bootpay);
    WebhookSettings webhook = s.webhook;
    webhook.public_url = least.webhook.public_url;
    webhook.trusted_proxies = least.webhook.trusted_proxies;
    EXPECT_EQ(webhook, least.webhook);
}

/// The keys a section knows, asked of the reader itself through its own message.
std::vector<std::string> known_keys(const std::string& text) {
    const auto report = load_text(text).report();
    const std::string mark = "unknown key \"0\"; known here: ";
    const auto begin = report.find(mark);
    EXPECT_NE(begin, std::string::npos) << report;
    if (begin == std::string::npos) return {};
    std::vector<std::string> keys;
    std::string key;
    for (const char c : report.substr(begin + mark.size())) {
        const bool ends = c == ',' || c == '\n';
        if (ends) keys.push_back(std::exchange(key, ""));
        if (c == '\n') break;
        if (!ends && c != ' ') key += c;
    }
    return keys;
}

TEST(ShippedFile, AndTheSchemaNameEveryKey) {
    const std::string yaml = content("etc/maedald.yaml");
    const std::string schema = content("schema/maedald.schema.json");
    std::size_t count = 0;
    for (const std::string text :
         {"0: 1",
          "ledger: {0: 1}",
          "bootpay: {0: 1}",
          "webhook: {0: 1}",
          "admin: {0: 1}",
          "dunning: {a: {0: 1}}",
          "plans: [{0: 1}]",
          "orders: {0: 1}",
          "payment_links: {0: 1}",
          "law: {0: 1}",
          "log: {0: 1}"}) {
        for (const auto& key : known_keys(text)) {
            ++count;
            EXPECT_NE(yaml.find(key), std::string::npos) << key;
            EXPECT_NE(schema.find('"' + key + "\": {"), std::string::npos) << key;
        }
    }
    EXPECT_EQ(count, 68U) << "a new key goes into the shipped file and the schema as well";
}

}  // namespace
}  // namespace maedal::config
