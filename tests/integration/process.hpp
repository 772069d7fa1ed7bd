#pragma once
#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace maedal::integration {

/// Far more than anything here takes on a busy machine: who waits so long has found a fault.
inline constexpr std::chrono::seconds patience{60};

/// Asks every few milliseconds. False when it is not so within `patience`.
bool eventually(const std::function<bool()>& is_so);

struct Ending {
    int code;    ///< -1 when a signal ended it
    int signal;  ///< 0 when it ended by itself
    bool operator==(const Ending&) const = default;
};

/// A program of ours as a child process; what it prints goes to a file. It never outlives its
/// object, nor the test program.
class Process {
public:
    using Environment = std::vector<std::pair<std::string, std::string>>;

    Process(
        const std::vector<std::string>& command,
        const std::string& output_path,
        const Environment& more = {}
    );
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    [[nodiscard]] pid_t pid() const noexcept { return pid_; }
    void send(int signal) const;
    /// Empty when it still runs after `patience`.
    std::optional<Ending> ending();
    [[nodiscard]] bool running();
    /// kill -9, and gone when this returns.
    void kill();

private:
    bool reap(int wait_milliseconds);

    pid_t pid_;
    int handle_;  // pidfd: waiting for the end without polling
    std::optional<Ending> ending_;
};

/// Runs a program to its end: how it ended, and what it printed.
std::pair<std::optional<Ending>, std::string> outcome_of(const std::vector<std::string>& command);

}  // namespace maedal::integration
