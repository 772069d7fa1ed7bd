// The house asks the gateway how it behaves.
#include "base/log.hpp"
#include "base/rethrow.hpp"
#include "engine/corridor.hpp"
#include "engine/input.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace maedal::engine {
namespace asio = boost::asio;
namespace {

constexpr std::size_t told_max = 500;

}  // namespace

/// The key itself, if no subscription lives on it.
Task<Result<Secret>> Corridor::key_for_probe(std::string id) {
    // A result of co_spawn needs a default: hence the optional.
    const auto open_key = [this, id]() -> Task<std::optional<Result<Secret>>> {
        const billing::BillingKeyId key_id{id};
        if (!around_.ledger.billing_key(key_id))
            co_return Result<Secret>{
                invalid("unknown_billing_key", "no such billing key", "billing_key_id")};
        if (!around_.ledger.subscriptions_on(key_id).empty())
            co_return Result<Secret>{Error{
                Errc::conflict,
                "key_in_use",
                "a subscription lives on this key: register another one for the probe",
                "billing_key_id"}};
        co_return Result<Secret>{around_.ledger.secret_of(key_id)};
    };
    auto opened = asio::co_spawn(around_.ledger_thread, open_key, asio::use_awaitable);
    auto key = co_await std::move(opened);
    co_return std::move(*key);
}

/// Order ids of probes are given once, as all others.
Task<std::string> Corridor::new_probe_name() {
    const auto take = [this]() -> Task<std::string> {
        around_.ledger.begin();
        std::string name = around_.ledger.new_id("probe");
        around_.ledger.commit();
        co_return name;
    };
    auto taken = asio::co_spawn(around_.ledger_thread, take, asio::use_awaitable);
    co_return co_await std::move(taken);
}

/// A probe takes money as charges do: what stops them stops it too.
Task<Result<Done>> Corridor::may_probe() {
    auto starting = book_is_checked();
    const auto checked = co_await std::move(starting);
    if (!checked) co_return checked.error();
    const auto look = [this]() -> Task<std::vector<billing::Breaker>> {
        co_return around_.ledger.breakers(true);
    };
    auto looking = asio::co_spawn(around_.ledger_thread, look, asio::use_awaitable);
    const auto tripped = co_await std::move(looking);
    for (const auto& breaker : tripped)
        if (!breaker.concerns)
            co_return Error{
                Errc::conflict,
                "sending_held",
                "nothing is sent while the breaker " +
                    billing::breaker_name(breaker.kind, breaker.concerns) +
                    " stands: " + breaker.why + "; " + billing::way_out(breaker),
                ""};
    co_return Done{};
}

Task<std::vector<ProbeTrace>> Corridor::left_by_probes() {
    const auto look = [this]() -> Task<std::vector<ProbeTrace>> {
        const auto record = around_.ledger.finding(probe_run);
        if (!record) co_return std::vector<ProbeTrace>{};
        co_return read_traces(record->evidence);
    };
    auto looking = asio::co_spawn(around_.ledger_thread, look, asio::use_awaitable);
    co_return co_await std::move(looking);
}

Task<Result<Done>> Corridor::keep_finding(billing::Finding finding, std::string actor) {
    KeepFindings command;
    command.findings.push_back(std::move(finding));
    Order order{std::move(command), std::move(actor), std::nullopt, {}};
    order.render = [](const Result<Outcome>& result) {
        return Answer{result ? 200 : 500, result ? "" : result.error().detail};
    };
    const auto answer = co_await carry_out(std::move(order));
    if (answer.status == 200) co_return Done{};
    log::error("a finding of the probe was not kept: " + answer.body);
    co_return Error{Errc::unavailable, "not_kept", answer.body, ""};
}

Task<Result<Done>> Corridor::wait_until(Instant at) {
    if (around_.test_clock) {
        const auto reached = co_await walk_clock(std::max(at, around_.clock.now()));
        if (!reached) co_return reached.error();
        co_return Done{};
    }
    constexpr std::chrono::milliseconds step{500};
    while (around_.clock.now() < at && !stopping_)
        co_await around_.pause(step);
    if (stopping_) co_return Error{Errc::unavailable, "stopping", "the daemon stops", ""};
    co_return Done{};
}

Task<Result<Done>> Corridor::start_probe(ProbeOrder order) {
    constexpr std::int64_t amount_min = 100;
    constexpr std::int64_t amount_max = 10'000;
    const Error running{Errc::conflict, "probe_running", "a probe is under way already", ""};
    if (probing_) co_return running;
    if (order.amount < amount_min || order.amount > amount_max)
        co_return invalid("invalid_amount", "between 100 and 10000 won", "amount");
    for (const auto* id : {&order.billing_key_id, &order.declined_key_id}) {
        const auto fault = id_fault(*id);
        if (!fault.empty() && !(id->empty() && id == &order.declined_key_id))
            co_return bad_id(fault, "billing_key_id");
    }
    if (order.declined_key_id == order.billing_key_id)
        co_return invalid(
            "same_key", "another key than the one that is paid with", "declined_key_id"
        );
    const auto may = co_await may_probe();
    if (!may) co_return may.error();
    const auto key = co_await key_for_probe(order.billing_key_id);
    if (!key) co_return key.error();
    ProbeTools tools{
        .order_id_prefix = {},
        .billing_key = *key,
        .customer = billing::CustomerId{"probe"},
        .amount = *billing::Won::from_count(order.amount),
        .declined_key = std::nullopt,
        .delete_key = {},
        .left_behind = {},
        .now = [this] { return around_.clock.now(); },
        .wait_until = [this](Instant at) { return wait_until(at); },
        .may_go_on = [this] { return may_probe(); },
        .keep = [this, actor = order.actor](billing::Finding finding
                ) { return keep_finding(std::move(finding), actor); },
        .tell =
            [this](std::string line) {
                log::info("probe: " + line);
                if (probe_told_.size() == told_max) probe_told_.pop_front();
                probe_told_.push_back(std::move(line));
            }};
    if (!order.declined_key_id.empty()) {
        const auto declined = co_await key_for_probe(order.declined_key_id);
        if (!declined) co_return declined.error();
        tools.declined_key = *declined;
    }
    if (order.delete_key) tools.delete_key = around_.delete_key;
    tools.left_behind = co_await left_by_probes();
    const std::string name = co_await new_probe_name();
    tools.order_id_prefix = rules_.installation + "-" + name;
    if (probing_) co_return running;  // another one came while this one looked around
    probing_ = true;
    probe_told_.clear();
    asio::co_spawn(around_.loop, probe(std::move(tools)), rethrow);
    co_return Done{};
}

Task<void> Corridor::probe(ProbeTools tools) {
    Probe asking{around_.gateway, std::move(tools)};
    co_await asking.run();
    probing_ = false;
}

ProbeProgress Corridor::probe_progress() const {
    return {probing_, {probe_told_.begin(), probe_told_.end()}};
}

}  // namespace maedal::engine
