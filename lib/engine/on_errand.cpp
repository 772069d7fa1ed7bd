// Errands: the intent, what became of it, and a person's word.
#include "engine/calls.hpp"
#include "engine/input.hpp"
#include "engine/papers.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {

using namespace billing;

bool open(const Errand& errand) {
    return errand.state == ErrandState::sending || errand.state == ErrandState::doubt;
}

Error unknown_errand() {
    return Error{Errc::not_found, "unknown_errand", "no such errand", "errand_id"};
}

/// A key is deleted only when nothing holds a slot on it and nothing will ask for one.
std::optional<Error> key_in_use(Papers& papers, const BillingKeyId& id) {
    const auto conflict = [](const char* reason, std::string detail) {
        return Error{Errc::conflict, reason, std::move(detail), "billing_key_id"};
    };
    const auto key = papers.ledger.billing_key(id);
    if (!key) return Error{Errc::not_found, "unknown_billing_key", "no such billing key", {}};
    if (key->state == KeyState::dead)
        return conflict("dead_billing_key", "this billing key is dead already");
    const int held = papers.ledger.slots_held(id);
    if (held > 0)
        return conflict(
            "billing_key_has_reservations",
            fmt::format("{} reservations hold a slot on this key: cancel them first", held)
        );
    const auto subscriptions = papers.ledger.subscriptions_on(id);
    if (!subscriptions.empty())
        return conflict(
            "billing_key_in_use",
            fmt::format("{} lives on this key", subscriptions.front().id.text())
        );
    return std::nullopt;
}

/// The same thing is not asked for twice at one time.
std::optional<Error> under_way(Papers& papers, const BeginErrand& command) {
    const auto other = papers.ledger.open_errand(command.kind, command.subject);
    if (!other) return std::nullopt;
    return Error{
        Errc::conflict,
        "errand_under_way",
        fmt::format("{} about it has no known end yet", other->id),
        {}};
}

void kill_key(Papers& papers, const BillingKeyId& id) {
    auto key = papers.ledger.billing_key(id);
    if (!key || key->state == KeyState::dead) return;
    key->state = KeyState::dead;
    papers.ledger.store(*key, papers.cause("billing_key.deleted"));
}

/// The key that an errand made. One that is here already stays as it is.
Result<BillingKey> take_key_in(Papers& papers, const Errand& errand, const EndErrand& end) {
    auto outcome = carry_out(
        papers, AddBillingKey{errand.customer, end.billing_key, errand.subject, end.method}
    );
    if (!outcome) return outcome.error();
    return std::get<BillingKey>(*outcome);
}

ErrandState state_after(const Error& failure) {
    switch (failure.code) {
        case Errc::unsent:
        case Errc::unauthorized:
            return ErrandState::dropped;
        case Errc::refused:
        case Errc::declined:
        case Errc::conflict:
            return ErrandState::refused;
        default:
            return ErrandState::doubt;
    }
}

/// Closes the call that this is the answer of, and says what state the errand is in.
ErrandState close_call_of(Papers& papers, Errand& errand, const EndErrand& end) {
    std::optional<Error> failure = end.failure;
    for (const auto& call : papers.ledger.calls_of(end.id)) {
        if (call.closed_at) continue;
        if (failure)
            failure = close_failed_call(papers, call.number, call_kind::errand, *failure);
        else
            close_done_call(papers, call.number);
    }
    if (!failure) return end.state;
    errand.code = failure->reason;
    return state_after(*failure);
}

/// What it came to, as it is told: the key under our name for it, and the gateway's receipt.
Result<std::string> told_by(Papers& papers, const Errand& errand, const EndErrand& end) {
    if (end.billing_key.empty()) return end.told.empty() ? errand.told : "{" + end.told + "}";
    const auto key = take_key_in(papers, errand, end);
    if (!key) return key.error();
    return fmt::format(
        R"({{"billing_key_id":"{}"{}{}}})", key->id.text(), end.told.empty() ? "" : ",", end.told
    );
}

void alarm_of_doubt(Papers& papers, const Errand& errand) {
    papers.alarm(fmt::format(
        "errand {} ({} of {}) has no known outcome",
        errand.id,
        errand_kind_names.of(errand.kind),
        errand.subject
    ));
}

/// Nothing is begun while the house may not send.
std::optional<Error> sending_stopped(Papers& papers) {
    if (may_send(papers)) return std::nullopt;
    return Error{
        Errc::conflict,
        "sending_stopped",
        "a breaker stands: nothing is sent now (maedalctl breakers)",
        {}};
}

/// What was sent may be carried out for a while yet: that it is not there now proves nothing.
bool may_still_come(const Papers& papers, const Errand& errand) {
    constexpr Seconds carried_out_within{600};
    return papers.now < errand.created_at + carried_out_within;
}

