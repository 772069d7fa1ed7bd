#include "engine/probe.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace maedal::engine {

using namespace billing;

namespace probing {

std::string in_words(const Error& error) {
    switch (error.code) {
        case Errc::refused:
        case Errc::declined:
        case Errc::conflict:
            return "refused: " + error.reason;
        case Errc::unsent:
        case Errc::unauthorized:
        case Errc::unavailable:
            return "not carried out: " + error.reason;
        default:
            return "no clear answer: " + error.reason;
    }
}

std::string in_words(const std::optional<Error>& no) {
    return no ? in_words(*no) : "accepted";
}

}  // namespace probing

using namespace probing;

namespace {

std::string how_much_is_left(int order_ids) {
    return order_ids == 0 ? "all of it" : fmt::format("{} order ids are left", order_ids);
}

}  // namespace

Probe::Probe(ports::Gateway& gateway, ProbeTools tools)
    : gateway_{gateway}, tools_{std::move(tools)}, traces_{std::move(tools_.left_behind)} {}

void Probe::note(std::string line) {
    tools_.tell(line);
    evidence_.push_back(std::move(line));
}

Task<Result<Done>> Probe::keep(std::string question, std::string answer, std::string evidence) {
    Finding finding{std::move(question), std::move(answer), std::move(evidence), tools_.now(), 0};
    auto keeping = tools_.keep(std::move(finding));
    const auto kept = co_await std::move(keeping);
    if (!kept) unkept_ = true;
    co_return kept;
}

Task<void> Probe::found(std::string question, std::string answer) {
    tools_.tell(question + ": " + answer);
    static_cast<void>(co_await keep(std::move(question), std::move(answer), json_lines(evidence_)));
}

Task<Result<Done>> Probe::write_record() {
    const auto where = where_to_look(tools_.order_id_prefix, traces_);
    auto answer = fmt::format("{}, {}", probe_state::under_way, where);
    co_return co_await keep(probe_run, std::move(answer), written(traces_));
}

Task<void> Probe::end_record() {
    std::string answer{probe_state::done};
    if (!stopped_.empty()) answer = fmt::format("{}: {}", probe_state::stopped, stopped_);
    if (!traces_.empty())
        answer = fmt::format(
            "{}, {}", probe_state::left_behind, where_to_look(tools_.order_id_prefix, traces_)
        );
    static_cast<void>(co_await keep(probe_run, std::move(answer), written(traces_)));
}

Task<std::optional<Error>> Probe::sent_reserve(Asked& asked, Secret key) {
    ports::ReserveRequest request{
        .order_id = asked.order_id,
        .billing_key = std::move(key),
        .order_name = "probe",
        .price = tools_.amount,
        .tax_free = *Won::from_count(0),
        .execute_at = asked.at,
        .customer = tools_.customer};
    const auto answer = co_await gateway_.reserve(std::move(request));
    if (!answer) co_return answer.error();
    asked.reserve_id = answer->reserve_id;
    co_return std::nullopt;
}

Task<std::optional<Error>> Probe::sent_pay(const Asked& asked, Secret key) {
    ports::PayRequest request{
        .order_id = asked.order_id,
        .billing_key = std::move(key),
        .order_name = "probe",
        .price = tools_.amount,
        .tax_free = *Won::from_count(0),
        .customer = tools_.customer,
        .item_id = {}};
    const auto answer = co_await gateway_.pay(std::move(request));
    if (!answer) co_return answer.error();
    co_return std::nullopt;
}

/// Written down before it is sent; what the ledger does not take is not sent.
Task<Probe::Asked> Probe::send(Call call, std::string name, Instant at, On on) {
    Asked asked{OrderId{tools_.order_id_prefix + "-" + name}, at, std::nullopt, std::nullopt};
    traces_.push_back({asked.order_id, at, std::nullopt});
    const auto recorded = co_await write_record();
    if (!recorded) {
        traces_.pop_back();
        asked.no = Error{Errc::unsent, "not_written_down", recorded.error().detail, ""};
        co_return asked;
    }
    const Secret key = on == On::key ? tools_.billing_key : *tools_.declined_key;
    std::string what = "pay " + asked.order_id.text();
    if (call == Call::reserve) {
        what = fmt::format("reserve {} for {}", asked.order_id.text(), rfc3339(at));
        asked.no = co_await sent_reserve(asked, key);
    } else {
        asked.no = co_await sent_pay(asked, key);
    }
    traces_.back().reserve_id = asked.reserve_id;
    if (asked.no && asked.no->code != Errc::in_doubt) traces_.pop_back();
    static_cast<void>(co_await write_record());
    if (asked.no && asked.no->code == Errc::unauthorized)
        stopped_ = "the gateway does not accept our credentials";
    note(what + ": " + in_words(asked.no));
    co_return asked;
}

