#include "net/server.hpp"

#include "base/log.hpp"
#include "net/listening.hpp"
#include "net/session.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <map>
#include <memory>
#include <set>

namespace maedal::net {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using boost::system::error_code;
using Acceptor = asio::basic_socket_acceptor<asio::generic::stream_protocol>;

/// Connections over a bound that are being told so; more than that are closed without a word.
constexpr int turned_away_max = 16;
constexpr auto accept_pause = 100ms;

void log_failure(const std::exception_ptr& failure) {
    if (!failure) return;
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        log::error(std::string{"a connection ended: "} + error.what());
    } catch (...) {
        log::error("a connection ended: an exception of an unknown type");
    }
}

/// Small answers must not wait for the acknowledgement of the one before.
void send_at_once(StreamSocket& socket) {
    error_code ec;  // a Unix socket refuses it and needs it not
    socket.set_option(asio::ip::tcp::no_delay{true}, ec);
}

}  // namespace

class Server::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(asio::any_io_executor executor, Handler handler, ServerLimits limits)
        : executor_{std::move(executor)},
          rules_{std::make_shared<SessionRules>()},
          emptied_{executor_} {
        rules_->handler = std::move(handler);
        rules_->limits = limits;
    }

    Result<Done> listen_tcp(const std::string& address, std::uint16_t port) {
        const auto made = listening_tcp(address, port);
        if (!made) return made.error();
        port_ = made->port;
        return accept_on(made->descriptor);
    }

    Result<Done> listen_unix(const std::string& path, mode_t mode, const std::string& group) {
        const auto made = listening_unix(path, mode, group);
        if (!made) return made.error();
        files_.push_back(*made);
        return accept_on(made->descriptor);
    }

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    void close() {
        rules_->closed = true;
        accept_no_more();
        for (const auto& session : sessions_)
            session->close();
    }

    static Task<void> stop(std::shared_ptr<Impl> self, std::chrono::milliseconds grace) {
        self->rules_->stopping = true;
        self->accept_no_more();
        for (const auto& session : self->sessions_)
            if (session->idle()) session->close();
        self->emptied_.expires_after(grace);
        error_code ec;  // cancelled when the last session ends
        auto into_ec = asio::redirect_error(asio::use_awaitable, ec);
        if (!self->sessions_.empty()) {
            co_await self->emptied_.async_wait(into_ec);
        }
        self->close();
    }

