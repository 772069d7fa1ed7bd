#include "bootpay/signed_client.hpp"

#include "base/log.hpp"
#include "bootpay/told_time.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string>

namespace maedal::bootpay {
namespace {

/// No proof of who we are: the call itself was not sent.
Error without_proof(const Error& error) {
    if (error.code != Errc::unauthorized)
        return Error{Errc::unsent, error.reason, error.detail, {}};
    return Error{error.code, ports::reason::no_token, error.reason + ": " + error.detail, {}};
}

Error unavailable(const Error& error) {
    return Error{Errc::unavailable, error.reason, error.detail, {}};
}

Error asked_to_wait() {
    return Error{Errc::unsent, "asked_to_wait", "Bootpay asked for a wait that is not over", {}};
}

}  // namespace

void sign(net::Request& request, const Secret& proof) {
    request.headers.set("Authorization", std::string{proof.reveal()});
}

Seconds SignedClient::held() const {
    return hold_.left(std::chrono::steady_clock::now());
}

void SignedClient::note(const Result<net::Response>& answer, bool of_write) {
    if (!answer) return;
    const auto now = std::chrono::steady_clock::now();
    if (const auto date = bootpay::told_time(*answer)) told_time_ = ports::ToldTime{*date, now};
    if (!of_write && !heeds_look_ups_) return;
    const bool free = hold_.left(now) == Seconds{0};
    if (!hold_.note(*answer, now)) return;
    heeds_look_ups_ = false;
    if (free)
        log::warning(fmt::format(
            "Bootpay asks for a wait (HTTP {}): no write is sent for {} s",
            answer->status,
            hold_.left(now).count()
        ));
}

Task<Result<net::Response>> SignedClient::written(net::Request request) {
    const auto proof = co_await credentials_.proof();
    if (!proof) co_return without_proof(proof.error());
    // What was decided before the wait was asked for is better not sent than turned away: a 429
    // would leave a doubt.
    if (held() > Seconds{0}) co_return asked_to_wait();
    sign(request, proof->header);
    heeds_look_ups_ = true;
    auto answer = co_await client_.exchange(std::move(request), net::Reuse::verified);
    note(answer, true);
    // Not sent again, though a 401 says that it was not carried out: a write goes out once. The
    // next ones find a good token.
    if (answer && answer->status == 401 && credentials_.renewable()) {
        static_cast<void>(co_await credentials_.renewed(proof->generation));
    }
    co_return answer;
}

Task<Result<net::Response>> SignedClient::looked_up(pg::Credentials& who, net::Request request) {
    auto proof = co_await who.proof();
    if (!proof) co_return proof.error();
    sign(request, proof->header);
    auto answer = co_await client_.exchange(request, net::Reuse::any);
    if (answer && answer->status == 401 && who.renewable()) {
        proof = co_await who.renewed(proof->generation);
        if (!proof) co_return proof.error();
        sign(request, proof->header);
        answer = co_await client_.exchange(std::move(request), net::Reuse::any);
    }
    note(answer, false);
    if (!answer) co_return unavailable(answer.error());
    co_return answer;
}

Task<int> SignedClient::warm(int wanted) {
    if (held() > Seconds{0}) co_return 0;
    // The token first, so that no write has to wait for it. Without one, connections are of no use
    // except to learn from the next call that we are not welcome.
    const auto proof = co_await credentials_.proof();
    if (!proof && proof.error().code != Errc::unauthorized) co_return 0;
    co_return co_await client_.warm(wanted);
}

}  // namespace maedal::bootpay
