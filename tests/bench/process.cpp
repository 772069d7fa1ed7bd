#include "process.hpp"

#include "base/contract.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace maedal::bench {
namespace {

constexpr std::chrono::seconds patience{10};

/// In the child: only what is safe after a fork.
[[noreturn]] void become(char* const* words, int output) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::execv(words[0], words);
    ::_exit(127);
}

}  // namespace

Process::Process(const std::vector<std::string>& words, const std::filesystem::path& said)
    : name_{words.front()}, said_{said} {
    std::vector<std::string> kept = words;
    std::vector<char*> pointers;
    for (auto& word : kept)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    const int output = ::open(said.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (output < 0) throw std::runtime_error{said.string() + " cannot be written"};
    pid_ = ::fork();
    if (pid_ == 0) become(pointers.data(), output);
    ::close(output);
    if (pid_ < 0) throw std::runtime_error{name_ + " cannot be started"};
}

Process::~Process() {
    if (!alive()) return;
    ::kill(pid_, SIGTERM);
    if (come_true(patience, [this] { return !alive(); })) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

bool Process::alive() {
    if (!ended_) ended_ = ::waitpid(pid_, nullptr, WNOHANG) != 0;
    return !ended_;
}

clockid_t Process::cpu_clock() const {
    clockid_t clock{};
    MAEDAL_EXPECTS(::clock_getcpuclockid(pid_, &clock) == 0);
    return clock;
}

long Process::peak_memory_kib() const {
    std::ifstream status{"/proc/" + std::to_string(pid_) + "/status"};
    std::string word;
    long kib = 0;
    while (status >> word)
        if (word == "VmHWM:" && status >> kib) return kib;
    throw std::runtime_error{name_ + " has no VmHWM: is it still alive?"};
}

std::string Process::line_after(const std::string& words) {
    std::string found;
    const auto look = [&] {
        std::ifstream file{said_};
        for (std::string line; found.empty() && std::getline(file, line);)
            if (line.starts_with(words) && !file.eof()) found = line.substr(words.size());
        return !found.empty() || !alive();
    };
    if (come_true(patience, look) && !found.empty()) return found;
    throw std::runtime_error{name_ + " does not start:\n" + all_said()};
}

std::string Process::all_said() const {
    std::ostringstream all;
    all << std::ifstream{said_}.rdbuf();
    return all.str();
}

void pause() {
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
}

}  // namespace maedal::bench
