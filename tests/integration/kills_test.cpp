// A quarter of billing, killed at random moments, with requests and answers lost on the way: it
// ends as if nothing had happened, or, where no order-id rule keeps a second payment away, says
// where it did not.
//   MAEDAL_KILLS=N   so many kills instead of the short form
#include "bad_ground.hpp"
#include "book.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <future>
#include <map>
#include <random>
#include <set>

namespace maedal::integration {
namespace {

using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::microseconds;

constexpr int kills_default = 18, kills_of_long_form = 2'000;

int kills_wanted() {
    const char* const text = std::getenv("MAEDAL_KILLS");
    if (text != nullptr) return std::stoi(text);
    return long_form() ? kills_of_long_form : kills_default;
}

Wishes wishes(const std::string& order_id_rule) {
    Wishes made;
    made.order_id_rule = order_id_rule;
    made.plans = book::plans;
    return made;
}

void walk(const Pair& pair, const std::string& to) {
    const auto reply = pair.walk(to);
    ASSERT_EQ(reply.status, 200) << reply.text << pair.log();
}

/// The book without any trouble, and how long it took.
std::pair<Fates, Microseconds> undisturbed() {
    Pair pair{wishes("reserve")};
    pair.start_sandbox();
    if (!pair.start_daemon()) return {};
    book::open(pair);
    const auto begun = Clock::now();
    walk(pair, book::cancel_at);
    book::cancel_in_the_middle(pair);
    walk(pair, book::end);
    const auto took = std::chrono::duration_cast<Microseconds>(Clock::now() - begun);
    expect_one_truth(pair);
    EXPECT_TRUE(charges_in_doubt(pair).empty());
    return {fates(pair), took};
}

/// What happens to the next reservation, kill by kill; every fourth of them meets a call that
/// hangs.
constexpr std::array<const char*, 8> troubles{
    "lose_answer",
    "hang",
    "lose_request",
    "status_500_before",
    "status_500_after",
    "hang",
    "lose_request",
    "lose_answer"};

/// Kills the daemon so many times at moments drawn from one seed. The walk to `to` is begun again
/// after each, and ends when the last one has been survived.
class Murderer {
public:
    Murderer(Pair& pair, Microseconds between_max) : pair_{pair}, between_max_{between_max} {}

    void walk_through(const std::string& to, int kills) {
        for (const int last = done_ + kills; done_ < last;) {
            const std::string trouble = troubles.at(rounds_++ % troubles.size());
            // Now and then before it has opened its doors.
            if (done_ % 4 == 3) kill_while_it_starts();
            order(trouble);
            std::future<Reply> walking =
                std::async(std::launch::async, [&] { return pair_.walk(to); });
            if (trouble == "hang")
                eventually([&] { return is_met() || is_over(walking); });
            else
                walking.wait_for(drawn(between_max_));
            pair_.daemon().kill();
            walking.wait();
            met_[trouble] += is_met() ? 1 : 0;
            EXPECT_EQ(pair_.sandbox("DELETE", "/_sandbox/faults").status, 200);
            ASSERT_TRUE(pair_.start_daemon());
            done_ += 1;
            say_what_is_absent();
        }
        walk(pair_, to);
    }
    /// The last words at the end of the book, and time for what waited for a slot. Nothing else is
    /// due in these hours.
    void settle_the_rest() {
        for (const char* hour : {"13", "14", "15"}) {
            say_what_is_absent();
            walk(pair_, fmt::format("2028-04-01T{}:00:00+09:00", hour));
        }
    }
    [[nodiscard]] int done() const noexcept { return done_; }
    /// The charges of which a person had to say that they were not taken.
    [[nodiscard]] const std::set<std::int64_t>& told_absent() const noexcept { return absent_; }
    /// How often each kind of trouble was met by a reservation.
    [[nodiscard]] const std::map<std::string, int>& met() const noexcept { return met_; }

private:
    Microseconds drawn(Microseconds max) {
        return Microseconds{std::uniform_int_distribution<std::int64_t>{0, max.count()}(dice_)};
    }
    void order(const std::string& trouble) {
        const nlohmann::json fault{{"on", "reserve"}, {"kind", trouble}, {"times", 1}};
        EXPECT_EQ(pair_.sandbox("POST", "/_sandbox/faults", fault).status, 200);
    }
    [[nodiscard]] bool is_met() const {
        return pair_.sandbox("GET", "/_sandbox/faults").body.at("faults").empty();
    }
    static bool is_over(const std::future<Reply>& walking) {
        return walking.wait_for(Microseconds{0}) == std::future_status::ready;
    }
    /// What was lost on the way, under a rule that sends nothing again, holds its slot until a
    /// person has looked: after ten of them nothing more could be reserved on that key.
    void say_what_is_absent() {
        const auto doubts = pair_.admin("GET", "/v1/doubts?limit=100");
        ASSERT_EQ(doubts.status, 200) << doubts.text;
        for (const auto& row : doubts.body.at("items")) {
            if (!row.at("may_be_absent").get<bool>()) continue;
            const std::string order_id = row.at("order_id");
            const nlohmann::json word{{"as", "absent"}, {"typed", order_id}, {"reason", "lost"}};
            const auto said = pair_.admin("POST", "/v1/doubts/" + order_id + "/resolve", word);
            if (said.status == 200)
                absent_.insert(row.at("charge_number").get<std::int64_t>());
            else  // its payment is known by now, and outweighs the word
                EXPECT_EQ(said.body.at("code"), "gateway_knows_it") << said.text;
        }
    }
    void kill_while_it_starts() {
        pair_.daemon().kill();
        pair_.launch_daemon();
        const auto end = Clock::now() + drawn(std::chrono::milliseconds{150});
        eventually([&] { return Clock::now() >= end || !pair_.daemon().running(); });
        pair_.daemon().kill();
        ASSERT_TRUE(pair_.start_daemon());
        done_ += 1;
    }

