#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace maedal::integration {

/// Callers who hold their connections open and say as much as they are told to. All leave with the
/// object.
class Crowd {
public:
    Crowd() = default;
    ~Crowd();
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

    /// From so many addresses of this host in turn, 127.0.0.`first` being the first, so that no
    /// bound for one address holds them.
    void come_to_loopback(std::uint16_t port, int callers, int addresses, unsigned first = 2);
    void come_to_unix(const std::string& path, int callers);
    /// Each of them; what does not fit into its connection is left out.
    void all_say(const std::string& bytes) const;
    /// Those who got through to a socket.
    [[nodiscard]] int size() const noexcept { return static_cast<int>(callers_.size()); }
    void leave();

private:
    std::vector<int> callers_;
};

}  // namespace maedal::integration
