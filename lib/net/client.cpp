#include "net/client.hpp"

#include "base/log.hpp"
#include "net/address_book.hpp"
#include "net/connection.hpp"
#include "net/waiting_line.hpp"

#include <algorithm>
#include <set>

namespace maedal::net {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using ConnectionPtr = std::shared_ptr<Connection>;

Error unsent(std::string reason, std::string detail) {
    return Error{Errc::unsent, std::move(reason), std::move(detail), {}};
}

bool visible(char c) {
    return c > ' ' && c < 0x7F;
}

/// Nothing of a request may end its line early and begin another.
bool fit_for_wire(const Request& request) {
    const auto word = [](const std::string& text) {
        return !text.empty() && std::all_of(text.begin(), text.end(), visible);
    };
    const auto one_line = [](const std::string& text) {
        const auto control = [](char c) {
            return static_cast<unsigned char>(c) < ' ' || c == 0x7F;
        };
        return std::none_of(text.begin(), text.end(), control);
    };
    const auto field_fits = [&](const auto& field) {
        return word(field.first) && field.first.find(':') == std::string::npos &&
               one_line(field.second);
    };
    const auto& fields = request.headers.all();
    return word(request.method) && word(request.target) && request.target.starts_with('/') &&
           std::all_of(fields.begin(), fields.end(), field_fits);
}

}  // namespace

class Client::Impl {
public:
    Impl(asio::any_io_executor executor, Origin origin, ClientOptions options)
        : executor_{std::move(executor)},
          origin_{std::move(origin)},
          options_{std::move(options)},
          book_{executor_, origin_.host, options_.lookup},
          turns_{executor_},
          pace_{executor_} {
        if (origin_.scheme != "https") return;
        trust_ = make_trust(options_.ca_file, trust_failure_);
        if (!trust_failure_.empty()) log::error("nothing can be sent: " + trust_failure_);
    }

    [[nodiscard]] const Origin& origin() const noexcept { return origin_; }

    void close() {
        closed_ = true;
        turns_.close();
        pace_.close();
        book_.close();
        for (const auto& connection : in_use_)
            connection->close();
        kept_.clear();
    }

    static Task<Result<Response>> exchange(
        std::shared_ptr<Impl> self, Request request, Reuse reuse
    ) {
        if (!fit_for_wire(request))
            co_return unsent("malformed", "the request does not fit the wire");
        const auto turn = co_await self->take_turn();
        if (!turn) co_return unsent("crowded", "too many exchanges wait, or the client is gone");
        co_await self->pace();

        const auto until = Clock::now() + self->options_.deadline;
        bool written = false;  // from the moment a write begins, whatever comes of it
        auto lease = self->take_kept(reuse);
        for (;;) {
            const bool kept = lease != nullptr;
            if (!kept) {
                auto opened = co_await self->open(until);
                if (!opened) co_return after(written, opened.error());
                lease = *std::move(opened);
            }
            if (self->closed_) co_return after(written, unsent("closed", "the client is gone"));
            if (Clock::now() >= until)
                co_return after(written, unsent("deadline", "no time was left to send"));

            written = true;
            auto copy = request;
            auto outcome = co_await lease->connection().exchange(std::move(copy), until);
            if (outcome.response) {
                self->keep(*lease);
                co_return *std::move(outcome.response);
            }
            const bool once_more = kept && reuse == Reuse::any && outcome.broke_before_answer;
            if (!once_more)
                co_return Error{Errc::in_doubt, "no_answer", std::move(outcome.failure), {}};
            lease.reset();
            co_await self->pace();
        }
    }

    static Task<int> warm(std::shared_ptr<Impl> self, int wanted) {
        const auto until = Clock::now() + self->options_.deadline;
        const int room = self->options_.connections_max - static_cast<int>(self->in_use_.size());
        wanted = std::min(wanted, room);
        for (int opened = 0; opened < wanted && self->verified() < wanted; ++opened) {
            auto fresh = co_await self->open(until);
            if (!fresh) break;
            self->keep(**fresh);
        }
        co_return std::min(wanted, self->verified());
    }

private:
    /// One of the connections_max exchanges; handed to the next in line when it ends.
    class Turn {
    public:
        explicit Turn(Impl& owner) : owner_{owner} {}
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn() {
            if (!owner_.closed_ && !owner_.turns_.wake_one()) --owner_.exchanging_;
        }

    private:
        Impl& owner_;
    };

    /// A connection that is not in the pool, known to the client so that it can be closed.
    class Lease {
    public:
        Lease(Impl& owner, ConnectionPtr connection)
            : owner_{owner}, connection_{std::move(connection)} {
            owner_.in_use_.insert(connection_);
        }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        ~Lease() { owner_.in_use_.erase(connection_); }
        [[nodiscard]] Connection& connection() const { return *connection_; }
        [[nodiscard]] const ConnectionPtr& shared() const { return connection_; }

    private:
        Impl& owner_;
        ConnectionPtr connection_;
    };
    using LeasePtr = std::unique_ptr<Lease>;

