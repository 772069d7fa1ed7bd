#pragma once
#include <cstddef>
#include <string_view>

namespace maedal::ground {

enum class Deed { nothing, kill, tear, fail };

/// What the test has ordered of this process, by its environment. Read once.
///   BAD_GROUND_DOES   kill, tear (half a write, then kill), or EIO, ENOSPC, ECONNRESET; none:
///   count BAD_GROUND_AT     at the call of this number, from 1 BAD_GROUND_TIMES  so many calls in
///   a row fail; 0: all from there on. 1 when it is not set BAD_GROUND_ON     only these calls, as
///   "pwrite,fdatasync"; all when it is not set BAD_GROUND_ARMED  calls count while there is such a
///   file; always when it is not set BAD_GROUND_LOG    a line for every call that counts: its
///   number, its name, what it is on BAD_GROUND_ROOM   bytes that files may grow by; then the disk
///   is full BAD_GROUND_HOLD   while there is such a file, fdatasync does not come back
struct Orders {
    Deed deed = Deed::nothing;
    int error = 0;
    long at = 0;
    long times = 1;
    const char* on = nullptr;
    const char* armed = nullptr;
    const char* log = nullptr;
    const char* hold = nullptr;
    bool little_room = false;
    long room = 0;

    static const Orders& given();
    [[nodiscard]] bool speak_of(std::string_view call) const;
};

}  // namespace maedal::ground
