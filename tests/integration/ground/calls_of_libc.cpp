// Bad ground: preloaded into the daemon by the tests, it stands between it and the kernel. The n-th
// call that writes, sends, creates or removes something is where it is killed, or where a disk
// fails. No ptrace, so that it works in every container.
#include "gate.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>

namespace {

using namespace maedal::ground;

int refused(const Pass& pass) noexcept {
    errno = pass.error;
    return -1;
}

ssize_t write_at(int file, const void* bytes, std::size_t count, off_t offset) noexcept {
    const Pass pass = at_the_gate("pwrite", file);
    if (pass.error != 0) return refused(pass);
    if (!room_for(file, offset + static_cast<off_t>(count))) return refused({ENOSPC, false});
    const auto written =
        ::syscall(SYS_pwrite64, file, bytes, pass.torn ? count / 2 : count, offset);
    if (pass.torn) die();
    return written;
}

int opened(int folder, const char* path, int flags, mode_t mode) noexcept {
    // Opening what is there writes nothing.
    if ((flags & O_CREAT) != 0 && ::syscall(SYS_faccessat, folder, path, F_OK) != 0) {
        const Pass pass = at_the_gate("open", path);
        if (pass.error != 0) return refused(pass);
        if (pass.torn) die();
    }
    return static_cast<int>(::syscall(SYS_openat, folder, path, flags, mode));
}

/// A call that is done whole or not at all.
template <class Place, class... Words>
int changed(const char* name, Place place, long number, Words... words) noexcept {
    const Pass pass = at_the_gate(name, place);
    if (pass.error != 0) return refused(pass);
    if (pass.torn) die();
    return static_cast<int>(::syscall(number, words...));
}

/// Gives the error itself, and leaves errno alone.
int reserved(int file, off_t from, off_t length) noexcept {
    const Pass pass = at_the_gate("posix_fallocate", file);
    if (pass.error != 0) return pass.error;
    if (pass.torn) die();
    if (!room_for(file, from + length)) return ENOSPC;
    const int kept = errno;
    const bool done = ::syscall(SYS_fallocate, file, 0, from, length) == 0;
    const int error = done ? 0 : errno;
    errno = kept;
    return error;
}

mode_t mode_in(int flags, va_list& more) noexcept {
    const bool given = (flags & (O_CREAT | O_TMPFILE)) != 0;
    return given ? static_cast<mode_t>(va_arg(more, unsigned)) : 0;
}

int synced(long number, const char* name, int file) noexcept {
    const Pass pass = at_the_gate(name, file);
    if (pass.error != 0) return refused(pass);
    if (pass.torn) die();
    wait_while_held();
    return static_cast<int>(::syscall(number, file));
}

}  // namespace

extern "C" {

ssize_t write(int file, const void* bytes, std::size_t count) {
    const Pass pass = at_the_gate("write", file);
    if (pass.error != 0) return refused(pass);
    struct stat about {};
    if (::fstat(file, &about) == 0 && S_ISREG(about.st_mode)) {
        const bool at_end = (::fcntl(file, F_GETFL) & O_APPEND) != 0;
        const off_t from = at_end ? about.st_size : ::lseek(file, 0, SEEK_CUR);
        if (!room_for(file, from + static_cast<off_t>(count))) return refused({ENOSPC, false});
    }
    const auto written = ::syscall(SYS_write, file, bytes, pass.torn ? count / 2 : count);
    if (pass.torn) die();
    return written;
}

ssize_t pwrite(int file, const void* bytes, std::size_t count, off_t offset) {
    return write_at(file, bytes, count, offset);
}

ssize_t pwrite64(int file, const void* bytes, std::size_t count, off64_t offset) {
    return write_at(file, bytes, count, offset);
}

int fdatasync(int file) {
    return synced(SYS_fdatasync, "fdatasync", file);
}

int fsync(int file) {
    return synced(SYS_fsync, "fsync", file);
}

int ftruncate(int file, off_t length) noexcept {
    return changed("ftruncate", file, SYS_ftruncate, file, length);
}

int ftruncate64(int file, off64_t length) noexcept {
    return changed("ftruncate", file, SYS_ftruncate, file, length);
}

int posix_fallocate(int file, off_t from, off_t length) {
    return reserved(file, from, length);
}

int posix_fallocate64(int file, off64_t from, off64_t length) {
    return reserved(file, from, length);
}

int rename(const char* from, const char* to) noexcept {
    return changed("rename", from, SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

// It names a backup.
int renameat2(int folder, const char* from, int other, const char* to, unsigned flags) noexcept {
    return changed("renameat2", from, SYS_renameat2, folder, from, other, to, flags);
}

int unlink(const char* path) noexcept {
    return changed("unlink", path, SYS_unlinkat, AT_FDCWD, path, 0);
}

int chmod(const char* path, mode_t mode) noexcept {
    return changed("chmod", path, SYS_fchmodat, AT_FDCWD, path, mode);
}

int fchmod(int file, mode_t mode) noexcept {
    return changed("fchmod", file, SYS_fchmod, file, mode);
}

int fchown(int file, uid_t owner, gid_t group) noexcept {
    return changed("fchown", file, SYS_fchown, file, owner, group);
}

int lchown(const char* path, uid_t owner, gid_t group) noexcept {
    return changed("lchown", path, SYS_fchownat, AT_FDCWD, path, owner, group, AT_SYMLINK_NOFOLLOW);
}

// Only a socket with a place in a folder writes something.
int bind(int socket, const sockaddr* to, socklen_t size) noexcept {
    if (to->sa_family != AF_UNIX) return static_cast<int>(::syscall(SYS_bind, socket, to, size));
    sockaddr_un place{};
    std::memcpy(&place, to, std::min<std::size_t>(size, sizeof place - 1));
    return changed("bind", static_cast<const char*>(place.sun_path), SYS_bind, socket, to, size);
}

int open(const char* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const mode_t mode = mode_in(flags, more);
    va_end(more);
    return opened(AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const mode_t mode = mode_in(flags, more);
    va_end(more);
    return opened(AT_FDCWD, path, flags, mode);
}

int connect(int socket, const sockaddr* to, socklen_t size) {
    return changed("connect", socket, SYS_connect, socket, to, size);
}

ssize_t send(int socket, const void* bytes, std::size_t count, int flags) {
    const Pass pass = at_the_gate("send", socket);
    if (pass.error != 0) return refused(pass);
    const auto sent =
        ::syscall(SYS_sendto, socket, bytes, pass.torn ? count / 2 : count, flags, nullptr, 0);
    if (pass.torn) die();
    return sent;
}

ssize_t sendmsg(int socket, const msghdr* message, int flags) {
    const Pass pass = at_the_gate("sendmsg", socket);
    if (pass.error != 0) return refused(pass);
    if (pass.torn && message->msg_iovlen > 0) {
        // Half of its first part: the other side has the beginning of a request.
        const iovec& first = message->msg_iov[0];
        ::syscall(SYS_sendto, socket, first.iov_base, first.iov_len / 2, flags, nullptr, 0);
        die();
    }
    return ::syscall(SYS_sendmsg, socket, message, flags);
}

}  // extern "C"
