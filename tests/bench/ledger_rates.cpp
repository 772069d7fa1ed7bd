// A renewal as the turn writes it: a charge, its attempt and their journal entries, in a
// transaction that is durable when it ends. A turn may hold many of them.
#include "benches.hpp"
#include "conformance/sample_book.hpp"
#include "sqlite/ledger.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <stdexcept>

namespace maedal::bench {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr int renewals_of_a_large_turn = 64;
constexpr int subscriptions = 1'000;

std::string subscription_id(std::int64_t number) {
    return fmt::format("sub_of_bench_{:04}", number);
}

void subscribe_all(ports::Ledger& ledger) {
    const sample::Book book{ledger};
    sample::in_transaction(ledger, [&] {
        for (int n = 0; n < subscriptions; ++n) {
            auto row = sample::subscription(subscription_id(n), book.plan_version);
            ledger.add(row, sample::cause("subscription.created"));
        }
    });
}

/// Subscriptions renew in turn, period by period.
void renew(ports::Ledger& ledger, std::int64_t number) {
    const auto id = subscription_id(number % subscriptions);
    auto charge = sample::charge(ledger.next_charge_number(), id, number / subscriptions);
    ledger.add(charge, sample::cause("charge.owed"));
    auto attempt = sample::attempt(charge);
    ledger.add(attempt, sample::cause("attempt.planned"));
}

void measure_at(
    Figures& figures, const Load& load, const fs::path& folder, const std::string& where
) {
    fs::remove_all(folder);
    fs::create_directories(folder);
    {
        const auto ledger = sqlite::SqliteLedger::open(
            {(folder / "ledger.db").string(), Secret{std::string(64, 'a')}, "m1", {}}
        );
        subscribe_all(*ledger);
        std::int64_t renewed = 0;
        in_rounds(load.rounds, 10s, [&](int) {
            for (const int renewals : {1, renewals_of_a_large_turn}) {
                const int turns = renewals == 1 ? load.transactions : load.transactions / 20;
                const auto cost = cost_of(CLOCK_PROCESS_CPUTIME_ID, [&] {
                    for (int turn = 0; turn < turns; ++turn)
                        sample::in_transaction(*ledger, [&] {
                            for (int n = 0; n < renewals; ++n)
                                renew(*ledger, renewed++);
                        });
                });
                const auto name = fmt::format("ledger {}: transactions of {}", where, renewals);
                add_rate(figures, name, turns, cost);
            }
        });
    }
    fs::remove_all(folder);
}

}  // namespace

void measure_ledger(Figures& figures, const Load& load, const fs::path& folder) {
    if (sodium_init() < 0) throw std::runtime_error{"libsodium cannot start"};
    measure_at(figures, load, folder / "ledger", "on disk");
    const fs::path memory{"/dev/shm"};
    if (!fs::is_directory(memory)) return;
    std::string name = (memory / "maedal-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) measure_at(figures, load, name, "in memory");
}

}  // namespace maedal::bench
