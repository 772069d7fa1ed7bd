#include "hostile_front.hpp"

#include "process.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <stdexcept>
#include <utility>

namespace maedal::integration {
namespace {

constexpr int glance = 50;  // milliseconds between two looks at whether the test is over

void must(bool done, const char* what) {
    if (!done) throw std::runtime_error{what};
}

SSL_CTX* context_of(const std::string& key_pem, const std::string& pem) {
    if (pem.empty()) return nullptr;
    SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
    must(context != nullptr, "SSL_CTX_new");
    const std::unique_ptr<BIO, decltype(&::BIO_free)> key{
        BIO_new_mem_buf(key_pem.data(), static_cast<int>(key_pem.size())), &::BIO_free};
    const std::unique_ptr<BIO, decltype(&::BIO_free)> certificate{
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &::BIO_free};
    const std::unique_ptr<EVP_PKEY, decltype(&::EVP_PKEY_free)> private_key{
        PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr), &::EVP_PKEY_free};
    const std::unique_ptr<X509, decltype(&::X509_free)> x509{
        PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr), &::X509_free};
    must(SSL_CTX_use_certificate(context, x509.get()) == 1, "certificate");
    must(SSL_CTX_use_PrivateKey(context, private_key.get()) == 1, "key");
    return context;
}

}  // namespace

HostileFront::HostileFront(
    std::uint16_t sandbox_port, const std::string& key_pem, const std::string& pem
)
    : sandbox_port_{sandbox_port},
      listening_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)},
      context_{context_of(key_pem, pem)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const place = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    must(::bind(listening_, place, size) == 0 && ::listen(listening_, SOMAXCONN) == 0, "listen");
    must(::getsockname(listening_, place, &size) == 0, "getsockname");
    port_ = ntohs(address.sin_port);
    accepting_ = std::thread{[this] { accept_all(); }};
}

HostileFront::~HostileFront() {
    ending_ = true;
    accepting_.join();
    served_.clear();  // joins
    ::close(listening_);
    SSL_CTX_free(context_);
}

void HostileFront::show(const std::string& key_pem, const std::string& pem) {
    const std::lock_guard lock{mutex_};
    SSL_CTX_free(std::exchange(context_, context_of(key_pem, pem)));
}

void HostileFront::cut_all() {
    cuts_ += 1;
    must(eventually([this] { return open_ == 0; }), "a connection does not end");
}

void HostileFront::play(Trick trick, std::string on) {
    const std::lock_guard lock{mutex_};
    trick_ = std::move(trick);
    on_ = std::move(on);
    playing_ = true;
}

bool HostileFront::played() const {
    const std::lock_guard lock{mutex_};
    return !playing_;
}

std::optional<Trick> HostileFront::trick_for(const std::string& request) {
    const std::lock_guard lock{mutex_};
    const std::string first_line = request.substr(0, request.find("\r\n"));
    if (!trick_ || first_line.find(on_) == std::string::npos) return std::nullopt;
    return std::exchange(trick_, std::nullopt);
}

void HostileFront::accept_all() {
    while (!ending_) {
        pollfd ready{listening_, POLLIN, 0};
        if (::poll(&ready, 1, glance) != 1) continue;
        const int socket = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) continue;
        // A reader that waits for ever looks up now and then whether the test is over.
        const timeval five_seconds{5, 0};
        ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &five_seconds, sizeof five_seconds);
        connections_ += 1;
        open_ += 1;
        served_.emplace_back([this, socket] {
            serve(socket);
            open_ -= 1;
        });
    }
}

void HostileFront::serve(int socket) {
    SSL_CTX* context = nullptr;
    {
        const std::lock_guard lock{mutex_};
        context = context_;
        if (context != nullptr) SSL_CTX_up_ref(context);
    }
    Line line{socket, context};
    SSL_CTX_free(context);
    if (!line.shake()) return;
    Line sandbox = Line::to_loopback(sandbox_port_);
    const int cuts = cuts_;
    while (!ending_ && cuts == cuts_) {
        if (line.quiet_for(glance)) continue;
        const auto request = line.message();
        if (request.empty()) return;
        requests_ += 1;
        const auto trick = trick_for(request);
        if (trick) {
            const bool goes_on = play_on(line, sandbox, request, *trick);
            const std::lock_guard lock{mutex_};
            playing_ = false;
            if (!goes_on) return;
            continue;
        }
        if (!sandbox.send(request)) return;
        const auto answer = sandbox.message();
        if (answer.empty() || !line.send(answer)) return;
    }
}

bool HostileFront::play_on(
    Line& line, Line& sandbox, const std::string& request, const Trick& trick
) {
    std::string told;
    for (int time = 0; time < trick.reaches; ++time) {
        if (!sandbox.send(request)) return false;
        told = sandbox.message();
    }
    const auto answer = trick.answer ? trick.answer(told) : std::string{};
    if (trick.then == Trick::Then::drip) {
        drip(line, answer);
        return false;
    }
    if (!line.send(answer)) return false;
    while (trick.then == Trick::Then::hang && !ending_ && line.quiet_for(glance)) {
    }
    return trick.then == Trick::Then::keep;
}

void HostileFront::drip(Line& line, const std::string& answer) {
    constexpr int pause = 200;  // milliseconds
    for (const char byte : answer)
        if (ending_ || !line.send({&byte, 1}) || !line.quiet_for(pause)) return;
}

}  // namespace maedal::integration