private:
    /// Counts a connection for as long as its coroutine lives.
    class Place {
    public:
        Place(std::shared_ptr<Impl> server, std::shared_ptr<Session> session, std::string key)
            : server_{std::move(server)}, session_{std::move(session)}, key_{std::move(key)} {
            server_->sessions_.insert(session_);
            ++server_->per_peer_[key_];
        }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        ~Place() {
            server_->sessions_.erase(session_);
            if (--server_->per_peer_[key_] == 0) server_->per_peer_.erase(key_);
            if (server_->rules_->stopping && !server_->rules_->closed && server_->sessions_.empty())
                server_->emptied_.cancel();
        }

    private:
        std::shared_ptr<Impl> server_;
        std::shared_ptr<Session> session_;
        std::string key_;
    };

    /// Counts a connection that is being told that there is no place.
    class Refusal {
    public:
        explicit Refusal(std::shared_ptr<Impl> server) : server_{std::move(server)} {
            ++server_->turned_away_;
        }
        Refusal(const Refusal&) = delete;
        Refusal& operator=(const Refusal&) = delete;
        ~Refusal() { --server_->turned_away_; }

    private:
        std::shared_ptr<Impl> server_;
    };

    Result<Done> accept_on(int descriptor) {
        auto acceptor = std::make_shared<Acceptor>(executor_);
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
        acceptor->assign(asio::generic::stream_protocol{address.ss_family, 0}, descriptor);
        acceptors_.push_back(acceptor);
        auto accepting = accept(shared_from_this(), std::move(acceptor));
        asio::co_spawn(executor_, std::move(accepting), log_failure);
        return Done{};
    }

    static Task<void> accept(std::shared_ptr<Impl> self, std::shared_ptr<Acceptor> acceptor) {
        asio::steady_timer pause{self->executor_};
        bool troubled = false;
        while (acceptor->is_open()) {
            StreamSocket socket{self->executor_};
            error_code ec;
            auto into_ec = asio::redirect_error(asio::use_awaitable, ec);
            co_await acceptor->async_accept(socket, into_ec);
            if (!acceptor->is_open()) break;
            if (!ec) {
                troubled = false;
                self->welcome(std::move(socket));
                continue;
            }
            if (ec == asio::error::connection_aborted) continue;
            // Most often there are no descriptors left; trying again at once would burn the CPU.
            if (!troubled) log::warning("accepting pauses: " + ec.message());
            troubled = true;
            pause.expires_after(accept_pause);
            co_await pause.async_wait(into_ec);
        }
    }

    void welcome(StreamSocket socket) {
        if (rules_->stopping || rules_->closed) return;
        send_at_once(socket);
        auto peer = peer_of(socket);
        const bool full = over_a_bound(peer.key);
        if (full && turned_away_ == turned_away_max) return;
        auto key = peer.key;
        auto session = make_session(std::move(socket), std::move(peer), rules_);
        // Counted here and now: the coroutine itself only begins on a later turn of the loop.
        auto self = shared_from_this();
        auto serving =
            full
                ? turn_away(std::make_unique<Refusal>(std::move(self)), std::move(session))
                : serve(std::make_unique<Place>(std::move(self), session, std::move(key)), session);
        asio::co_spawn(executor_, std::move(serving), log_failure);
    }

    [[nodiscard]] bool over_a_bound(const std::string& key) const {
        const auto& limits = rules_->limits;
        if (sessions_.size() >= static_cast<std::size_t>(limits.connections_max)) return true;
        const auto found = per_peer_.find(key);
        return limits.connections_per_peer_max > 0 && found != per_peer_.end() &&
               found->second >= limits.connections_per_peer_max;
    }

    static Task<void> serve(std::unique_ptr<Place> place, std::shared_ptr<Session> session) {
        co_await session->serve();
        place.reset();
    }

    static Task<void> turn_away(
        std::unique_ptr<Refusal> refusal, std::shared_ptr<Session> session
    ) {
        co_await session->turn_away();
        refusal.reset();
    }

    void accept_no_more() {
        error_code ec;
        for (const auto& acceptor : acceptors_)
            acceptor->close(ec);
        for (const auto& file : files_)
            remove_socket_file(file);
        acceptors_.clear();
        files_.clear();
    }

    asio::any_io_executor executor_;
    std::shared_ptr<SessionRules> rules_;
    asio::steady_timer emptied_;
    std::vector<std::shared_ptr<Acceptor>> acceptors_;
    std::vector<UnixListening> files_;
    std::set<std::shared_ptr<Session>> sessions_;
    std::map<std::string, int> per_peer_;
    int turned_away_ = 0;
    std::uint16_t port_ = 0;
};

Server::Server(asio::any_io_executor executor, Handler handler, ServerLimits limits)
    : impl_{std::make_shared<Impl>(std::move(executor), std::move(handler), limits)} {}

Server::~Server() {
    impl_->close();
}

Result<Done> Server::listen_tcp(const std::string& address, std::uint16_t port) {
    return impl_->listen_tcp(address, port);
}

Result<Done> Server::listen_unix(const std::string& path, mode_t mode, const std::string& group) {
    return impl_->listen_unix(path, mode, group);
}

std::uint16_t Server::port() const noexcept {
    return impl_->port();
}

Task<void> Server::stop(std::chrono::milliseconds grace) {
    return Impl::stop(impl_, grace);
}

}  // namespace maedal::net
