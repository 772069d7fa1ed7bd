#pragma once
#include "figures.hpp"
#include "stage.hpp"

#include <filesystem>

namespace maedal::bench {

/// How much is done; the same in every round.
struct Load {
    int rounds = 3;
    int subscribers = 400;  ///< of the daemon; each is reserved and looked up once a round
    int webhooks = 4'000;
    int engine_subscribers = 60;
    int transactions = 500;
    int verify_subscriptions = 30'000;  ///< with twelve charges each
    bool whole_year = true;             ///< else a month of the sample book
};

// Each adds its figures. All throw when what they measure did not happen as it should have.

/// Reservations, look-ups and webhooks of the real daemon.
void measure_daemon(
    Figures& figures,
    const Load& load,
    const Programs& programs,
    const std::filesystem::path& folder
);

/// The sample book's year: how long, and how much memory.
void measure_sample_year(
    Figures& figures,
    const Load& load,
    const Programs& programs,
    const std::filesystem::path& folder
);
inline constexpr const char* peak_memory = "sample year: peak memory";
inline constexpr double peak_memory_mib_max = 64;

/// The turn on the ledger in virtual time, without sockets and without a rate limit.
void measure_engine(Figures& figures, const Load& load);

/// Transactions as the turn makes them, on the disk of `folder` and in memory.
void measure_ledger(Figures& figures, const Load& load, const std::filesystem::path& folder);

/// Every invariant over a large book, once.
void measure_verify(Figures& figures, const Load& load, const std::filesystem::path& folder);

}  // namespace maedal::bench
