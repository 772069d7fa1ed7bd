#pragma once
#include <SQLiteCpp/Exception.h>

#include <string>
#include <string_view>

namespace maedal::sqlite {

/// What an operator reads when the ledger cannot go on: the file, what was tried, what SQLite
/// said, and what to do next.
[[nodiscard]] std::string failure_text(
    const std::string& path, std::string_view doing, const SQLite::Exception& cause
);
[[nodiscard]] std::string failure_text(
    const std::string& path, std::string_view what, std::string_view next_step
);

}  // namespace maedal::sqlite
