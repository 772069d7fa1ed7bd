#pragma once
#include "ports/checks.hpp"
#include "sqlite/connection.hpp"

#include <vector>

namespace maedal::sqlite {

/// Replays the journal: the entries of each subject rise by one version, take only legal edges and
/// change no terms, and the last one says what stands in its row; every row of a table has entries.
/// The rows are read as they are, without their meaning, so that a value no program could read is
/// found too. Reads page by page; whoever writes meanwhile is not held up. At most `limit`.
[[nodiscard]] std::vector<ports::Violation> replay_faults(Connection& connection, int limit);

/// Tables whose rows do not stand in the journal; they carry a seal each, see seals.hpp.
[[nodiscard]] bool stands_outside_the_journal(std::string_view table);

}  // namespace maedal::sqlite