Task<Probe::Asked> Probe::reserve(std::string name, Instant at) {
    return send(Call::reserve, std::move(name), at);
}

void Probe::forget(const ReserveId& id) {
    std::erase_if(traces_, [&](const ProbeTrace& trace) { return trace.reserve_id == id; });
}

Task<Result<Done>> Probe::revoke(Asked asked) {
    if (!asked.reserve_id) co_return Error{Errc::invalid, "never_reserved", "", ""};
    auto answer = co_await gateway_.revoke(*asked.reserve_id);
    if (answer) {
        forget(*asked.reserve_id);
        static_cast<void>(co_await write_record());
    }
    const std::optional<Error> no = answer ? std::nullopt : std::optional{answer.error()};
    note(fmt::format("revoke {}: {}", asked.order_id.text(), in_words(no)));
    co_return answer;
}

Task<bool> Probe::passed(Instant at) {
    auto waiting = tools_.wait_until(at + settling);
    const auto waited = co_await std::move(waiting);
    if (!waited) note("the time did not come: " + waited.error().detail);
    co_return waited.has_value();
}

Task<Probe::Told> Probe::told_of(OrderId order_id) {
    Told told{true};
    auto receipts = co_await gateway_.receipts_of(order_id);
    if (!receipts && receipts.error().code == Errc::not_found) {
        note(order_id.text() + ": no receipt is found");
        co_return told;
    }
    if (!receipts) {
        note(order_id.text() + ": " + in_words(receipts.error()));
        co_return Told{};
    }
    for (const auto& receipt : *receipts) {
        told.paid += took_money(receipt) ? 1 : 0;
        told.declined += receipt.status == ReceiptStatus::declined ? 1 : 0;
    }
    const auto* plural = receipts->size() == 1 ? "" : "s";
    note(fmt::format(
        "{}: {} receipt{}, {} paid", order_id.text(), receipts->size(), plural, told.paid
    ));
    co_return told;
}

std::vector<std::function<Task<void>()>> Probe::questions() {
    constexpr std::pair<Call, Call> pairs[]{
        {Call::reserve, Call::reserve},
        {Call::reserve, Call::pay},
        {Call::pay, Call::reserve},
        {Call::pay, Call::pay}};
    std::vector<std::function<Task<void>()>> all{[this] { return in_the_past(); }};
    for (const auto& [first, second] : pairs)
        all.emplace_back([=, this] { return pair(first, second); });
    all.emplace_back([this] { return all_pairs(); });
    all.emplace_back([this] { return repeated_after_payment(); });
    for (const auto& [first, second] : pairs)
        all.emplace_back([=, this] { return pair_after_decline(first, second); });
    // Behind the pairs, which need free slots on the key whether finished ones count or not.
    all.emplace_back([this] { return revoked_during_execution(); });
    all.emplace_back([this] { return repeated_cancel(); });
    all.emplace_back([this] { return eleventh(); });
    all.emplace_back([this] { return key_deleted_under_a_reservation(); });
    return all;
}

Task<void> Probe::run() {
    const bool finds_traces = !traces_.empty();
    static_cast<void>(co_await write_record());
    if (unkept_) co_return;
    if (finds_traces) {
        const int left = co_await clear();
        co_await found("probe.cleared_first", how_much_is_left(left));
    }
    for (const auto& question : questions()) {
        evidence_.clear();
        auto asking = tools_.may_go_on();
        const auto may = co_await std::move(asking);
        if (!may && stopped_.empty()) stopped_ = may.error().detail;
        if (unkept_ || !stopped_.empty()) break;
        auto answering = question();
        co_await std::move(answering);
    }
    if (unkept_) co_return;
    evidence_.clear();
    const int left = co_await clear();
    co_await found("probe.given_back", how_much_is_left(left));
    co_await end_record();
}

}  // namespace maedal::engine
