#pragma once
#include "process.hpp"
#include "temp_folder.hpp"

#include <optional>
#include <string>
#include <vector>

namespace maedal::integration {

/// What is to happen to a process at a call to the kernel that writes, sends, creates or removes
/// something. tests/integration/ground stands there, preloaded.
struct Blow {
    std::string does = "";  ///< kill, tear, EIO, ENOSPC, ECONNRESET; empty: only count
    long at = 0;            ///< the number of the call, from 1
    long times = 1;         ///< calls in a row that fail; 0: all from there on
    std::string on = "";    ///< only these calls, as "pwrite,fdatasync"; empty: all
    std::optional<long> room = std::nullopt;  ///< bytes until the disk is full
    bool operator==(const Blow&) const = default;
};

inline constexpr const char* calls_on_files =
    "write,pwrite,fdatasync,fsync,ftruncate,posix_fallocate,open,rename,renameat2,unlink,"
    "chmod,fchmod,fchown,lchown,bind";
inline constexpr const char* calls_on_sockets = "connect,send,sendmsg";

/// The ground under the daemon of one test: calls count only while it is armed.
class BadGround {
public:
    explicit BadGround(const TempFolder& folder);

    /// For the start of a process, whose first counted call has the number 1.
    [[nodiscard]] Process::Environment under(const Blow& blow) const;
    void arm() const;
    void disarm() const;
    /// fdatasync does not come back between the two.
    void hold_syncs() const;
    void let_syncs_go() const;
    /// Name and place of every call that counted since the last `forget`, in order.
    [[nodiscard]] std::vector<std::string> calls() const;
    void forget() const;

private:
    std::string armed_, held_, log_;
};

/// The numbers of the calls at which a test strikes: some of them in the short form, and the first
/// of each kind that `decisive` names ("rename"); all of them in the long form.
std::vector<long> points_among(
    const std::vector<std::string>& calls, const std::vector<std::string>& decisive
);

/// True when the long form of a test is asked for (MAEDAL_LONG is set); tests/long.sh does.
bool long_form();

}  // namespace maedal::integration
