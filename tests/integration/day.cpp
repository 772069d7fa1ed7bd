#include "day.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>

namespace maedal::integration {
namespace {

/// The so many-th day after the sandbox's first.
std::string date_of(int number) {
    using namespace std::chrono;
    constexpr sys_days first = year{2028} / January / 2;
    const year_month_day date{first + days{number}};
    return fmt::format(
        "{}-{:02}-{:02}",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day())
    );
}

bool good(const Reply& reply) {
    return reply.status >= 200 && reply.status < 300;
}

}  // namespace

Day::Day(const Pair& pair, int number, std::string billing_key)
    : pair_{pair},
      date_{date_of(number)},
      name_{"day-" + std::to_string(number)},
      billing_key_{std::move(billing_key)} {}

Wishes Day::wishes() {
    Wishes wishes;
    wishes.plans =
        "  - { id: daily, name: Daily, price: 800, interval: day, reserve_lead: 3d,"
        " reserve_ahead: 2 }\n"
        "  - { id: basic, name: Basic, price: 9900, interval: month }\n";
    return wishes;
}

std::string Day::key_for(const Pair& pair, int number) {
    return pair.add_key("hana", fmt::format("6580c1a2e4b03f0a11d7{:04}", number));
}

std::string Day::at(std::string_view hour) const {
    return fmt::format("{}T{}:00:00", date_, hour);
}

Reply Day::post(const std::string& target, const std::string& step, const nlohmann::json& body)
    const {
    auto request = json_request("POST", target, body);
    request.headers.set("Idempotency-Key", name_ + "-" + step);
    return call_unix(pair_.socket_path(), std::move(request));
}

Reply Day::give_back() const {
    const auto story = pair_.admin("GET", "/v1/subscriptions/" + name_);
    if (!good(story)) return story;
    const auto& first = story.body.at("charges").at(0);
    EXPECT_EQ(first.at("state"), "paid") << story.text;
    return post(
        "/v1/refunds", "refund", {{"receipt_id", first.at("receipt_id")}, {"reason", "the day"}}
    );
}

Reply Day::take(int step) const {
    switch (step) {
        case 0:
            return post(
                "/v1/subscriptions",
                "subscribe",
                {{"subscription_id", name_},
                 {"customer_id", "hana"},
                 {"plan_id", "daily"},
                 {"billing_key_id", billing_key_},
                 {"anchor", at("09")}}
            );
        case 1:
            return pair_.walk(at("10") + "+09:00");
        case 2:
            return post("/v1/subscriptions/" + name_ + "/cancel", "cancel", {{"at", "now"}});
        case 3:
            return give_back();
        default:
            return pair_.walk(at("12") + "+09:00");
    }
}

std::string Day::fate() const {
    const auto story = pair_.admin("GET", "/v1/subscriptions/" + name_);
    if (!good(story)) return story.text;
    std::string text = story.body.at("status");
    for (const auto& charge : story.body.at("charges"))
        text += fmt::format(
            "; period {} of {} won is {}",
            charge.at("period").get<int>(),
            charge.at("amount").get<int>(),
            charge.at("state").get<std::string>()
        );
    const auto& receipt_id = story.body["charges"].at(0).at("receipt_id");
    if (!receipt_id.is_string()) return text + "; no receipt";
    const auto receipt = pair_.admin("GET", "/v1/receipts/" + receipt_id.get<std::string>());
    if (!good(receipt)) return receipt.text;
    return text + fmt::format(
                      "; paid {}, given back {}",
                      receipt.body.at("amount").get<int>(),
                      receipt.body.at("refunded").get<int>()
                  );
}

Survivor::Survivor(Pair& pair, const BadGround& ground) : pair_{pair}, ground_{ground} {}

void Survivor::start(const Blow& blow) {
    waiting_ = blow;
    EXPECT_TRUE(pair_.start_daemon(ground_.under(blow)));
}

/// A connection that was cut is followed by an end within the blink of an eye, or it was only the
/// connection.
bool Survivor::ended() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds{300};
    eventually([&] { return !pair_.daemon().running() || std::chrono::steady_clock::now() > end; });
    return !pair_.daemon().running();
}

void Survivor::go_on_if_ended(const Blow& next) {
    if (pair_.daemon().running()) return;
    endings_.push_back(*pair_.daemon().ending());
    ends_ += 1;
    start(next);
}

void Survivor::live(const Day& day, const Blow& blow, const Blow& next) {
    constexpr int tries_max = 40;
    if (waiting_ != blow) {
        pair_.daemon().kill();
        start(blow);
    }
    ground_.arm();
    for (int step = 0, tries = 0; step < Day::steps && tries < tries_max;) {
        const auto reply = day.take(step);
        if (good(reply)) {
            ++step;
            tries = 0;
            continue;
        }
        ground_.disarm();
        if (reply.status == 0 && ended()) go_on_if_ended(next);
        if (++tries == tries_max)
            ADD_FAILURE() << "step " << step << ": " << reply.status << ' ' << reply.text
                          << pair_.log();
    }
    ground_.disarm();
    go_on_if_ended(next);
    // A disk goes on filling up; anything else has happened, or will not.
    if (waiting_ == blow && !blow.room) waiting_ = {"spent"};
}

}  // namespace maedal::integration
