// What the daemon does with its configuration, at the start and while it runs.
#include "net/server.hpp"
#include "pair.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <csignal>
#include <thread>

namespace maedal::integration {
namespace {

constexpr Ending wrong_configuration{78, 0};

/// Some other service: it answers 404 to whatever is asked.
class Stranger {
public:
    Stranger() {
        const auto listening = server_.listen_tcp("127.0.0.1", 0);
        if (!listening) throw std::runtime_error{listening.error().detail};
        thread_ = std::thread{[this] { loop_.run(); }};
    }
    ~Stranger() {
        loop_.stop();
        thread_.join();
    }
    Stranger(const Stranger&) = delete;
    Stranger& operator=(const Stranger&) = delete;

    [[nodiscard]] std::string pg_url() const {
        return "http://127.0.0.1:" + std::to_string(server_.port()) + "/v2";
    }

private:
    static Task<net::Response> no(net::Request /*request*/) {
        net::Response response;
        response.status = 404;
        co_return response;
    }
    boost::asio::io_context loop_{1};
    net::Server server_{loop_.get_executor(), no, {}};
    std::thread thread_;
};

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::int64_t price_on_sale(const Pair& pair, const std::string& plan) {
    const auto reply = pair.admin("GET", "/v1/plans/" + plan);
    return reply.status == 200 ? reply.body.at("price").get<std::int64_t>() : -1;
}

constexpr const char* basic_for_12900 =
    "  - { id: basic, name: Basic, price: 12900, interval: month }\n";
constexpr const char* wrong_plan = "  - { id: basic, name: Basic, price: -5, interval: month }\n";

TEST(Configuration, NamesThePlaceOfEveryFault) {
    const TempFolder folder;
    const auto path = folder.write(
        "bad.yaml",
        "installation: m1\n"
        "colour: red\n"
        "installation: m2\n"
        "time_zone: Asia/Atlantis\n"
        "log:\n"
        "  level: loud\n"
    );
    for (const bool only_check : {true, false}) {
        std::vector<std::string> command{MAEDAL_DAEMON, "--config", path};
        if (only_check) command.emplace_back("--check-config");
        const auto [ending, said] = outcome_of(command);
        EXPECT_EQ(ending, wrong_configuration);
        for (const char* place : {":2:1: ", ":3:1: ", ":4:12: ", ":6:10: "})
            EXPECT_TRUE(says(said, path + place)) << place << " in\n" << said;
    }
}

TEST(Configuration, IsAskedForByName) {
    const auto [ending, said] =
        outcome_of({MAEDAL_DAEMON, "--config", "/nonexistent/maedald.yaml", "--check-config"});
    EXPECT_EQ(ending, wrong_configuration);
    EXPECT_TRUE(says(said, "/nonexistent/maedald.yaml")) << said;
}

TEST(Configuration, OfTheSampleHasNoFaults) {
    const auto [ending, said] = outcome_of(
        {MAEDAL_DAEMON, "--check-config", "--config", MAEDAL_SOURCE_DIR "/etc/maedald.yaml"}
    );
    EXPECT_EQ(ending, (Ending{0, 0})) << said;
}

TEST(Configuration, TakesATestClockFromASandboxOnly) {
    const Stranger stranger;
    Wishes wishes;
    wishes.pg_url = stranger.pg_url();
    Pair pair{wishes};
    EXPECT_EQ(pair.launch_daemon().ending(), wrong_configuration) << pair.log();
    EXPECT_TRUE(says(pair.log(), "test_clock")) << pair.log();
}

TEST(Configuration, TakesATestClockOnLoopbackOnly) {
    Wishes wishes;
    wishes.pg_url = "https://bootpay.invalid/v2";
    Pair pair{wishes};
    EXPECT_EQ(pair.launch_daemon().ending(), wrong_configuration) << pair.log();
    EXPECT_TRUE(says(pair.log(), "test_clock")) << pair.log();
}

/// How the daemon ends on the ledger of `pair`, and the newest of what it said.
std::string end_on_its_ledger(Pair& pair) {
    const auto before = pair.log().size();
    EXPECT_EQ(pair.launch_daemon().ending(), wrong_configuration) << pair.log();
    const auto log = pair.log();
    return log.substr(log.size() < before ? 0 : before);
}

// Each of these ended with 1, on which systemd starts again, every other second and for ever.
TEST(Configuration, FitsTheLedgerOrTheDaemonIsNotStartedAgain) {
    Wishes wishes;
    wishes.test_clock = false;
    Pair pair{wishes};
    ASSERT_TRUE(pair.start_daemon());
    ASSERT_EQ(pair.stop_daemon(), (Ending{0, 0})) << pair.log();

    const auto with_key = [&pair](const std::string& key) {
        pair.folder().write("ledger.key", key + "\n");
        return end_on_its_ledger(pair);
    };
    EXPECT_TRUE(says(with_key(std::string(64, 'b')), "ledger.key_file")) << pair.log();
    EXPECT_TRUE(says(with_key("no key"), "64 hex digits")) << pair.log();
    pair.folder().write("ledger.key", std::string{Pair::ledger_key} + "\n");

    auto text = pair.folder().read("maedald.yaml");
    text.replace(text.find("installation: it"), 16, "installation: m2");
    pair.folder().write("maedald.yaml", text);
    const auto said = end_on_its_ledger(pair);
    EXPECT_TRUE(says(said, "\"it\"") && says(said, "\"m2\"")) << said;

    pair.write_configuration();
    EXPECT_TRUE(pair.start_daemon());
}

TEST(Configuration, IsReadAnewOnHangup) {
    Wishes wishes;
    wishes.test_clock = false;
    Pair pair{wishes};
    ASSERT_TRUE(pair.start_daemon());
    pair.write_configuration(basic_for_12900);
    pair.daemon().send(SIGHUP);
    EXPECT_TRUE(eventually([&] { return price_on_sale(pair, "basic") == 12'900; })) << pair.log();

    pair.write_configuration(wrong_plan);
    pair.daemon().send(SIGHUP);
    EXPECT_TRUE(eventually([&] { return says(pair.log(), "old configuration stays"); }));
    EXPECT_TRUE(says(pair.log(), pair.config_path() + ":")) << pair.log();
    EXPECT_EQ(price_on_sale(pair, "basic"), 12'900);
}

TEST(Configuration, IsReadAnewByACallThatAnswersWhatChanged) {
    Wishes wishes;
    wishes.test_clock = false;
    Pair pair{wishes};
    ASSERT_TRUE(pair.start_daemon());
    pair.write_configuration(basic_for_12900);
    const auto good = pair.admin("POST", "/v1/reload");
    EXPECT_EQ(good.status, 200) << good.text;
    EXPECT_EQ(price_on_sale(pair, "basic"), 12'900);

    pair.write_configuration(wrong_plan);
    const auto bad = pair.admin("POST", "/v1/reload");
    EXPECT_GE(bad.status, 400) << bad.text;
    EXPECT_TRUE(says(bad.text, pair.config_path() + ":")) << bad.text;
    EXPECT_EQ(price_on_sale(pair, "basic"), 12'900);
}

}  // namespace
}  // namespace maedal::integration
