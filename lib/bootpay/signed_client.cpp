#include "bootpay/signed_client.hpp"

#include "bootpay/told_time.hpp"

#include <chrono>
#include <string>

namespace maedal::bootpay {
namespace {

/// No proof of who we are: the call itself was not sent.
Error without_proof(const Error& error) {
    const auto code = error.code == Errc::unauthorized ? Errc::unauthorized : Errc::unsent;
    return Error{code, error.reason, error.detail, {}};
}

Error unavailable(const Error& error) {
    return Error{Errc::unavailable, error.reason, error.detail, {}};
}

}  // namespace

void sign(net::Request& request, const Secret& proof) {
    request.headers.set("Authorization", std::string{proof.reveal()});
}

void SignedClient::note_time(const Result<net::Response>& answer) {
    if (!answer) return;
    if (const auto date = bootpay::told_time(*answer))
        told_time_ = ports::ToldTime{*date, std::chrono::steady_clock::now()};
}

Task<Result<net::Response>> SignedClient::written(net::Request request) {
    const auto proof = co_await credentials_.proof();
    if (!proof) co_return without_proof(proof.error());
    sign(request, proof->header);
    auto answer = co_await client_.exchange(std::move(request), net::Reuse::verified);
    note_time(answer);
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
    note_time(answer);
    if (!answer) co_return unavailable(answer.error());
    co_return answer;
}

Task<int> SignedClient::warm(int wanted) {
    // The token first, so that no write has to wait for it. Without one, connections are of no use
    // except to learn from the next call that we are not welcome.
    const auto proof = co_await credentials_.proof();
    if (!proof && proof.error().code != Errc::unauthorized) co_return 0;
    co_return co_await client_.warm(wanted);
}

}  // namespace maedal::bootpay
