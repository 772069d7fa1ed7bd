#include "heart.hpp"

#include "base/contract.hpp"
#include "unit/engine/sold.hpp"

#include <sodium.h>

#include <cstdlib>

namespace maedal::engine {
namespace {

using namespace billing;

const Zone* zone_named(const std::string& name) {
    static const Zone zone = korea();
    return name == zone.name() ? &zone : nullptr;
}

Plan monthly() {
    auto made = plan("monthly", 9'900, {Unit::month, 1});
    made.dunning = {{Seconds{86'400}}, DunningEnd::cancel, Seconds{0}};
    return made;
}

}  // namespace

Heart::Heart() : plan{monthly()}, now{*instant_from_rfc3339("2026-01-05T10:00:00+09:00")} {
    MAEDAL_EXPECTS(sodium_init() >= 0);
    std::string name = (std::filesystem::temp_directory_path() / "heart-XXXXXX").string();
    MAEDAL_EXPECTS(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
    rules.installation = "m1";
    rules.time_zone = korea().name();
    rules.zone = zone_named;
    rules.links_possible = true;
}

Heart::~Heart() {
    turn_.reset();
    ledger_.reset();
    std::filesystem::remove_all(folder_);
}

void Heart::start(bool copied) {
    const bool first = !std::filesystem::exists(folder_ / "ledger.db");
    turn_.reset();
    ledger_.reset();
    if (copied) {
        // Another file with the same bytes, as cp makes it.
        std::filesystem::copy_file(folder_ / "ledger.db", folder_ / "copy.db");
        std::filesystem::rename(folder_ / "copy.db", folder_ / "ledger.db");
    }
    ledger_ = sqlite::SqliteLedger::open(
        {(folder_ / "ledger.db").string(), Secret{std::string(64, 'a')}, "m1", {}}
    );
    turn_ = std::make_unique<Turn>(*ledger_, rules);
    turn_->recover(now);
    if (first) MAEDAL_EXPECTS(order(LoadPlans{{plan}}) == "ok");
}

TurnOutput Heart::turn(std::vector<Event> events) {
    TurnInput input{std::move(events), now, places, places, shop_places.value_or(places)};
    if (real_clock) input.clock = ClockReading{now, monotonic, gateway_ahead};
    input.disk_free_bytes = disk_free;
    return turn_->run(std::move(input));
}

std::string Heart::order(Command command) {
    Order placed{std::move(command), "uid:0", std::nullopt, {}};
    placed.render = [](const Result<Outcome>& result) {
        if (!result) return Answer{400, result.error().reason};
        if (const auto* made = std::get_if<Subscription>(&*result))
            return Answer{200, made->id.text()};
        if (const auto* made = std::get_if<BillingKey>(&*result))
            return Answer{200, made->id.text()};
        return Answer{200, ""};
    };
    TurnOutput output = turn({OrderPlaced{std::move(placed), 1}});
    for (auto& write : output.writes)
        sent.push_back(std::move(write));
    if (output.answers.empty()) return "waits";
    MAEDAL_EXPECTS(output.answers.size() == 1);
    said_ = output.answers.front().second.body;
    return output.answers.front().second.status == 200 ? "ok" : said_;
}

std::string Heart::order_keyed(Command command, const std::string& key) {
    Order placed{std::move(command), "uid:0", Idempotency{key, "digest of " + key}, {}};
    placed.render = [](const Result<Outcome>& result) {
        if (!result) return Answer{400, " " + result.error().reason};
        const auto* order = std::get_if<ShopOrder>(&*result);
        const bool awaited = order != nullptr && (order->state == ShopOrderState::confirming ||
                                                  order->state == ShopOrderState::doubt);
        const auto* link = std::get_if<PaymentLink>(&*result);
        if (awaited || (link != nullptr && link->state == LinkState::sending))
            return Answer{202, "", false};
        // As canceling is answered.
        const bool accepted = std::holds_alternative<Subscription>(*result);
        return Answer{accepted ? 202 : 200, ""};
    };
    TurnOutput output = turn({OrderPlaced{std::move(placed), 1}});
    for (auto& write : output.writes)
        sent.push_back(std::move(write));
    if (output.answers.empty()) return "waits";
    const auto& answer = output.answers.front().second;
    return std::to_string(answer.status) + answer.body;
}

std::string Heart::subscribe(Seconds due_in) {
    const std::string customer = "c" + std::to_string(++customers_);
    const Secret key{"billing-key-of-" + customer};
    MAEDAL_EXPECTS(order(AddBillingKey{customer, key, "", "카드"}) == "ok");
    const std::string key_id = said_;
    const auto anchor = local_text(korea().to_local(now + due_in));
    MAEDAL_EXPECTS(order(CreateSubscription{"", customer, "monthly", key_id, anchor, ""}) == "ok");
    return said_;
}

std::string Heart::subscribe_by_link(Seconds due_in) {
    const auto anchor = local_text(korea().to_local(now + due_in));
    CreateSubscription wish{"", "kim", "monthly", "", anchor, ""};
    wish.contact = R"({"user":{"phone":"01012345678"}})";
    MAEDAL_EXPECTS(order(std::move(wish)) == "ok");
    return said_;
}

Attempt Heart::attempt(const std::string& subscription, int number) {
    const auto charges = ledger_->charges_of(SubscriptionId{subscription});
    MAEDAL_EXPECTS(!charges.empty());
    const auto attempts = ledger_->attempts_of(charges.front().number);
    return attempts.at(static_cast<std::size_t>(number) - 1);
}

bool Heart::tripped(const std::string& name) {
    const auto breaker = ledger_->breaker(name);
    return breaker && breaker->tripped;
}

GatewayReceipt Heart::receipt_of(const Attempt& attempt, const std::string& id) const {
    return {
        .id = ReceiptId{id},
        .order_id = attempt.order_id,
        .price = attempt.amount,
        .refunded = *Won::from_count(0),
        .status = ReceiptStatus::paid,
        .currency = "KRW",
        .paid_at = now,
        .code = ""};
}

Error failed(Errc code, std::string reason) {
    return {code, std::move(reason), "", ""};
}

}  // namespace maedal::engine
