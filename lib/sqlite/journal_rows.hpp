#pragma once
#include "ports/ledger.hpp"
#include "sqlite/connection.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maedal::sqlite {

/// The end of the chain that the next entry is hung on. Read anew with each transaction, so that a
/// rollback needs no care.
class Journal {
public:
    explicit Journal(Connection& connection) : connection_{connection} {}

    /// Reads where the chain ends; the transaction stands.
    void begin();
    /// Appends one entry about `kind`:`id`.
    void write(
        const ports::Cause& cause,
        std::string_view kind,
        std::string_view id,
        const std::string& image
    );
    /// Where the chain ends with what this transaction has written.
    [[nodiscard]] std::int64_t last_number() const noexcept { return last_number_; }
    [[nodiscard]] const std::string& last_hash() const noexcept { return last_hash_; }

private:
    Connection& connection_;
    std::int64_t last_number_ = 0;
    std::string last_hash_;
};

/// Newest first; rows below the number in `page.after`. An empty subject means all.
[[nodiscard]] std::vector<ports::JournalEntry> journal_page(
    Connection& connection, const std::string& subject, const ports::Page& page
);

/// The number of the first entry that is missing or does not agree with its hash; empty while the
/// chain is whole. Reads the whole journal.
[[nodiscard]] std::optional<std::int64_t> first_broken_entry(Connection& connection);

}  // namespace maedal::sqlite