    Pair& pair_;
    Microseconds between_max_;
    std::mt19937_64 dice_{20'280'101};
    int done_ = 0;
    std::size_t rounds_ = 0;
    std::map<std::string, int> met_;
    std::set<std::int64_t> absent_;
};

/// Every charge ended as in peace, or is in doubt. One that a person called absent is paid later.
void expect_same_or_in_doubt(
    const Pair& pair, const Fates& expected, const std::set<std::int64_t>& told_absent
) {
    const auto found = fates(pair);
    const auto in_doubt = charges_in_doubt(pair);
    for (const auto& [name, fate] : found) {
        const auto peaceful = expected.find(name);
        const bool same = peaceful != expected.end() && (peaceful->second.same_as(fate) ||
                                                         (told_absent.contains(fate.number) &&
                                                          peaceful->second.state == fate.state &&
                                                          peaceful->second.amount == fate.amount));
        EXPECT_TRUE(same || in_doubt.contains(fate.number))
            << name.first << " period " << name.second << " is " << fate.state << " at "
            << fate.settled_at << "\n"
            << difference(expected, found);
    }
    EXPECT_EQ(found.size(), expected.size()) << difference(expected, found);
}

/// Not even to be given back.
void expect_nothing_taken_twice(const Pair& pair) {
    std::map<std::string, int> payments;
    const auto movements = pair.sandbox("GET", "/_sandbox/ledger?limit=100000");
    for (const auto& row : movements.body.at("movements")) {
        const std::string order_id = row.at("order_id");
        if (row.at("kind") == "paid") payments[order_id.substr(0, order_id.rfind('-'))] += 1;
    }
    EXPECT_FALSE(payments.empty());
    for (const auto& [charge, times] : payments)
        EXPECT_EQ(times, 1) << charge;
}

/// The rules of the configuration under which this gateway pays an order id once, or as often as it
/// is asked.
class Kills : public testing::Test {
protected:
    void outlive(const std::string& rule, int kills) {
        SCOPED_TRACE("order id rule: " + rule);
        Pair pair{wishes(rule)};
        pair.start_sandbox();
        const nlohmann::json same_rule{{"order_id_rule", rule}};
        ASSERT_EQ(pair.sandbox("POST", "/_sandbox/switches", same_rule).status, 200);
        ASSERT_TRUE(pair.start_daemon());
        book::open(pair);
        // Twice the mean: together the drawn times then make up about the whole walk.
        Murderer murderer{pair, peace_.second * 2 / std::max(1, kills)};
        murderer.walk_through(book::cancel_at, kills / 2);
        ASSERT_FALSE(HasFatalFailure());
        book::cancel_in_the_middle(pair);
        murderer.walk_through(book::end, kills - murderer.done());
        ASSERT_FALSE(HasFatalFailure());
        EXPECT_GE(murderer.done(), kills);
        EXPECT_NE(pair.log().find("calls had no answer"), std::string::npos)
            << "no kill met a call";
        for (const auto& [trouble, times] : murderer.met())
            met_[trouble] += times;

        if (rule != "reserve") murderer.settle_the_rest();
        // What was lost is sent again under the rule `reserve` only: nobody is asked there.
        if (rule == "reserve") {
            EXPECT_EQ(murderer.told_absent(), std::set<std::int64_t>{});
            EXPECT_EQ(charges_in_doubt(pair), std::set<std::int64_t>{});
        }
        if (rule != "none") expect_nothing_taken_twice(pair);
        expect_same_or_in_doubt(pair, peace_.first, murderer.told_absent());
        if (HasFailure()) ADD_FAILURE() << stories_of_differences(pair, peace_.first, fates(pair));
        expect_one_truth(pair);
        EXPECT_EQ(pair.stop_daemon(), (Ending{0, 0}));
    }

    std::pair<Fates, Microseconds> peace_ = undisturbed();
    std::map<std::string, int> met_;
};

TEST_F(Kills, ChangeNothingInTheEnd) {
    ASSERT_FALSE(peace_.first.empty());
    const std::array<const char*, 3> rules{"reserve", "charge", "none"};
    const int kills = kills_wanted() / static_cast<int>(rules.size());
    for (const char* rule : rules)
        outlive(rule, kills);
    // The short form has no time for all of them.
    for (const char* trouble : troubles) {
        if (long_form()) {
            EXPECT_GT(met_[trouble], 0) << trouble;
        }
    }
    EXPECT_GT(met_["hang"], 0);
}

TEST(LostAnswers, ChangeNothingThatIsNotListedAsADoubt) {
    const Fates expected = undisturbed().first;
    ASSERT_FALSE(expected.empty());

    Pair pair{wishes("unproven")};
    pair.start_sandbox();
    ASSERT_TRUE(pair.start_daemon());
    book::open(pair);
    const nlohmann::json fault{{"on", "reserve"}, {"kind", "lose_answer"}, {"percent", 10}};
    ASSERT_EQ(pair.sandbox("POST", "/_sandbox/faults", fault).status, 200);
    walk(pair, book::cancel_at);
    book::cancel_in_the_middle(pair);
    walk(pair, book::end);
    ASSERT_FALSE(HasFatalFailure());

    expect_same_or_in_doubt(pair, expected, {});
    expect_one_truth(pair);
    EXPECT_EQ(pair.stop_daemon(), (Ending{0, 0}));
}

}  // namespace
}  // namespace maedal::integration
