// Canaries: what must never be read anywhere but in its own file.
#include "pair.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

namespace maedal::integration {
namespace {

constexpr const char* billing_key = "6580c1a2e4b03f0a11dcanary";
constexpr const char* unknown_key = "6580c1a2e4b03f0a11dnobody";

std::string bytes_of_hex(const std::string& hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    return bytes;
}

const std::map<std::string, std::string>& canaries() {
    static const std::map<std::string, std::string> all{
        {"the client's secret", Pair::client_secret},
        {"a billing key", billing_key},
        {"a billing key that was not taken", unknown_key},
        {"the ledger's key", Pair::ledger_key},
        {"the bytes of the ledger's key", bytes_of_hex(Pair::ledger_key)}};
    return all;
}

void expect_none(const std::string& where, const std::string& text) {
    EXPECT_FALSE(text.empty()) << where;
    for (const auto& [name, canary] : canaries())
        EXPECT_EQ(text.find(canary), std::string::npos) << name << " stands in " << where;
}

std::string read_file(const std::string& path) {
    std::ostringstream text;
    if (std::ifstream file{path, std::ios::binary}) text << file.rdbuf();
    return text.str();
}

/// Every list, every single thing in it, and what the daemon says to those who ask wrongly.
void expect_none_in_answers(const Pair& pair) {
    const std::map<std::string, std::string> nouns{
        {"billing-keys", "billing_key_id"},
        {"plans", "plan_id"},
        {"subscriptions", "subscription_id"},
        {"charges", "charge_number"},
        {"reservations", "order_id"},
        {"receipts", "receipt_id"}};
    for (const auto& [noun, id] : nouns) {
        const auto list = pair.admin("GET", "/v1/" + noun);
        ASSERT_EQ(list.status, 200) << list.text;
        expect_none(noun, list.text);
        ASSERT_FALSE(list.body.at("items").empty()) << noun;
        for (const auto& row : list.body["items"]) {
            const auto& name = row.at(id);
            const auto one =
                "/v1/" + noun + "/" + (name.is_string() ? name.get<std::string>() : name.dump());
            const auto shown = pair.admin("GET", one);
            EXPECT_EQ(shown.status, 200) << one;
            expect_none(one, shown.text);
        }
    }
    for (const char* list : {"refunds", "doubts", "journal?limit=200", "status", "test-clock"})
        expect_none(list, pair.admin("GET", std::string{"/v1/"} + list).text);
    const nlohmann::json wrong_bodies[]{
        {{"customer_id", "somi"}, {"billing_key", unknown_key}},
        {{"customer_id", "somi"}, {"billing_key", unknown_key}, {"receipt_id", "1"}},
        {{"customer_id", 1}, {"billing_key", unknown_key}},
        {{"customer_id", "somi"}, {"billing_key", {{"not", unknown_key}}}}};
    for (const auto& body : wrong_bodies) {
        const auto refused = pair.admin("POST", "/v1/billing-keys", body);
        EXPECT_GE(refused.status, 400);
        expect_none("a refusal", refused.text);
    }
}

TEST(Secrets, StandInNoLogNoLedgerNoAnswer) {
    Wishes wishes;
    wishes.log_level = "debug";
    wishes.deadline = "2s";
    Pair pair{wishes};
    pair.start_sandbox();
    ASSERT_TRUE(pair.start_daemon());
    const auto key = pair.add_key("somi", billing_key);
    for (const char* kind : {"html", "cut_body", "lose_answer"}) {
        const nlohmann::json fault{{"on", "reserve"}, {"kind", kind}, {"times", 1}};
        EXPECT_EQ(pair.sandbox("POST", "/_sandbox/faults", fault).status, 200);
    }
    EXPECT_EQ(
        pair.sandbox(
                "POST", "/_sandbox/declines", {{"billing_key", billing_key}, {"times", 1}}
        ).status,
        200
    );
    pair.subscribe("somi-daily", "daily", key, "somi", "2028-01-02T09:00:00");
    const auto walked = pair.walk("2028-01-09T00:00:00+09:00");
    ASSERT_EQ(walked.status, 200) << walked.text;
    ASSERT_GE(pair.admin("GET", "/v1/status").body.at("receipts"), 1);

    expect_none_in_answers(pair);
    const auto process = "/proc/" + std::to_string(pair.daemon().pid());
    expect_none("its command line", read_file(process + "/cmdline"));
    expect_none("its environment", read_file(process + "/environ"));
    expect_none("the ledger while it runs", pair.folder().read("ledger.db"));
    expect_none("the ledger's log while it runs", pair.folder().read("ledger.db-wal"));
    EXPECT_EQ(pair.stop_daemon(), (Ending{0, 0}));
    expect_none("the ledger", pair.folder().read("ledger.db"));
    expect_none("the log", pair.log());
}

}  // namespace
}  // namespace maedal::integration
