#pragma once

/// How maedald ends, for systemd and for scripts (sysexits.h where it has a word).
namespace maedal::daemon::exit_code {
inline constexpr int done = 0;
inline constexpr int ground_gave_way = 1;  ///< the ledger or the disk; systemd starts again
inline constexpr int usage = 64;
inline constexpr int cannot_listen = 69;
inline constexpr int locked = 75;  ///< another daemon holds this ledger
/// The configuration, or a ledger that it does not fit: starting again will not help.
inline constexpr int configuration = 78;
}  // namespace maedal::daemon::exit_code
