#include "config/secret_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>

namespace maedal::config {
namespace {

Error refusal(std::string reason, std::string detail) {
    return Error{Errc::invalid, std::move(reason), std::move(detail), ""};
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_{number} {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

/// Why this open file may not be used; empty when it may.
std::optional<Error> objection(int descriptor, const std::string& path, SecretSource::Kind kind) {
    struct stat facts {};
    if (::fstat(descriptor, &facts) != 0)
        return refusal("secret_unreadable", fmt::format("{}: {}", path, std::strerror(errno)));
    if (!S_ISREG(facts.st_mode)) {
        return refusal(
            "secret_not_a_file", fmt::format("{} is not a regular file; name a file", path)
        );
    }
    if (kind == SecretSource::Kind::file && (facts.st_mode & 0077) != 0) {
        return refusal(
            "secret_exposed",
            fmt::format(
                "{} is open to others than its owner (mode {:04o}); run: chmod 0600 {}",
                path,
                facts.st_mode & 07777,
                path
            )
        );
    }
    return std::nullopt;
}

Result<Secret> content(int descriptor, const std::string& path) {
    std::string buffer(secret_bytes_max + 1, '\0');
    std::size_t size = 0;
    while (size < buffer.size()) {
        const auto got = ::read(descriptor, buffer.data() + size, buffer.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0)
            return refusal("secret_unreadable", fmt::format("{}: {}", path, std::strerror(errno)));
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    const bool too_long = size > secret_bytes_max;
    if (size > 0 && buffer[size - 1] == '\n') --size;
    if (size > 0 && buffer[size - 1] == '\r') --size;
    buffer.resize(size);
    Secret secret{std::move(buffer)};  // also wipes what is refused below
    if (too_long) {
        return refusal(
            "secret_too_long",
            fmt::format("{} is longer than {} bytes; is it the right file?", path, secret_bytes_max)
        );
    }
    if (secret.empty())
        return refusal("secret_empty", fmt::format("{} is empty; write the secret into it", path));
    return secret;
}

}  // namespace

Result<Secret> read_secret(const SecretSource& source) {
    std::string path = source.name;
    if (source.kind == SecretSource::Kind::credential) {
        const char* const directory = std::getenv("CREDENTIALS_DIRECTORY");
        if (directory == nullptr || *directory == '\0') {
            return refusal(
                "no_credentials",
                fmt::format(
                    "credential {}: $CREDENTIALS_DIRECTORY is not set; start under systemd with "
                    "LoadCredential={}:FILE, or name a file in the configuration",
                    source.name,
                    source.name
                )
            );
        }
        path = fmt::format("{}/{}", directory, source.name);
    }
    // O_NONBLOCK: a named pipe must not hold up the start.
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)};
    if (file.number() < 0)
        return refusal("secret_unreadable", fmt::format("{}: {}", path, std::strerror(errno)));
    if (auto error = objection(file.number(), path, source.kind)) return std::move(*error);
    return content(file.number(), path);
}

}  // namespace maedal::config
