#include "simulation/model_gateway.hpp"

#include "simulation/told.hpp"

#include <algorithm>
#include <type_traits>

namespace maedal::simulation {
namespace {

constexpr Seconds deadline{30};

Error doubt(const char* why) {
    return {Errc::in_doubt, "", why, ""};
}

Error not_accepted() {
    return {Errc::unauthorized, "TOKEN_KEY_INVALID", "401", ""};
}

}  // namespace

ModelGateway::ModelGateway(
    sandbox::Bootpay& bootpay, const Weather& weather, std::uint64_t seed, Tally& tally
)
    : bootpay_{bootpay}, weather_{weather}, dice_{sandbox::scattered(seed)}, tally_{tally} {}

Seconds ModelGateway::took() {
    return std::exchange(took_, Seconds{0});
}

std::optional<Instant> ModelGateway::next_arrival() const {
    if (on_the_way_.empty()) return std::nullopt;
    return on_the_way_.begin()->first;
}

void ModelGateway::arrive() {
    while (!on_the_way_.empty() && on_the_way_.begin()->first <= bootpay_.now()) {
        const auto request = std::move(on_the_way_.begin()->second);
        on_the_way_.erase(on_the_way_.begin());
        request();
        tally_.hit(Probe::late_arrival);
    }
}

void ModelGateway::clear() {
    unauthorized_until_.reset();
    unreachable_until_.reset();
}

/// Trouble that lasts: every call meets it while it stands.
std::optional<Error> ModelGateway::spell() {
    const Instant now = bootpay_.now();
    const auto begins = [&](int permille) {
        return permille > 0 && static_cast<int>(dice_.roll() % 1'000) < permille;
    };
    const auto length = [&] { return Seconds{60 + static_cast<int>(dice_.roll() % 14'400)}; };
    // Fine weather lies between two spells, however often it is asked for.
    constexpr Seconds fine{6 * 3'600};
    const auto over = [&](const std::optional<Instant>& until) {
        return !until || now > *until + fine;
    };
    if (over(unauthorized_until_) && begins(weather_.unauthorized_permille))
        unauthorized_until_ = now + length();
    if (over(unreachable_until_) && begins(weather_.unreachable_permille))
        unreachable_until_ = now + length();
    if (unreachable_until_ && now < *unreachable_until_)
        return Error{Errc::unsent, "unreachable", "no address", ""};
    if (unauthorized_until_ && now < *unauthorized_until_) {
        tally_.hit(Probe::unauthorized);
        return not_accepted();
    }
    return std::nullopt;
}

ModelGateway::Fate ModelGateway::fate() {
    if (auto error = spell()) return {false, false, std::nullopt, std::move(error)};
    if (held_back_) {
        took_ += deadline;
        return {false, false, held_back_, doubt("the deadline is over")};
    }
    const Weather& w = weather_;
    int roll = static_cast<int>(dice_.roll() % 100);
    const auto falls_on = [&roll](int percent) {
        const bool hit = roll >= 0 && roll < percent;
        roll -= percent;
        if (hit) roll = -1;
        return hit;
    };
    if (falls_on(w.request_lost)) {
        tally_.hit(Probe::request_lost);
        took_ += deadline;
        return {false, false, std::nullopt, doubt("the request was lost")};
    }
    if (falls_on(w.answer_lost)) {
        tally_.hit(Probe::answer_lost);
        took_ += deadline;
        return {true, false, std::nullopt, doubt("the answer was lost")};
    }
    if (falls_on(w.error_before)) return {false, false, std::nullopt, doubt("500")};
    if (falls_on(w.error_after)) return {true, false, std::nullopt, doubt("500")};
    if (falls_on(w.garbage)) return {true, false, std::nullopt, doubt("not JSON")};
    if (falls_on(w.too_many)) return {false, false, std::nullopt, doubt("429")};
    if (falls_on(w.unsent))
        return {false, false, std::nullopt, Error{Errc::unsent, "no_connection", "refused", ""}};
    if (falls_on(w.late_arrival)) {
        took_ += deadline;
        return {
            false,
            false,
            Seconds{1 + static_cast<int>(dice_.roll() % 30)},
            doubt("the deadline is over")};
    }
    if (falls_on(w.doubled_on_way) &&
        bootpay_.switches().order_id_rule == sandbox::OrderIdRule::reserve) {
        tally_.hit(Probe::doubled_on_way);
        return {true, true, std::nullopt, std::nullopt};
    }
    if (falls_on(w.turned_away)) return {true, false, std::nullopt, not_accepted()};
    if (falls_on(w.slow)) took_ += Seconds{1 + static_cast<int>(dice_.roll() % 29)};
    return {};
}

std::optional<Error> ModelGateway::refusal_by_new_rule() {
    if (weather_.new_rule == 0 || !dice_.hits(weather_.new_rule)) return std::nullopt;
    tally_.hit(Probe::refused_by_new_rule);
    return Error{Errc::in_doubt, new_rule_code, "a rule that nobody knows", ""};
}

template <class T, class Request>
Result<T> ModelGateway::sent(Request request) {
    const Fate met = fate();
    constexpr bool takes_money = std::is_same_v<Request, ports::ReserveRequest> ||
                                 std::is_same_v<Request, ports::PayRequest>;
    if constexpr (takes_money) {
        const bool left = !met.answer || met.answer->code != Errc::unsent;
        if (left && !sent_.insert(request.order_id.text()).second)
            sent_again_.push_back({request.order_id.text(), bootpay_.now()});
    }
    if (met.arrives_later)
        on_the_way_.emplace(bootpay_.now() + *met.arrives_later, [this, request] {
            static_cast<void>(carry_out(request));
        });
    if (!met.arrives) return *met.answer;
    if constexpr (takes_money) {
        const bool clean = !met.twice && !met.answer;
        if (auto no = clean ? refusal_by_new_rule() : std::nullopt) {
            told_its_time_ = true;
            refused_.insert(request.price.count());
            return *std::move(no);
        }
        if (met.answer && met.answer->code == Errc::unauthorized) {
            tally_.hit(Probe::turned_away);
            turned_away_.insert(request.order_id.text());
        }
    }
    if (met.twice) static_cast<void>(carry_out(request));
    Result<T> answer = carry_out(request);
    if (met.answer) return *met.answer;
    told_its_time_ = true;
    return answer;
}

Result<ports::Reserved> ModelGateway::carry_out(const ports::ReserveRequest& request) {
    const auto answer = bootpay_.reserve(
        {std::string{request.billing_key.reveal()},
         request.order_id.text(),
         request.order_name,
         request.price.count(),
         request.tax_free.count(),
         nullptr},
        request.execute_at
    );
    if (const auto* made = std::get_if<const sandbox::Reservation*>(&answer))
        return ports::Reserved{billing::ReserveId{(*made)->reserve_id}};
    const auto& no = std::get<sandbox::Refusal>(answer);
    if (no.code == &sandbox::refusals::order_id_duplicated) tally_.hit(Probe::resent_as_lookup);
    return told(no);
}

Result<billing::GatewayReceipt> ModelGateway::carry_out(const ports::PayRequest& request) {
    const auto answer = bootpay_.pay(
        {std::string{request.billing_key.reveal()},
         request.order_id.text(),
         request.order_name,
         request.price.count(),
         request.tax_free.count(),
         nullptr}
    );
    if (const auto* no = std::get_if<sandbox::Refusal>(&answer)) return told(*no);
    tally_.hit(Probe::paid_at_once);
    return told(*std::get<const sandbox::Receipt*>(answer));
}

Result<Done> ModelGateway::carry_out(const billing::ReserveId& id) {
    const auto answer = bootpay_.revoke(id.text());
    const auto* no = std::get_if<sandbox::Refusal>(&answer);
    if (!no) return Done{};
    const auto now = bootpay_.reservation(id.text());
    if (const auto* found = std::get_if<const sandbox::Reservation*>(&now))
        if ((*found)->status == sandbox::ReservationStatus::done)
            tally_.hit(Probe::revoke_lost_race);
    return told(*no);
}

Result<billing::GatewayReceipt> ModelGateway::carry_out(const ports::RefundRequest& request) {
    const auto answer = bootpay_.cancel(
        {request.receipt.text(), request.amount.count(), std::nullopt, request.cancel_id.text()}
    );
    // Codes of cancellations are not on the list of definite ones.
    if (const auto* no = std::get_if<sandbox::Refusal>(&answer))
        return Error{Errc::in_doubt, no->code->word, "", ""};
    gave_back_.insert(request.cancel_id.text());
    return told(*std::get<const sandbox::Receipt*>(answer));
}

Task<int> ModelGateway::warm(int wanted) {
    const auto trouble = spell();
    if (trouble && trouble->code == Errc::unsent) {
        tally_.hit(Probe::unreachable);
        co_return 0;
    }
    co_return wanted;
}

Task<Result<ports::Reserved>> ModelGateway::reserve(ports::ReserveRequest request) {
    co_return sent<ports::Reserved>(std::move(request));
}

Task<Result<billing::GatewayReceipt>> ModelGateway::pay(ports::PayRequest request) {
    co_return sent<billing::GatewayReceipt>(std::move(request));
}

Task<Result<Done>> ModelGateway::revoke(billing::ReserveId id) {
    co_return sent<Done>(std::move(id));
}

Task<Result<billing::GatewayReceipt>> ModelGateway::refund(ports::RefundRequest request) {
    auto answer = sent<billing::GatewayReceipt>(std::move(request));
    if (!answer && answer.error().code == Errc::in_doubt) tally_.hit(Probe::refund_in_doubt);
    co_return answer;
}

Result<billing::GatewayReceipt> ModelGateway::carry_out(const billing::ReceiptId& id) {
    const auto answer = bootpay_.confirm(id.text());
    if (const auto* receipt = std::get_if<const sandbox::Receipt*>(&answer)) return told(**receipt);
    return Error{Errc::in_doubt, std::get_if<sandbox::Refusal>(&answer)->code->word, "", ""};
}

Task<Result<billing::GatewayReceipt>> ModelGateway::confirm(billing::ReceiptId id) {
    co_return sent<billing::GatewayReceipt>(std::move(id));
}

std::optional<Error> ModelGateway::look_fault() {
    if (auto error = spell()) {
        if (error->code == Errc::unsent) error->code = Errc::unavailable;
        return error;
    }
    if (dice_.hits(weather_.look_lost)) {
        took_ += deadline;
        return Error{Errc::unavailable, "", "no answer", ""};
    }
    if (weather_.slow > 0 && dice_.hits(weather_.slow))
        took_ += Seconds{1 + static_cast<int>(dice_.roll() % 29)};
    told_its_time_ = true;
    return std::nullopt;
}

Task<Result<billing::Reservation>> ModelGateway::reservation(billing::ReserveId id) {
    if (auto error = look_fault()) co_return *std::move(error);
    const auto answer = bootpay_.reservation(id.text());
    if (const auto* found = std::get_if<const sandbox::Reservation*>(&answer))
        co_return told(**found);
    co_return Error{Errc::not_found, "RESERVE_NOT_FOUND", "", ""};
}

Task<Result<billing::GatewayReceipt>> ModelGateway::receipt(billing::ReceiptId id) {
    if (auto error = look_fault()) co_return *std::move(error);
    const auto answer = bootpay_.receipt(id.text());
    if (const auto* found = std::get_if<const sandbox::Receipt*>(&answer)) co_return told(**found);
    co_return Error{Errc::not_found, "RC_NOT_FOUND", "", ""};
}

Task<Result<std::vector<billing::GatewayReceipt>>> ModelGateway::receipts_of(billing::OrderId id) {
    if (auto error = look_fault()) co_return *std::move(error);
    std::vector<billing::GatewayReceipt> receipts;
    bool paid = false, failed = false;
    for (const auto* receipt : bootpay_.receipts_of_order(id.text())) {
        receipts.push_back(told(*receipt));
        (receipt->status == sandbox::ReceiptStatus::failed ? failed : paid) = true;
    }
    if (paid && failed) tally_.hit(Probe::mixed_receipts);
    co_return receipts;
}

Task<Result<ports::IssuedKey>> ModelGateway::key_of_receipt(billing::ReceiptId id) {
    const auto answer = bootpay_.key_by_receipt(id.text());
    if (const auto* found = std::get_if<const sandbox::BillingKey*>(&answer))
        co_return ports::IssuedKey{Secret{(*found)->billing_key}, "card", {}};
    co_return Error{Errc::not_found, "RC_NOT_FOUND", "", ""};
}

Task<Result<ports::IssuedKey>> ModelGateway::key_itself(Secret billing_key) {
    const auto answer = bootpay_.key(billing_key.reveal());
    if (const auto* found = std::get_if<const sandbox::BillingKey*>(&answer))
        co_return ports::IssuedKey{Secret{(*found)->billing_key}, "card", {}};
    co_return Error{Errc::not_found, "SUBSCRIBE_BK_NOT_FOUND", "", ""};
}

}  // namespace maedal::simulation
