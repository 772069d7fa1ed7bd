#pragma once
#include "ports/checks.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/mark_file.hpp"

#include <string>

namespace maedal::sqlite {

/// Knows whether the file under us is ours: over a restart by the mark beside it, and while we run
/// by its inode and its header. Methods throw ports::LedgerFailure.
class Watch {
public:
    /// Finds out the origin. Changes nothing, so that a crash before adopt() forgets nothing.
    /// Throws ports::LedgerOfOthers for an empty ledger where another was in use.
    explicit Watch(Connection& connection);

    [[nodiscard]] const ports::LedgerOrigin& origin() const noexcept { return origin_; }

    /// The ledger is ours from here on: gives it an epoch if it needs one, and marks it. Outside a
    /// transaction. A repeat changes nothing.
    void adopt();
    /// A commit is durable; the journal ends at `entry` with this hash.
    void committed(std::int64_t entry, std::string_view hash);
    /// Throws when the file, or its write-ahead log, was taken away or replaced.
    void look();
    void sync() { mark_file_.sync(); }

private:
    void find_origin();
    void compare(const Mark& mark, const std::string& epoch);
    [[noreturn]] void refuse_emptied(std::int64_t seen) const;
    void settle(ports::Origin kind, std::string why);
    [[noreturn]] void gone(const std::string& what) const;

    Connection& connection_;
    MarkFile mark_file_;
    Mark mark_;             ///< as it will be written next
    std::string identity_;  ///< of the file we opened; empty: it is no file of this system
    std::string log_identity_;
    ports::LedgerOrigin origin_;
    bool new_epoch_ = false;
    bool adopted_ = false;
    bool header_was_ours_ = false;
};

}  // namespace maedal::sqlite
