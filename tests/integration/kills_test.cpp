// A quarter of billing, killed at random moments, or with answers lost on the way: it ends as if
// nothing had happened, or says where it did not.
//   MAEDAL_KILLS=N   so many kills instead of the short form
#include "bad_ground.hpp"
#include "book.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <future>
#include <random>

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

/// Kills the daemon so many times at moments drawn from one seed. The walk to `to` is begun again
/// after each, and ends when the last one has been survived.
class Murderer {
public:
    Murderer(Pair& pair, Microseconds between_max) : pair_{pair}, between_max_{between_max} {}

    void walk_through(const std::string& to, int kills) {
        for (int kill = 0; kill < kills; ++kill) {
            // Now and then before it has opened its doors.
            if (kill % 4 == 3) kill_while_it_starts();
            const bool in_a_call = kill % 4 == 1;
            if (in_a_call) order_a_hanging_call();
            std::future<Reply> walking =
                std::async(std::launch::async, [&] { return pair_.walk(to); });
            if (in_a_call)
                eventually([&] { return call_hangs() || is_over(walking); });
            else
                walking.wait_for(drawn(between_max_));
            pair_.daemon().kill();
            walking.wait();
            EXPECT_EQ(pair_.sandbox("DELETE", "/_sandbox/faults").status, 200);
            ASSERT_TRUE(pair_.start_daemon());
            done_ += 1;
        }
        walk(pair_, to);
    }
    [[nodiscard]] int done() const noexcept { return done_; }

private:
    Microseconds drawn(Microseconds max) {
        return Microseconds{std::uniform_int_distribution<std::int64_t>{0, max.count()}(dice_)};
    }
    /// The next reservation is placed at the sandbox, and its answer never comes.
    void order_a_hanging_call() {
        const nlohmann::json fault{{"on", "reserve"}, {"kind", "hang"}, {"times", 1}};
        EXPECT_EQ(pair_.sandbox("POST", "/_sandbox/faults", fault).status, 200);
    }
    [[nodiscard]] bool call_hangs() const {
        return pair_.sandbox("GET", "/_sandbox/faults").body.at("faults").empty();
    }
    static bool is_over(const std::future<Reply>& walking) {
        return walking.wait_for(Microseconds{0}) == std::future_status::ready;
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
};

TEST(Kills, ChangeNothingInTheEnd) {
    const auto [expected, took] = undisturbed();
    ASSERT_FALSE(expected.empty());
    const int kills = kills_wanted();

    Pair pair{wishes("reserve")};
    pair.start_sandbox();
    ASSERT_TRUE(pair.start_daemon());
    book::open(pair);
    // Twice the mean: together the drawn times then make up about the whole walk.
    Murderer murderer{pair, took * 2 / std::max(1, kills)};
    murderer.walk_through(book::cancel_at, kills / 2);
    ASSERT_FALSE(HasFatalFailure());
    book::cancel_in_the_middle(pair);
    murderer.walk_through(book::end, kills - kills / 2);
    ASSERT_FALSE(HasFatalFailure());
    EXPECT_GE(murderer.done(), kills);
    EXPECT_NE(pair.log().find("calls had no answer"), std::string::npos) << "no kill met a call";

    const auto found = fates(pair);
    EXPECT_EQ(difference(expected, found), "") << stories_of_differences(pair, expected, found);
    EXPECT_EQ(charges_in_doubt(pair), std::set<std::int64_t>{});
    expect_one_truth(pair);
    EXPECT_EQ(pair.stop_daemon(), (Ending{0, 0}));
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

    const auto found = fates(pair);
    const auto in_doubt = charges_in_doubt(pair);
    for (const auto& [name, fate] : found) {
        const auto undoubted = expected.find(name);
        const bool same = undoubted != expected.end() && fate.same_as(undoubted->second);
        EXPECT_TRUE(same || in_doubt.contains(fate.number))
            << name.first << " period " << name.second << " is " << fate.state << " at "
            << fate.settled_at << "\n"
            << difference(expected, found);
    }
    EXPECT_EQ(found.size(), expected.size()) << difference(expected, found);
    expect_one_truth(pair);
    EXPECT_EQ(pair.stop_daemon(), (Ending{0, 0}));
}

}  // namespace
}  // namespace maedal::integration
