#include "sqlite/ballast.hpp"

#include "sqlite/file_mode.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace maedal::sqlite {

void Ballast::keep() {
    if (bytes_ == 0) return;
    struct stat found {};
    if (::stat(path_.c_str(), &found) == 0 && found.st_size == bytes_) return;
    if (free_bytes_beside(path_) / 8 < bytes_) return;
    const int file =
        ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return;
    // A file without blocks of its own would give nothing back.
    const bool full_size = ::posix_fallocate(file, 0, bytes_) == 0;
    ::close(file);
    if (!full_size) let_go();
}

void Ballast::let_go() noexcept {
    if (bytes_ != 0) ::unlink(path_.c_str());
}

}  // namespace maedal::sqlite
