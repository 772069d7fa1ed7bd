#include "process.hpp"

#include "temp_folder.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace maedal::integration {
namespace {

/// Ours but for what the service manager of this test's own surroundings may have set.
std::vector<std::string> surroundings(const Process::Environment& more) {
    std::vector<std::string> all;
    for (char** place = environ; *place != nullptr; ++place) {
        const std::string text{*place};
        const std::string name = text.substr(0, text.find('='));
        const bool given_anew = std::any_of(more.begin(), more.end(), [&name](const auto& entry) {
            return entry.first == name;
        });
        if (given_anew || name == "NOTIFY_SOCKET" || name == "CREDENTIALS_DIRECTORY" ||
            name.starts_with("WATCHDOG_") || name == "ASAN_OPTIONS")
            continue;
        all.push_back(text);
    }
    for (const auto& [name, value] : more)
        all.push_back(name + "=" + value);
    // A process that is not dumpable cannot look at itself for leaks.
    const char* const sanitizer = std::getenv("ASAN_OPTIONS");
    all.push_back(
        "ASAN_OPTIONS=" + std::string{sanitizer == nullptr ? "" : sanitizer} +
        ":detect_leaks=0:verify_asan_link_order=0"
    );
    return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    all.reserve(texts.size() + 1);
    for (auto& text : texts)
        all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

}  // namespace

bool eventually(const std::function<bool()>& is_so) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!is_so()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return true;
}

Process::Process(
    const std::vector<std::string>& command, const std::string& output_path, const Environment& more
) {
    auto words = command;
    auto settings = surroundings(more);
    const auto argv = pointers(words), envp = pointers(settings);
    const int output = ::open(output_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (output < 0) throw std::runtime_error{output_path};
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ == 0) {  // only what is safe between fork and exec
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) ::_exit(126);
        ::dup2(output, STDOUT_FILENO);
        ::dup2(output, STDERR_FILENO);
        ::execve(argv[0], argv.data(), envp.data());
        ::_exit(127);
    }
    ::close(output);
    if (pid_ < 0) throw std::runtime_error{"fork"};
    // glibc 2.36 declares pidfd_open for C only.
    handle_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    if (handle_ < 0) throw std::runtime_error{"pidfd_open"};
}

Process::~Process() {
    kill();
    ::close(handle_);
}

void Process::send(int signal) const {
    if (!ending_) ::kill(pid_, signal);
}

bool Process::reap(int wait_milliseconds) {
    if (ending_) return true;
    pollfd end{handle_, POLLIN, 0};
    if (::poll(&end, 1, wait_milliseconds) != 1) return false;
    int status = 0;
    if (::waitpid(pid_, &status, 0) != pid_) throw std::runtime_error{"waitpid"};
    const bool by_itself = WIFEXITED(status);
    ending_ = Ending{by_itself ? WEXITSTATUS(status) : -1, by_itself ? 0 : WTERMSIG(status)};
    return true;
}

std::optional<Ending> Process::ending() {
    reap(static_cast<int>(std::chrono::milliseconds{patience}.count()));
    return ending_;
}

bool Process::running() {
    return !reap(0);
}

void Process::kill() {
    send(SIGKILL);
    reap(-1);  // nothing outlives SIGKILL
}

std::pair<std::optional<Ending>, std::string> outcome_of(const std::vector<std::string>& command) {
    const TempFolder folder;
    Process process{command, folder.file("output")};
    const auto ending = process.ending();
    return {ending, folder.read("output")};
}

}  // namespace maedal::integration
