#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace maedal::sqlite {

/// A disk in memory that SQLite can stand on, for simulations: it keeps what was written and what
/// was synced apart, so that a power cut leaves what a real one may leave, and it fails where it is
/// told to. The same seed gives the same accidents. Used by one thread. Not modelled: a length that
/// shrinks and a file that is deleted are durable at once.
class MemoryDisk {
public:
    /// Registers itself with SQLite as a file system of this name, which no other has.
    MemoryDisk(std::string name, std::uint64_t seed);
    ~MemoryDisk();  ///< every ledger on it is closed before
    MemoryDisk(const MemoryDisk&) = delete;
    MemoryDisk& operator=(const MemoryDisk&) = delete;

    /// For LedgerOptions::vfs.
    [[nodiscard]] const std::string& name() const noexcept { return name_; }

    /// The process died: what is open stays dead, what was written stands.
    void lose_process();
    /// The machine died: of what was written after the last sync, each write survives, is lost, or
    /// is torn at a sector, by dice.
    void lose_power();

    enum class Fault {
        io_error,       ///< one write or sync fails
        full,           ///< one write finds no space
        io_error_ever,  ///< every one from there on, until heal()
        full_ever,
        death,  ///< the process dies there: nothing works any more until lose_process or lose_power
    };
    /// The fault comes at the write, sync, truncation or deletion after `writes` more of them.
    void fail_after(int writes, Fault fault);
    void heal();
    /// Whether the fault has come since it was ordered.
    [[nodiscard]] bool failed() const noexcept { return failed_; }
    [[nodiscard]] std::int64_t torn_writes() const noexcept { return torn_; }
    [[nodiscard]] std::int64_t writes() const noexcept { return writes_; }

    /// Every file as it was written. Nothing on it is open while it is put back.
    using Image = std::map<std::string, std::vector<char>>;
    [[nodiscard]] Image image() const;
    void put_back(const Image& image);

    struct Node;
    struct Vfs;

private:
    friend struct Vfs;
    /// 0, or the SQLite code with which this write fails.
    int next_write();
    std::uint64_t roll() noexcept;
    void forget_handles();

    std::string name_;
    std::uint64_t dice_;
    std::map<std::string, std::shared_ptr<Node>> nodes_;
    std::unique_ptr<Vfs> vfs_;
    std::uint64_t generation_ = 1;  ///< of open files: older ones are dead
    std::int64_t writes_ = 0;
    std::int64_t fail_at_ = -1;
    Fault fault_ = Fault::io_error;
    bool failed_ = false;
    bool dead_ = false;
    std::int64_t torn_ = 0;
};

}  // namespace maedal::sqlite
