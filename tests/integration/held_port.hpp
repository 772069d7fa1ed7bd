#pragma once
#include <cstdint>

namespace maedal::integration {

/// A free port of 127.0.0.1 that stays free for our programs: bound here, so that the system gives
/// it to nobody else, but not listened on, so that whoever allows reuse of addresses may listen.
class HeldPort {
public:
    HeldPort();
    ~HeldPort();
    HeldPort(const HeldPort&) = delete;
    HeldPort& operator=(const HeldPort&) = delete;

    [[nodiscard]] std::uint16_t number() const noexcept { return number_; }

private:
    int socket_;
    std::uint16_t number_ = 0;
};

}  // namespace maedal::integration
