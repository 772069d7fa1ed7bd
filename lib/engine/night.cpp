// Once a night the gateway is asked what it knows better.
#include "engine/night.hpp"

#include "base/contract.hpp"
#include "engine/reconcile.hpp"
#include "engine/restored.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace maedal::engine {
namespace {

using namespace billing;

constexpr Seconds day{86'400};
constexpr const char* under_way = "under_way";

/// The hour of the night at which there is least else to do, in the house's zone.
Instant next_night(Papers& papers) {
    constexpr Seconds after_midnight{3 * 3'600 + 30 * 60};
    const auto* zone = papers.rules.zone(papers.rules.time_zone);
    MAEDAL_EXPECTS(zone);
    const auto today = std::chrono::floor<std::chrono::days>(zone->to_local(papers.now));
    const Instant tonight = zone->to_instant(LocalTime{today} + after_midnight);
    if (tonight > papers.now) return tonight;
    return zone->to_instant(LocalTime{today} + std::chrono::days{1} + after_midnight);
}

/// Ages of what a night looks at, in days: since it was paid, or since it was closed.
struct Ages {
    int from, to;
};
constexpr Ages ages_of_a_night[]{{0, 3}, {6, 7}, {13, 14}, {27, 28}, {44, 47}};
/// The same for what is over in the first nights after an arming: what the lost ledger had found
/// under such an order id is found again, also where its last night has passed.
constexpr Ages ages_after_an_arming[]{{0, 12}, {12, 24}, {24, 36}, {36, 48}, {48, 60}};
/// The last ages of what is over in the first nights after a start: what the process before had
/// asked for in vain it would have asked for again, and only it knew.
constexpr Ages last_ages_after_a_start{44, 54};
static_assert(std::size(ages_after_an_arming) == std::size(ages_of_a_night));

/// One thing that a night asks the gateway about, and its place in the list of them.
struct NightLook {
    Instant at;
    std::string after;
    std::string subject;
    std::optional<Instant> planned_for;  ///< when it is looked at anyway
    Look look;
};
/// At most so many from this place on, and from before `to`.
using NightList = std::vector<NightLook> (*)(
    ports::Ledger& ledger, Instant from, const std::string& after, Instant to, int limit
);

/// What was paid may have been given back by other hands.
std::vector<NightLook> payments(
    ports::Ledger& ledger, Instant from, const std::string& after, Instant to, int limit
) {
    std::vector<NightLook> list;
    for (const auto& receipt : ledger.receipts_in_order(from, after, to, limit))
        list.push_back(
            {receipt.paid_at,
             receipt.id.text(),
             subject_of(receipt.id),
             receipt.next_look_at,
             LookAtReceipt{receipt.id, std::nullopt}}
        );
    return list;
}

/// What is over may be paid all the same, by other hands or late: under its order id there is a
/// receipt then that nobody told of.
std::vector<NightLook> closed_orders(
    ports::Ledger& ledger, Instant from, const std::string& after, Instant to, int limit
) {
    std::vector<NightLook> list;
    for (const auto& attempt : ledger.sent_attempts_in_order(from, after, to, limit))
        list.push_back(
            {*attempt.closed_at,
             attempt.order_id.text(),
             subject_of(attempt.order_id),
             attempt.next_look_at,
             LookAtAttempt{attempt.order_id, std::nullopt}}
        );
    return list;
}

constexpr NightList lists_of_a_night[]{payments, closed_orders};

const Ages& ages(Papers& papers, const NightRound& night, NightList list) {
    constexpr Seconds first_nights = 3 * day;
    const auto armed = list == closed_orders ? armed_lately(papers) : std::nullopt;
    const bool armed_before = armed && night.began >= *armed;
    if (armed_before && night.began < *armed + first_nights)
        return ages_after_an_arming[night.place.span];
    const bool last = night.place.span + 1 == std::size(ages_of_a_night);
    const bool started_lately = night.began < papers.watch.started + first_nights;
    return last && list == closed_orders && started_lately ? last_ages_after_a_start
                                                           : ages_of_a_night[night.place.span];
}

/// Asks for as much of one list as there are places. True when the last one has been asked for.
/// Nothing is written for a look that finds all as it was: in a large book these are most of what
/// the house does in a night, and the journal would grow by nothing else.
bool look_on(Papers& papers, NightRound& night, NightList list) {
    auto& place = night.place;
    for (; place.span < std::size(ages_of_a_night); ++place.span) {
        const auto [youngest, oldest] = ages(papers, night, list);
        const Instant from = night.began - oldest * day, to = night.began - youngest * day;
        for (;;) {
            const int places =
                std::max(1, papers.looks_free - static_cast<int>(papers.out.looks.size()));
            auto looks = list(papers.ledger, std::max(place.at, from), place.after, to, places);
            if (looks.empty()) break;
            for (auto& [at, after, subject, planned_for, look] : looks) {
                if (!papers.take_look_place()) return false;
                place.at = at;
                place.after = std::move(after);
                const bool due = planned_for && *planned_for <= papers.now;
                if (due || papers.in_flight.contains(subject)) continue;
                papers.out.looks.push_back(std::move(look));
                night.asked.push_back({place, std::move(subject)});
            }
        }
        place.at = {};
        place.after.clear();
    }
    return true;
}

bool look_on(Papers& papers, NightRound& night) {
    auto& place = night.place;
    for (; place.list < std::size(lists_of_a_night); ++place.list) {
        if (!look_on(papers, night, lists_of_a_night[place.list])) return false;
        place.span = 0;
    }
    return true;
}

/// The place up to which all was answered, as text: list, ages, seconds, id.
std::string written(const NightPlace& place) {
    return fmt::format(
        "{} {} {} {}", place.list, place.span, place.at.time_since_epoch().count(), place.after
    );
}

/// Empty when it is not one of ours.
std::optional<NightPlace> read_place(std::string_view text) {
    const auto number = [&text](auto& value) {
        const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
        if (read.ec != std::errc{} || read.ptr == text.data() + text.size() || *read.ptr != ' ')
            return false;
        text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()) + 1);
        return true;
    };
    NightPlace place;
    std::int64_t seconds = 0;
    if (!number(place.list) || !number(place.span) || !number(seconds)) return std::nullopt;
    if (place.list >= std::size(lists_of_a_night) || place.span >= std::size(ages_of_a_night))
        return std::nullopt;
    place.at = Instant{Seconds{seconds}};
    place.after = text;
    return place;
}

void keep(Papers& papers, Instant began, const char* answer, std::string place) {
    auto last = papers.ledger.finding(last_night);
    if (!last) last = Finding{last_night, {}, {}, {}, 0};
    last->answer = answer;
    last->evidence = std::move(place);
    last->found_at = began;
    papers.ledger.put(*last, papers.cause("reconcile.nightly"));
}

/// Writes down how far the gateway has answered: often after a start, since a process that died
/// lately may die again, and then now and then. What was asked for and is not answered when the
/// process dies is asked for again.
void keep_place(Papers& papers, NightRound& night) {
    constexpr int gap_max = 16;
    while (!night.asked.empty() && !papers.in_flight.contains(night.asked.front().subject)) {
        night.answered = std::move(night.asked.front().place);
        night.asked.pop_front();
        night.answers += 1;
    }
    if (night.answers < night.gap) return;
    keep(papers, night.began, under_way, written(night.answered));
    night.answers = 0;
    night.gap = std::min(night.gap + 1, gap_max);
}

NightRound begun(Papers& papers) {
    keep(papers, papers.now, under_way, written({}));
    papers.out.night_begins = true;
    return NightRound{papers.now};
}

/// After a start: the night that was missed is made up for, one that was not finished goes on, and
/// one that was is not repeated.
std::optional<NightRound> night_left(Papers& papers) {
    constexpr Seconds nearly_a_day = day - Seconds{3'600};
    const auto last = papers.ledger.finding(last_night);
    if (!last) return std::nullopt;
    if (last->found_at + nearly_a_day <= papers.now) return begun(papers);
    if (last->answer != under_way) return std::nullopt;
    return NightRound{last->found_at, read_place(last->evidence).value_or(NightPlace{})};
}

/// Asks once more for what had no answer. Gives when there is more to ask.
std::optional<Instant> ask_again(Papers& papers) {
    std::optional<Instant> next;
    for (const auto& [order_id, vain] : papers.watch.asked_in_vain) {
        const OrderId id{order_id};
        if (papers.in_flight.contains(subject_of(id))) continue;
        if (vain.again_at > papers.now)
            next = std::min(next.value_or(vain.again_at), vain.again_at);
        else if (papers.take_look_place())
            papers.out.looks.push_back(LookAtAttempt{id, std::nullopt});
        else
            return papers.now;
    }
    return next;
}

bool all_asked(const NightRound& night) {
    return night.place.list == std::size(lists_of_a_night);
}

/// When this night's round has to go on; empty when it is over, or when only answers are wanting.
std::optional<Instant> go_round(Papers& papers) {
    auto& watch = papers.watch;
    keep_place(papers, *watch.night);
    if (!look_on(papers, *watch.night)) return papers.now;
    if (!watch.night->asked.empty()) return std::nullopt;
    look_at_attempts(papers, "quarantined");
    constexpr int forget_max = 10'000;
    constexpr Seconds kept_for = 90 * day;
    papers.ledger.forget(papers.now - kept_for, forget_max);
    keep(papers, watch.night->began, "done", "{}");
    watch.night.reset();
    return std::nullopt;
}

}  // namespace

Instant nightly(Papers& papers) {
    auto& watch = papers.watch;
    papers.actor = "clock";
    if (!watch.next_night) {
        watch.started = papers.now;
        watch.night = night_left(papers);
    } else if (*watch.next_night <= papers.now && (!watch.night || all_asked(*watch.night))) {
        watch.night = begun(papers);
    }
    watch.next_night = next_night(papers);
    auto next = *watch.next_night;
    if (const auto again = ask_again(papers)) next = std::min(next, *again);
    if (watch.night) next = std::min(next, go_round(papers).value_or(next));
    return next;
}

void note_answer(Papers& papers, const OrderId& closed, bool answered) {
    // Every ten minutes for two hours, then each hour until the next night.
    constexpr int times_soon = 12, times_max = 34;
    constexpr Seconds gap_soon{600}, gap{3'600};
    constexpr std::size_t waiting_max = 10'000;
    auto& waiting = papers.watch.asked_in_vain;
    if (answered || (waiting.size() >= waiting_max && !waiting.contains(closed.text()))) {
        waiting.erase(closed.text());
        return;
    }
    auto& vain = waiting[closed.text()];
    vain.times += 1;
    vain.again_at = papers.now + (vain.times < times_soon ? gap_soon : gap);
    if (vain.times == times_max) waiting.erase(closed.text());
}

}  // namespace maedal::engine