    /// What a failure before a write means: nothing was sent, unless an earlier write began.
    static Error after(bool written, Error error) {
        if (written) error.code = Errc::in_doubt;
        return error;
    }

    Task<std::unique_ptr<Turn>> take_turn() {
        if (closed_) co_return nullptr;
        if (exchanging_ < options_.connections_max) {
            ++exchanging_;
        } else {
            if (turns_.length() >= static_cast<std::size_t>(options_.waiting_max))
                co_return nullptr;
            const bool handed_over = co_await turns_.wait(SteadyTime::max());
            if (!handed_over) co_return nullptr;
        }
        co_return std::make_unique<Turn>(*this);
    }

    /// Waits until the bound of requests a second allows one more: a bucket of a single token, so
    /// that no second ever holds more than the bound.
    Task<void> pace() {
        if (options_.requests_per_second_max <= 0) co_return;
        const auto now = Clock::now();
        const auto at = std::max(now, next_at_);
        next_at_ = at + std::chrono::nanoseconds{1'000'000'000 / options_.requests_per_second_max};
        if (at > now) {
            co_await pace_.wait(at);
        }
    }

    /// Opens a connection to the first address that lets us; each gets its share of the time, so
    /// that one that swallows packets does not use it all.
    Task<Result<LeasePtr>> open(SteadyTime until) {
        if (!trust_failure_.empty()) co_return unsent("authorities", trust_failure_);
        const auto addresses = co_await book_.addresses(until);
        if (addresses.empty()) co_return unsent("resolve", "no address of " + origin_.host);
        make_room();
        std::string failure = "connect: no time left";
        for (std::size_t i = 0; i < addresses.size() && !closed_; ++i) {
            const auto now = Clock::now();
            if (now >= until) break;
            const auto share = (until - now) / static_cast<int>(addresses.size() - i);
            auto lease = std::make_unique<Lease>(
                *this, make_connection(executor_, origin_, trust_.get(), options_.body_bytes_max)
            );
            const asio::ip::tcp::endpoint to{addresses[i], origin_.port};
            failure = co_await lease->connection().open(to, now + share);
            if (failure.empty()) co_return lease;
        }
        book_.suspect();
        co_return unsent("connect", failure);
    }

    /// A fresh connection takes the place of the oldest kept one.
    void make_room() {
        const auto max = static_cast<std::size_t>(options_.connections_max);
        while (!kept_.empty() && kept_.size() + in_use_.size() >= max)
            kept_.erase(kept_.begin());
    }

    [[nodiscard]] bool is_verified(Connection& connection) const {
        return Clock::now() - connection.good_at() <= options_.verified_for && connection.quiet();
    }

    /// How many kept connections are good for a write; those that are of no use at all go.
    int verified() {
        const auto dead = [](const ConnectionPtr& connection) { return !connection->quiet(); };
        kept_.erase(std::remove_if(kept_.begin(), kept_.end(), dead), kept_.end());
        const auto good = [this](const ConnectionPtr& connection) {
            return is_verified(*connection);
        };
        return static_cast<int>(std::count_if(kept_.begin(), kept_.end(), good));
    }

    /// The kept connection that answered last, if it is good enough; empty otherwise.
    LeasePtr take_kept(Reuse reuse) {
        const auto bound = reuse == Reuse::verified
                               ? std::min(options_.verified_for, options_.kept_for)
                               : options_.kept_for;
        while (!kept_.empty()) {
            // In the order of their last answers: behind one that is too old stands no better one.
            const auto age = Clock::now() - kept_.back()->good_at();
            if (age > options_.kept_for) kept_.clear();
            if (age > bound) return nullptr;
            auto connection = std::move(kept_.back());
            kept_.pop_back();
            if (connection->quiet()) return std::make_unique<Lease>(*this, std::move(connection));
        }
        return nullptr;
    }

    void keep(const Lease& lease) {
        if (closed_ || !lease.connection().reusable()) return;
        if (kept_.size() >= static_cast<std::size_t>(options_.connections_max))
            kept_.erase(kept_.begin());
        kept_.push_back(lease.shared());
    }

    asio::any_io_executor executor_;
    Origin origin_;
    ClientOptions options_;
    std::shared_ptr<Trust> trust_;  ///< https only
    std::string trust_failure_;
    AddressBook book_;
    WaitingLine turns_;
    WaitingLine pace_;
    std::vector<ConnectionPtr> kept_;  ///< the last to answer stands last
    std::set<ConnectionPtr> in_use_;
    SteadyTime next_at_{};
    int exchanging_ = 0;
    bool closed_ = false;
};

Client::Client(asio::any_io_executor executor, Origin origin, ClientOptions options)
    : impl_{std::make_shared<Impl>(std::move(executor), std::move(origin), std::move(options))} {}

Client::~Client() {
    impl_->close();
}

Task<int> Client::warm(int wanted) {
    return Impl::warm(impl_, wanted);
}

Task<Result<Response>> Client::exchange(Request request, Reuse reuse) {
    return Impl::exchange(impl_, std::move(request), reuse);
}

const Origin& Client::origin() const noexcept {
    return impl_->origin();
}

}  // namespace maedal::net
