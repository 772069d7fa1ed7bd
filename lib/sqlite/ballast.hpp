#pragma once
#include <cstdint>
#include <string>

namespace maedal::sqlite {

/// `<ledger>.ballast`: room that is kept back on the disk, and let go when the disk is full, so
/// that the outcomes of what was sent can still be written. Best effort: a disk that has no room
/// for it works without.
class Ballast {
public:
    /// 0 bytes: none is kept.
    Ballast(const std::string& ledger_path, std::int64_t bytes)
        : path_{ledger_path + ".ballast"}, bytes_{bytes} {}

    /// Makes it where it is missing and the disk has eight times as much left.
    void keep();
    void let_go() noexcept;

private:
    std::string path_;
    std::int64_t bytes_;
};

}  // namespace maedal::sqlite
