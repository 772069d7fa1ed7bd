#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace maedal::sqlite {

/// What was last seen of a ledger.
struct Mark {
    std::string epoch;       ///< of the ledger; another one after each restore
    std::string file;        ///< file_identity
    std::int64_t entry = 0;  ///< the newest journal number
    std::string hash;        ///< of that entry, hex
    friend bool operator==(const Mark&, const Mark&) = default;
};

/// `<ledger>.mark`: tells a ledger that was put back or copied from the one that was closed. It is
/// written after each commit, without a sync: it survives a kill, and after a power cut it may be
/// older than the ledger, never newer. Two places are written in turn, each with a checksum, so
/// that a write that was cut leaves the other.
class MarkFile {
public:
    enum class Found { none, damaged, whole };

    /// Opens nothing yet. All other methods throw ports::LedgerFailure when the file cannot be
    /// used.
    explicit MarkFile(const std::string& ledger_path);
    ~MarkFile();
    MarkFile(const MarkFile&) = delete;
    MarkFile& operator=(const MarkFile&) = delete;

    /// Reads the newer of the two places into `mark`.
    [[nodiscard]] Found read(Mark& mark);
    /// Makes the file anew, whole and synced before it gets its name.
    void make(const Mark& mark);
    /// Writes over the older place. The file was made or read before.
    void write(const Mark& mark);
    void sync();
    [[nodiscard]] bool in_use() const noexcept { return file_ >= 0; }

private:
    [[noreturn]] void fail(const char* doing) const;
    void close() noexcept;

    std::string path_;
    int file_ = -1;
    std::uint64_t sequence_ = 0;
};

}  // namespace maedal::sqlite
