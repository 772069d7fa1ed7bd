#pragma once
#include "base/error.hpp"
#include "base/task.hpp"
#include "bootpay/pg/credentials.hpp"
#include "bootpay/retry_after.hpp"
#include "net/client.hpp"
#include "ports/gateway.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace maedal::bootpay {

/// The client of one of Bootpay's APIs: every call carries the proof of who we are. Where Bootpay
/// asks for a wait (429 or 503 with Retry-After), writes are held back; look-ups go on, for
/// evidence must not dry up. All methods belong to the executor's thread.
class SignedClient {
public:
    /// What a reader of answers gives.
    template <class Read>
    using Told = std::invoke_result_t<Read&, const net::Response&>;

    /// `credentials` outlives this. No wait that Bootpay asks for is longer than `wait_max`.
    SignedClient(
        const boost::asio::any_io_executor& executor,
        const net::Origin& origin,
        const net::ClientOptions& options,
        pg::Credentials& credentials,
        Seconds wait_max
    )
        : client_{executor, origin, options}, credentials_{credentials}, hold_{wait_max} {}

    /// Sends it once, and gives what `read` makes of the answer.
    /// Errors: unsent (also while Bootpay's wait lasts), in_doubt, unauthorized; those of `read`.
    template <class Read>
    Task<Told<Read>> write(net::Request request, Read read) {
        auto writing = written(std::move(request));
        const auto answer = co_await std::move(writing);
        if (!answer) co_return answer.error();
        co_return read(*answer);
    }

    /// Sends it, and once more with another token when the first was turned away, and gives what
    /// `read` makes of the answer. Errors: unauthorized, unavailable; those of `read`.
    template <class Read>
    Task<Told<Read>> look_up(net::Request request, Read read) {
        return look_up_as(credentials_, std::move(request), std::move(read));
    }
    /// The same with another proof; `who` outlives the call.
    template <class Read>
    Task<Told<Read>> look_up_as(pg::Credentials& who, net::Request request, Read read) {
        auto asking = looked_up(who, std::move(request));
        const auto answer = co_await std::move(asking);
        if (!answer) co_return answer.error();
        co_return read(*answer);
    }

    /// As ports::Gateway::warm; 0 while the wait lasts that Bootpay asked for.
    Task<int> warm(int wanted);

    /// As ports::Gateway::asked_wait.
    [[nodiscard]] Seconds held() const;
    /// As ports::Gateway::told_time.
    [[nodiscard]] std::optional<ports::ToldTime> told_time() const { return told_time_; }

private:
    Task<Result<net::Response>> written(net::Request request);
    Task<Result<net::Response>> looked_up(pg::Credentials& who, net::Request request);
    void note(const Result<net::Response>& answer, bool of_write);

    net::Client client_;
    pg::Credentials& credentials_;
    std::optional<ports::ToldTime> told_time_;
    WriteHold hold_;
    /// Look-ups go on during a wait, and each may be answered with another: one of them counts
    /// between two writes, so that a write gets through to learn what is meant for it.
    bool heeds_look_ups_ = true;
};

/// Puts the proof on a request.
void sign(net::Request& request, const Secret& proof);

}  // namespace maedal::bootpay
