#pragma once
#include "sqlite/reading.hpp"

#include <memory>
#include <string>

namespace maedal::sqlite {

/// What the operators' doors read: a read-only connection of its own beside the writer's, for a
/// thread of its own. Each call sees the last commit before it, and holds up no writer.
class SqliteReads final : public Reading<ports::LedgerReads> {
public:
    /// `path` is a ledger that SqliteLedger::open has opened before. Throws ports::LedgerFailure.
    /// Without a `vault` verifying leaves the sealed keys out.
    [[nodiscard]] static std::unique_ptr<SqliteReads> open(
        const std::string& path, std::shared_ptr<const Vault> vault = nullptr
    );

private:
    using Reading::Reading;
};

}  // namespace maedal::sqlite