void close(Papers& papers, Errand& errand, ErrandState end) {
    errand.state = end;
    errand.closed_at = papers.now;
    errand.next_look_at.reset();
    if (errand.kind == ErrandKind::delete_key && end == ErrandState::done)
        kill_key(papers, BillingKeyId{errand.subject});
}

void store(Papers& papers, Errand& errand) {
    papers.ledger.store(
        errand, papers.cause(fmt::format("errand.{}", errand_state_names.of(errand.state)))
    );
}

}  // namespace

bool may_be_gone(Papers& papers, const BillingKeyId& key) {
    return papers.ledger.open_errand(ErrandKind::delete_key, key.text()).has_value();
}

void errand_in_doubt(ports::Ledger& ledger, const std::string& id, Instant now) {
    auto errand = ledger.errand(id);
    MAEDAL_EXPECTS(errand);
    if (errand->state != ErrandState::sending) return;
    errand->state = ErrandState::doubt;
    if (!only_a_person_settles(errand->kind)) errand->next_look_at = now;
    ledger.store(*errand, {now, "start", "errand.doubt"});
}

Result<Outcome> carry_out(Papers& papers, const BeginErrand& command) {
    if (auto error = sending_stopped(papers)) return *error;
    if (command.kind == ErrandKind::delete_key)
        if (auto error = key_in_use(papers, BillingKeyId{command.subject})) return *error;
    if (!command.subject.empty())
        if (auto error = under_way(papers, command)) return *error;
    Errand errand{
        .id = papers.ledger.new_id("er"),
        .kind = command.kind,
        .subject = command.subject,
        .customer = command.customer,
        .state = ErrandState::sending,
        .told = {},
        .code = {},
        .created_at = papers.now,
        .closed_at = std::nullopt,
        .next_look_at = std::nullopt,
        .looks = 0,
        .version = 0};
    if (errand.subject.empty()) errand.subject = errand.id;
    papers.ledger.add(errand, papers.cause("errand.sending"));
    write_down_call(papers, call_kind::errand, errand.id);
    Secret key;
    if (command.kind == ErrandKind::delete_key)
        key = papers.ledger.secret_of(BillingKeyId{command.subject});
    return Outcome{ErrandWritten{std::move(errand), std::move(key)}};
}

Result<Outcome> carry_out(Papers& papers, const EndErrand& command) {
    auto errand = papers.ledger.errand(command.id);
    if (!errand) return unknown_errand();
    if (!open(*errand)) return Outcome{ErrandWritten{*errand, {}}};  // another look was first
    ErrandState state = close_call_of(papers, *errand, command);
    if (state == ErrandState::absent && may_still_come(papers, *errand)) state = ErrandState::doubt;
    if (state == ErrandState::doubt) {
        if (errand->looks == 0) alarm_of_doubt(papers, *errand);
        errand->looks += 1;
        errand->next_look_at = command.next_look_at;
        errand->state = state;
        store(papers, *errand);
        return Outcome{ErrandWritten{*errand, {}}};
    }
    close(papers, *errand, state);
    if (state == ErrandState::done) {
        auto told = told_by(papers, *errand, command);
        if (told) {
            errand->told = *std::move(told);
        } else {  // done there all the same
            errand->code = told.error().reason;
            papers.alarm(fmt::format("errand {}: {}", errand->id, told.error().detail));
        }
    }
    store(papers, *errand);
    return Outcome{ErrandWritten{*errand, {}}};
}

Result<Outcome> carry_out(Papers& papers, const SettleErrand& command) {
    auto errand = papers.ledger.errand(command.id);
    if (!errand) return unknown_errand();
    if (errand->state != ErrandState::doubt)
        return Error{
            Errc::conflict,
            "not_in_doubt",
            fmt::format("the errand is {}", errand_state_names.of(errand->state)),
            "errand_id"};
    if (command.reason.empty()) return invalid("missing_field", "reason is missing", "reason");
    if (command.found) {
        auto told = told_by(papers, *errand, *command.found);
        if (!told) return told.error();
        errand->told = *std::move(told);
    }
    close(papers, *errand, command.carried_out ? ErrandState::done : ErrandState::absent);
    errand->code = "settled_by_hand";
    papers.ledger.store(*errand, papers.cause("errand.settled: " + command.reason));
    return Outcome{ErrandWritten{*errand, {}}};
}

Result<Outcome> carry_out(Papers& papers, const OpenKey& command) {
    const BillingKeyId id{command.billing_key_id};
    if (!papers.ledger.billing_key(id))
        return Error{
            Errc::not_found, "unknown_billing_key", "no such billing key", "billing_key_id"};
    return Outcome{OpenedKey{papers.ledger.secret_of(id)}};
}

}  // namespace maedal::engine
