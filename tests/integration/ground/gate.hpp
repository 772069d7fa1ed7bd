#pragma once
#include <cstddef>
#include <string_view>

namespace maedal::ground {

/// What a call has to do.
struct Pass {
    int error = 0;      ///< fail with this, without having done anything
    bool torn = false;  ///< write half, then die by `die`
};

/// Counts a call on a file descriptor, and says how it goes on. Does not come back when the process
/// is to be killed here. Our own output, pipes and the like do not count.
Pass at_the_gate(std::string_view call, int file) noexcept;
/// The same for a call on a path.
Pass at_the_gate(std::string_view call, const char* path) noexcept;

/// True when there is room for a file to grow up to `end`; takes it.
bool room_for(int file, long end) noexcept;
/// Waits as long as the test holds fdatasync up.
void wait_while_held() noexcept;
[[noreturn]] void die() noexcept;

}  // namespace maedal::ground
