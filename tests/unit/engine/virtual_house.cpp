#include "virtual_house.hpp"

#include "base/contract.hpp"
#include "ports/gateway.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <cstdlib>

namespace maedal::engine {
namespace {

using billing::Won;

/// The model's answers in billing's words, as an adapter would give them.
Error error_of(const sandbox::Refusal& refusal) {
    const std::string word = refusal.code->word;
    if (word == "RC_ORDER_ID_DUPLICATED")
        return {Errc::conflict, ports::reason::duplicate_order, word, ""};
    if (word == "SUBSCRIBE_BK_EXPIRED") return {Errc::refused, ports::reason::dead_key, word, ""};
    return {Errc::refused, word, word, ""};
}

Won won(std::int64_t count) {
    const auto amount = Won::from_count(count);
    MAEDAL_EXPECTS(amount);
    return *amount;
}

billing::GatewayReceipt told(const sandbox::Receipt& receipt) {
    using Status = billing::ReceiptStatus;
    Status status = Status::declined;
    if (receipt.status == sandbox::ReceiptStatus::paid) status = Status::paid;
    if (receipt.status == sandbox::ReceiptStatus::cancelled) status = Status::canceled;
    return {
        .id = billing::ReceiptId{receipt.receipt_id},
        .order_id = billing::OrderId{receipt.asked->order_id},
        .price = won(receipt.asked->price),
        .refunded = won(receipt.cancelled_price),
        .status = status,
        .currency = "KRW",
        .paid_at = receipt.purchased_at,
        .code = receipt.pg_error_code};
}

billing::Reservation told(const sandbox::Reservation& reservation) {
    using Status = billing::ReservationStatus;
    Status status = Status::waiting;
    switch (reservation.status) {
        case sandbox::ReservationStatus::failed:
            status = Status::failed;
            break;
        case sandbox::ReservationStatus::waiting:
            break;
        case sandbox::ReservationStatus::done:
            status = Status::done;
            break;
        case sandbox::ReservationStatus::revoked:
            status = Status::revoked;
            break;
    }
    std::optional<billing::ReceiptId> receipt;
    if (reservation.receipt) receipt = billing::ReceiptId{reservation.receipt->receipt_id};
    return {
        .reserve_id = billing::ReserveId{reservation.reserve_id},
        .order_id = billing::OrderId{reservation.asked->order_id},
        .price = won(reservation.asked->price),
        .status = status,
        .execute_at = reservation.execute_at,
        .receipt = receipt};
}

const Error lost{Errc::in_doubt, "", "no answer", ""};
const Error unanswered{Errc::unavailable, "", "no answer", ""};

std::filesystem::path new_folder() {
    // In memory where there is such a place: the speed of a disk is not what these tests are about.
    const std::filesystem::path memory{"/dev/shm"};
    const auto parent =
        std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
    std::string name = (parent / "maedal-XXXXXX").string();
    MAEDAL_EXPECTS(::mkdtemp(name.data()) != nullptr);
    return name;
}

}  // namespace

VirtualHouse::VirtualHouse(std::uint64_t seed, Rules rules, sandbox::OrderIdRule gateway_rule)
    : dice_{seed},
      rules_{std::move(rules)},
      folder_{new_folder()},
      gateway_{seed, *instant_from_rfc3339("2026-01-01T00:00:00+09:00")} {
    MAEDAL_EXPECTS(sodium_init() >= 0);
    gateway_.switches().order_id_rule = gateway_rule;
    gateway_.switches().webhook_url = "http://127.0.0.1:1/";
    static const billing::Zone zone = billing::korea();
    rules_.installation = "m1";
    rules_.time_zone = zone.name();
    rules_.zone = [](const std::string& name) { return name == zone.name() ? &zone : nullptr; };
    open_ledger();
}

VirtualHouse::~VirtualHouse() {
    turn_.reset();
    ledger_.reset();
    std::filesystem::remove_all(folder_);
}

void VirtualHouse::open_ledger() {
    ledger_ = sqlite::SqliteLedger::open(
        {(folder_ / "ledger.db").string(), Secret{std::string(64, 'a')}, "m1", {}}
    );
    turn_ = std::make_unique<Turn>(*ledger_, rules_);
    doubts_ += turn_->recover(now());
}

void VirtualHouse::crash() {
    crashes_ += 1;
    turn_.reset();
    ledger_.reset();
    waiting_.clear();
    writes_wanted_ = 0;
    open_ledger();
}

bool VirtualHouse::strikes(int percent) {
    return percent > 0 && static_cast<int>(dice_() % 100) < percent;
}

TurnOutput VirtualHouse::turn() {
    constexpr int places = 8;
    TurnInput input{std::move(waiting_), now(), places, places};
    waiting_.clear();
    TurnOutput output = turn_->run(std::move(input));
    writes_wanted_ = output.writes_wanted;
    for (auto& [ticket, answer] : output.answers)
        answers_.push_back(answer);
    return output;
}

Event VirtualHouse::sent(const Write& write) {
    const bool arrives = !strikes(weather.request_lost);
    const bool answered = arrives && !strikes(weather.answer_lost);
    if (const auto* reserve = std::get_if<Reserve>(&write)) {
        ReserveAnswered event{reserve->call, reserve->order_id, lost};
        if (!arrives) return event;
        const auto answer = gateway_.reserve(
            {std::string{reserve->billing_key.reveal()},
             reserve->order_id.text(),
             reserve->order_name,
             reserve->amount.count(),
             reserve->tax_free.count(),
             nullptr},
            reserve->execute_at
        );
        if (!answered) return event;
        if (const auto* no = std::get_if<sandbox::Refusal>(&answer))
            event.answer = error_of(*no);
        else
            event.answer =
                billing::ReserveId{std::get<const sandbox::Reservation*>(answer)->reserve_id};
        return event;
    }
    if (const auto* revoke = std::get_if<Revoke>(&write)) {
        RevokeAnswered event{revoke->call, revoke->order_id, lost};
        if (!arrives) return event;
        const auto answer = gateway_.revoke(revoke->reserve_id.text());
        if (!answered) return event;
        if (const auto* no = std::get_if<sandbox::Refusal>(&answer))
            event.answer = error_of(*no);
        else
            event.answer = Done{};
        return event;
    }
    const auto& back = std::get<GiveBack>(write);
    RefundAnswered event{back.call, back.cancel_id, lost};
    if (!arrives) return event;
    const auto answer = gateway_.cancel(
        {back.receipt.text(), back.amount.count(), std::nullopt, back.cancel_id.text()}
    );
    if (!answered) return event;
    if (const auto* no = std::get_if<sandbox::Refusal>(&answer))
        event.answer = Error{Errc::in_doubt, no->code->word, "", ""};
    else
        event.answer = told(*std::get<const sandbox::Receipt*>(answer));
    return event;
}

Event VirtualHouse::looked_up(const Look& look) {
    const bool answered = !strikes(weather.look_lost);
    const auto receipts_of = [&](const billing::OrderId& id) {
        std::vector<billing::GatewayReceipt> receipts;
        for (const auto* receipt : gateway_.receipts_of_order(id.text()))
            receipts.push_back(told(*receipt));
        return receipts;
    };
    if (const auto* one = std::get_if<LookAtAttempt>(&look)) {
        AttemptLookedUp event{one->order_id, {}};
        if (!answered) return event;
        if (one->reserve_id) {
            const auto answer = gateway_.reservation(one->reserve_id->text());
            event.evidence.reservation = told(*std::get<const sandbox::Reservation*>(answer));
        }
        event.evidence.receipts = receipts_of(one->order_id);
        return event;
    }
    if (const auto* earlier = std::get_if<LookAtEarlier>(&look)) {
        EarlierLookedUp event{earlier->order_id, std::nullopt};
        if (!answered) return event;
        event.receipts.emplace();
        for (const auto& id : earlier->earlier)
            for (auto& receipt : receipts_of(id))
                event.receipts->push_back(std::move(receipt));
        return event;
    }
    const auto& one = std::get<LookAtReceipt>(look);
    ReceiptLookedUp event{one.receipt, one.notice, unanswered};
    const auto answer = gateway_.receipt(one.receipt.text());
    if (!answered) return event;
    if (const auto* found = std::get_if<const sandbox::Receipt*>(&answer))
        event.answer = told(**found);
    else
        event.answer = Error{Errc::not_found, "RC_NOT_FOUND", "", ""};
    return event;
}

void VirtualHouse::carry(TurnOutput output) {
    // A crash here is one between the commit and the first byte.
    if (strikes(weather.crash)) {
        crash();
        return;
    }
    for (const auto& write : output.writes) {
        Event answer = sent(write);
        // And this is one between the answer and its commit.
        if (strikes(weather.crash)) {
            crash();
            return;
        }
        waiting_.push_back(std::move(answer));
    }
    for (const auto& look : output.looks)
        waiting_.push_back(looked_up(look));
    int open = 0;
    for (const auto& key : gateway_.keys())
        open = std::max(open, key.waiting);
    open_most_ = std::max(open_most_, open);
}

void VirtualHouse::deliver_notices() {
    while (const auto* notice = gateway_.outbox().take_due(now())) {
        const bool lost_one = strikes(weather.notice_lost);
        if (!lost_one)
            waiting_.push_back(NoticeTaken{
                {fmt::format("notice-{}", notice->number),
                 notice->receipt->receipt_id,
                 notice->receipt->asked->order_id,
                 ""},
                ++ticket_});
        gateway_.outbox().report(notice->number, true, lost_one ? "lost" : "taken");
    }
}

void VirtualHouse::settle() {
    constexpr int turns_max = 10'000;
    for (int turns = 0;; ++turns) {
        MAEDAL_EXPECTS(turns < turns_max);
        TurnOutput output = turn();
        const auto due = output.next_due;
        carry(std::move(output));
        deliver_notices();
        if (waiting_.empty() && writes_wanted_ == 0 && (!due || *due > now())) return;
    }
}

void VirtualHouse::walk(Instant to) {
    for (;;) {
        settle();
        if (now() >= to) return;
        const auto due = ledger_->next_due(true);
        gateway_.advance(due ? std::min(to, std::max(*due, now() + Seconds{1})) : to);
        deliver_notices();
    }
}

int VirtualHouse::order(Command command) {
    Order placed{std::move(command), "test", std::nullopt, {}};
    placed.render = [](const Result<Outcome>& result) {
        if (!result)
            return Answer{static_cast<int>(result.error().code) + 400, result.error().reason};
        if (const auto* s = std::get_if<billing::Subscription>(&*result))
            return Answer{200, s->id.text()};
        if (const auto* k = std::get_if<billing::BillingKey>(&*result))
            return Answer{200, k->id.text()};
        return Answer{200, ""};
    };
    waiting_.push_back(OrderPlaced{std::move(placed), ++ticket_});
    answers_.clear();
    carry(turn());
    MAEDAL_EXPECTS(answers_.size() == 1);
    return answers_.front().status;
}

std::string VirtualHouse::card(const std::string& customer) {
    const auto made = gateway_.register_card({});
    const auto& key = *std::get<const sandbox::BillingKey*>(made);
    MAEDAL_EXPECTS(order(AddBillingKey{customer, Secret{key.billing_key}, "", "card"}) == 200);
    const std::string ours = answers_.front().body;
    gateway_keys_[ours] = key.billing_key;
    return ours;
}

std::string VirtualHouse::gateway_key(const std::string& our_key) {
    return gateway_keys_.at(our_key);
}

std::string VirtualHouse::subscribe(
    const std::string& customer,
    const std::string& key,
    const std::string& plan,
    const std::string& anchor
) {
    const int status = order(CreateSubscription{"", customer, plan, key, anchor, ""});
    MAEDAL_EXPECTS(status == 200);
    return answers_.front().body;
}

void VirtualHouse::load(std::vector<billing::Plan> plans) {
    MAEDAL_EXPECTS(order(LoadPlans{std::move(plans)}) == 200);
}

}  // namespace maedal::engine
