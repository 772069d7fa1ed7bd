#pragma once
#include "held_port.hpp"
#include "line.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace maedal::integration {

/// What becomes of one call.
struct Trick {
    enum class Then { keep, close, hang, drip };
    const char* name;
    /// Whether the sandbox hears of it at all, and how often.
    int reaches = 1;
    /// The sandbox's last answer, or none, into what is sent.
    std::function<std::string(const std::string&)> answer;
    /// After that: the connection is kept or closed, says nothing more, or the answer comes byte by
    /// byte.
    Then then = Then::keep;
};

/// Stands between the daemon and the sandbox, hands everything on, and plays a trick on the calls
/// it was told to. It speaks TLS when it has a certificate (PEM, key and certificate).
class HostileFront {
public:
    HostileFront(std::uint16_t sandbox_port, const std::string& key_pem, const std::string& pem);
    explicit HostileFront(std::uint16_t sandbox_port) : HostileFront{sandbox_port, "", ""} {}
    ~HostileFront();
    HostileFront(const HostileFront&) = delete;
    HostileFront& operator=(const HostileFront&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    /// Another certificate, for connections to come.
    void show(const std::string& key_pem, const std::string& pem);
    /// Ends every connection there is; they are gone when this returns.
    void cut_all();
    /// On the next call whose first line contains this.
    void play(Trick trick, std::string on);
    /// The trick has been played out, but for what hangs.
    [[nodiscard]] bool played() const;
    [[nodiscard]] int connections() const noexcept { return connections_; }
    [[nodiscard]] int requests() const noexcept { return requests_; }

private:
    void accept_all();
    void serve(int socket);
    [[nodiscard]] std::optional<Trick> trick_for(const std::string& request);
    /// False when the connection is over.
    bool play_on(Line& line, Line& sandbox, const std::string& request, const Trick& trick);
    void drip(Line& line, const std::string& answer);

    std::uint16_t sandbox_port_;
    int listening_;
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_;
    SSL_CTX* context_ = nullptr;
    std::optional<Trick> trick_;
    std::string on_;
    bool playing_ = false;
    std::atomic<int> connections_{0}, requests_{0}, open_{0}, cuts_{0};
    std::atomic<bool> ending_{false};
    std::list<std::jthread> served_;
    std::thread accepting_;
};

}  // namespace maedal::integration
