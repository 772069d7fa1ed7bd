#include "maedalctl/clock_text.hpp"
#include "maedalctl/command.hpp"

#include <fmt/format.h>

#include <future>

namespace maedal::ctl {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr auto walk_max = 24h;
constexpr auto look_every = 150ms;

void show_clock(const Session& session) {
    const auto clock = session.admin.get("/v1/test-clock");
    if (shown_as_json(session, clock)) return;
    const bool test = flag_in(clock, "test_clock");
    session.screen.line(
        minute_in(clock, "now") +
        (test ? ", a test clock that is moved by hand" : ", the real time")
    );
    if (flag_in(clock, "walking")) session.screen.line("on its way to " + minute_in(clock, "to"));
}

/// What the bar measures: a walk in several legs has one bar over all of them.
struct Span {
    Instant from, to;
};

/// Draws how far the walk has come: one line that is drawn over, or a line every tenth.
class Progress {
public:
    Progress(const Screen& screen, Span span, Instant now)
        : screen_{screen}, span_{span}, tenths_{permille(span.from, now, span.to) / 100} {}

    void show(const std::string& now) {
        const auto at = instant_from_rfc3339(now);
        if (!at) return;
        const int done = permille(span_.from, *at, span_.to);
        done_ = *at >= span_.to;
        if (screen_.terminal) {
            screen_.progress(done, fmt::format("{:3}%  {}", done / 10, minute_of(now)));
        } else if (done / 100 > tenths_) {
            tenths_ = done / 100;
            screen_.out << fmt::format("{:3}%  {}", tenths_ * 10, minute_of(now)) << std::endl;
        }
    }
    /// Leaves the line; unless the next leg is to draw over it.
    void end(bool failed) const {
        if (screen_.terminal && (done_ || failed)) screen_.out << std::endl;
    }

private:
    const Screen& screen_;
    Span span_;
    int tenths_;
    bool done_ = false;
};

json walk(const Session& session, Instant now, Instant to, Span span) {
    const auto post = [&session, to] {
        return session.admin.post("/v1/test-clock", {{"to", rfc3339(to)}}, {}, walk_max);
    };
    auto walking = std::async(std::launch::async, post);
    if (session.screen.json) return walking.get();

    Progress progress{session.screen, span, now};
    while (walking.wait_for(look_every) != std::future_status::ready) {
        try {
            progress.show(text_in(session.admin.get("/v1/test-clock"), "now"));
        } catch (const Failure&) {
            continue;  // the walk itself will say what is wrong
        }
    }
    try {
        auto reached = walking.get();
        progress.show(text_in(reached, "now"));
        progress.end(false);
        return reached;
    } catch (const Failure&) {
        progress.end(true);
        throw;
    }
}

struct WalkAsked {
    std::string to, bar_from, bar_to;
};

Instant moment_asked(const std::string& text, const HouseTime& house) {
    const auto moment = moment_meant(text, house);
    if (moment) return *moment;
    throw Failure{
        ExitCode::usage,
        "'" + printable(text) + "' is no time: +30d, 2027-01-31, or 2027-01-31T09:00:00+09:00"};
}

void move_clock(const Session& session, const WalkAsked& asked) {
    const auto clock = session.admin.get("/v1/test-clock");
    const auto house = house_time(session.admin.get("/v1/status"));
    const Instant from = moment_asked(house.now, house), to = moment_asked(asked.to, house);
    if (!flag_in(clock, "test_clock"))
        throw Failure{ExitCode::refused, "this daemon lives by the real clock, which nobody moves"};
    const Span span{
        asked.bar_from.empty() ? from : moment_asked(asked.bar_from, house),
        asked.bar_to.empty() ? to : moment_asked(asked.bar_to, house)};
    const auto reached = walk(session, from, to, span);
    if (shown_as_json(session, reached) || !asked.bar_to.empty()) return;
    session.screen.line("it is " + minute_in(reached, "now") + ", and everything has settled");
}

}  // namespace

void add_clock(CLI::App& line, Run& run) {
    const auto asked = std::make_shared<WalkAsked>();
    auto* verb = line.add_subcommand("clock", "what time it is; with --to, walk the test clock");
    auto* to =
        verb->add_option("--to", asked->to, "+30d, 2027-01-31, or an RFC 3339 time with its zone");
    verb->add_option("--bar-from", asked->bar_from, "where the bar begins, in a walk of many legs")
        ->needs(to);
    verb->add_option("--bar-to", asked->bar_to, "where the bar ends")->needs(to);
    verb->callback([&run, asked] {
        run = [asked](const Session& session) {
            if (asked->to.empty()) return show_clock(session);
            move_clock(session, *asked);
        };
    });
}

}  // namespace maedal::ctl
