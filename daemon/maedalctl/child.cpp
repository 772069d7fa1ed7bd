#include "maedalctl/child.hpp"

#include "maedalctl/exit_code.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <system_error>

extern char** environ;

namespace maedal::ctl {
namespace {

/// One end of a pipe.
class End {
public:
    explicit End(int file) noexcept : file_{file} {}
    ~End() { close(); }
    End(const End&) = delete;
    End& operator=(const End&) = delete;
    void close() noexcept {
        if (file_ >= 0) ::close(file_);
        file_ = -1;
    }
    [[nodiscard]] int file() const noexcept { return file_; }

private:
    int file_;
};

struct Pipe {
    std::array<int, 2> made;
    End read, write;
    Pipe() : made{opened()}, read{made[0]}, write{made[1]} {}
    static std::array<int, 2> opened() {
        std::array<int, 2> ends{-1, -1};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            throw Failure{ExitCode::refused, "no pipe: " + std::generic_category().message(errno)};
        return ends;
    }
};

/// A process of ours; it does not outlive this.
class Child {
public:
    explicit Child(pid_t pid) : pid_{pid} {}
    ~Child() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        static_cast<void>(wait());
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    int wait() {
        int status = 0;
        while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
        }
        pid_ = -1;
        constexpr int by_signal = 128;
        return WIFEXITED(status) ? WEXITSTATUS(status) : by_signal + WTERMSIG(status);
    }

private:
    pid_t pid_;
};

pid_t spawned(const std::vector<std::string>& command, const Pipe& out, const Pipe& err) {
    std::vector<char*> arguments;
    for (const auto& word : command)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, out.write.file(), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, err.write.file(), STDERR_FILENO);
    // Whatever waits here meanwhile, Ctrl-C ends the child.
    sigset_t none;
    ::sigemptyset(&none);
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    pid_t pid = -1;
    const int failed = ::posix_spawn(
        &pid, command.front().c_str(), &actions, &attributes, arguments.data(), environ
    );
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    if (failed != 0)
        throw Failure{
            ExitCode::refused, command.front() + ": " + std::generic_category().message(failed)};
    return pid;
}

/// False at its end.
bool read_some(int file, std::string& text) {
    std::array<char, 4'096> bytes{};
    const ssize_t length = ::read(file, bytes.data(), bytes.size());
    if (length < 0 && errno == EINTR) return true;
    if (length <= 0) return false;
    text.append(bytes.data(), static_cast<std::size_t>(length));
    return true;
}

}  // namespace

std::string companion(const std::string& name) {
    std::error_code error;
    const auto beside = std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / name;
    for (const auto& path : {beside, std::filesystem::path{MAEDAL_LIBEXEC_DIR} / name})
        if (::access(path.c_str(), X_OK) == 0) return path.string();
    throw Failure{ExitCode::refused, name + " is not installed beside this program"};
}

ChildEnd run_child(
    const std::vector<std::string>& command,
    const std::function<void(const std::string&)>& each_line
) {
    Pipe out, err;
    Child child{spawned(command, out, err)};
    out.write.close();
    err.write.close();
    std::string said, complaint;
    bool out_open = true, err_open = true;
    while (out_open || err_open) {
        std::array<pollfd, 2> both{
            pollfd{out_open ? out.read.file() : -1, POLLIN, 0},
            pollfd{err_open ? err.read.file() : -1, POLLIN, 0}};
        if (::poll(both.data(), both.size(), -1) < 0 && errno != EINTR) break;
        if (both[0].revents != 0) out_open = read_some(out.read.file(), said);
        if (both[1].revents != 0) err_open = read_some(err.read.file(), complaint);
        if (complaint.size() > ChildEnd::complaint_bytes_max)
            complaint.erase(0, complaint.size() - ChildEnd::complaint_bytes_max);
        for (auto end = said.find('\n'); end != std::string::npos; end = said.find('\n')) {
            const std::string line = said.substr(0, end);
            said.erase(0, end + 1);
            each_line(line);
        }
    }
    return {child.wait(), std::move(complaint)};
}

}  // namespace maedal::ctl
