#pragma once
#include "engine/probe.hpp"
#include "simulation/virtual_house.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <map>
#include <stdexcept>

namespace maedal::engine {

using Answers = std::map<std::string, std::string>;

/// A probe of a gateway with one rule, in virtual time.
struct Probing {
    explicit Probing(sandbox::OrderIdRule rule) : house{5, {}, rule} {}

    struct Died : std::runtime_error {
        using std::runtime_error::runtime_error;
    };

    ProbeTools tools(const std::string& prefix = "m1-probe_000001") {
        if (key.empty()) key = house.gateway_key(house.card("probe"));
        return {
            .order_id_prefix = prefix,
            .billing_key = Secret{key},
            .customer = billing::CustomerId{"probe"},
            .amount = *billing::Won::from_count(1'000),
            .declined_key = std::nullopt,
            .delete_key = {},
            .left_behind = {},
            .now = [this] { return house.now(); },
            .wait_until = [this](Instant at) { return pass(at); },
            .may_go_on = [this] { return go_on(); },
            .keep = [this](billing::Finding finding) { return kept(std::move(finding)); },
            .tell =
                [this](const std::string& line) {
                    told.push_back(line);
                    live();
                }};
    }
    Secret declined_key() {
        const auto poor = house.gateway_key(house.card("poor"));
        house.gateway().declines().set(
            poor, {.times = 0, .from = {}, .always = true, .pg_error_code = "F1"}
        );
        return Secret{poor};
    }
    /// True when it came to its end, false when it died.
    bool run_until_it_dies(ProbeTools tools) {
        Probe probe{house.line(), std::move(tools)};
        boost::asio::io_context loop{1};
        bool died = false;
        boost::asio::co_spawn(loop, probe.run(), [&](std::exception_ptr failure) {
            died = failure != nullptr;
        });
        loop.run();
        return !died;
    }
    Answers run(ProbeTools tools) {
        EXPECT_TRUE(run_until_it_dies(std::move(tools)));
        Answers answers;
        for (const auto& [question, finding] : findings)
            answers[question] = finding.answer;
        return answers;
    }
    Answers run() { return run(tools()); }

    Task<Result<Done>> pass(Instant at) {
        live();
        if (at > house.now()) house.gateway().advance(at);
        co_return Done{};
    }
    Task<Result<Done>> go_on() {
        if (held.empty()) co_return Done{};
        co_return Error{Errc::conflict, "sending_held", held, ""};
    }
    Task<Result<Done>> kept(billing::Finding finding) {
        live();
        findings.insert_or_assign(finding.question, finding);
        order.push_back(finding.question);
        live();
        co_return Done{};
    }
    /// A place where the process may die.
    void live() {
        if (lives > 0 && --lives == 0) throw Died{"the process dies"};
    }

    /// What is left at the gateway: "" when nothing is.
    std::string left_there() {
        const auto money = house.gateway().money().totals(Instant{}, Instant::max());
        int waiting = 0;
        for (const auto& one : house.gateway().keys())
            waiting += one.waiting;
        if (money.taken == money.returned && waiting == 0) return {};
        return std::to_string(money.taken - money.returned) + " won, " + std::to_string(waiting) +
               " reservations";
    }

    simulation::VirtualHouse house;
    std::string key;
    std::map<std::string, billing::Finding> findings;  ///< as the ledger keeps them
    std::vector<std::string> order;                    ///< in which they were kept
    std::vector<std::string> told;
    std::string held;  ///< why nothing may be sent
    int lives = 0;     ///< so many places are passed until the process dies; 0: it lives on
};

}  // namespace maedal::engine
