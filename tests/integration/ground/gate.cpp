#include "gate.hpp"

#include "orders.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <ctime>

// Everything here goes to the kernel by syscall(): the functions of libc are ours.
namespace maedal::ground {
namespace {

std::atomic<long> counted{0};
std::atomic<long> grown{0};

bool exists(const char* path) noexcept {
    return ::syscall(SYS_faccessat, AT_FDCWD, path, F_OK) == 0;
}

enum class Kind { other, file, socket };

Kind kind_of(int file) noexcept {
    struct stat about {};
    if (file <= STDERR_FILENO || ::fstat(file, &about) != 0) return Kind::other;
    if (S_ISREG(about.st_mode) || S_ISDIR(about.st_mode)) return Kind::file;
    return S_ISSOCK(about.st_mode) ? Kind::socket : Kind::other;
}

/// The last part of a file's name.
void write_name(int file, std::array<char, 256>& name) noexcept {
    std::array<char, 64> link{};
    std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", file);
    const auto length = ::readlink(link.data(), name.data(), name.size() - 1);
    name[length > 0 ? static_cast<std::size_t>(length) : 0] = '\0';
}

void note(long number, std::string_view call, const char* place) noexcept {
    const char* const path = Orders::given().log;
    if (path == nullptr) return;
    std::array<char, 400> line{};
    const int length = std::snprintf(
        line.data(),
        line.size(),
        "%ld %.*s %s\n",
        number,
        static_cast<int>(call.size()),
        call.data(),
        place
    );
    const long file =
        ::syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0) return;
    ::syscall(SYS_write, file, line.data(), length);
    ::syscall(SYS_close, file);
}

Pass counted_call(std::string_view call, const char* place) noexcept {
    const auto& orders = Orders::given();
    if (!orders.speak_of(call)) return {};
    if (orders.armed != nullptr && !exists(orders.armed)) return {};
    const long number = counted.fetch_add(1) + 1;
    note(number, call, place);
    const bool here =
        orders.at > 0 && number >= orders.at &&
        (number < orders.at + orders.times || (orders.deed == Deed::fail && orders.times == 0));
    if (!here) return {};
    if (orders.deed == Deed::kill) die();
    return {orders.deed == Deed::fail ? orders.error : 0, orders.deed == Deed::tear};
}

}  // namespace

Pass at_the_gate(std::string_view call, int file) noexcept {
    const int kept = errno;
    const Kind kind = kind_of(file);
    Pass pass;
    if (kind != Kind::other) {
        std::array<char, 256> name{"socket"};
        if (kind == Kind::file) write_name(file, name);
        pass = counted_call(call, name.data());
    }
    errno = kept;
    return pass;
}

Pass at_the_gate(std::string_view call, const char* path) noexcept {
    const int kept = errno;
    const Pass pass = counted_call(call, path);
    errno = kept;
    return pass;
}

bool room_for(int file, long end) noexcept {
    const auto& orders = Orders::given();
    struct stat about {};
    if (!orders.little_room || ::fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) return true;
    if (orders.armed != nullptr && !exists(orders.armed)) return true;
    const long more = end - about.st_size;
    if (more <= 0) return true;
    if (grown.load() + more > orders.room) return false;
    grown.fetch_add(more);
    return true;
}

void wait_while_held() noexcept {
    const char* const path = Orders::given().hold;
    constexpr long five_milliseconds = 5'000'000;
    while (path != nullptr && exists(path)) {
        const timespec pause{0, five_milliseconds};
        ::syscall(SYS_nanosleep, &pause, nullptr);
    }
}

void die() noexcept {
    ::syscall(SYS_kill, ::getpid(), SIGKILL);
    for (;;)
        ::syscall(SYS_pause);
}

}  // namespace maedal::ground
