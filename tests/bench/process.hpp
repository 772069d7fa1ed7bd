#pragma once
#include <sys/types.h>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

namespace maedal::bench {

/// A program that runs beside this one and ends with it. What it says goes to a file.
class Process {
public:
    Process(const std::vector<std::string>& words, const std::filesystem::path& said);
    ~Process();  ///< asks it to end, and after ten seconds makes it
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    [[nodiscard]] bool alive();
    /// Its CPU time, user and system, to the nanosecond.
    [[nodiscard]] clockid_t cpu_clock() const;
    /// The most memory it ever held, in KiB.
    [[nodiscard]] long peak_memory_kib() const;
    /// The rest of the first line it said that begins with `words`. Throws when it ends first, or
    /// nothing comes in ten seconds.
    [[nodiscard]] std::string line_after(const std::string& words);
    [[nodiscard]] std::string all_said() const;

private:
    std::string name_;
    std::filesystem::path said_;
    pid_t pid_;
    bool ended_ = false;
};

/// Waits a few milliseconds.
void pause();

/// Asks every few milliseconds whether `done`, for at most `at_most`. False when time ran out.
template <class Done>
bool come_true(std::chrono::seconds at_most, Done done) {
    const auto until = std::chrono::steady_clock::now() + at_most;
    while (!done()) {
        if (std::chrono::steady_clock::now() > until) return false;
        pause();
    }
    return true;
}

}  // namespace maedal::bench
