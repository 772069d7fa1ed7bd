#include "bootpay/pg/credentials.hpp"

#include "base/contract.hpp"

#include <sodium.h>

#include <string>
#include <utility>

namespace maedal::bootpay::pg {
namespace {

Error nobody_answered(const Error& error) {
    return Error{Errc::unavailable, error.reason, "no token: " + error.detail, {}};
}

}  // namespace

Secret basic_authorization(const Secret& client_key, const Secret& secret_key) {
    constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
    std::string pair{client_key.reveal()};
    pair += ':';
    pair += secret_key.reveal();
    std::string text(sodium_base64_encoded_len(pair.size(), variant), '\0');
    const auto* bytes = reinterpret_cast<const unsigned char*>(pair.data());
    sodium_bin2base64(text.data(), text.size(), bytes, pair.size(), variant);
    text.pop_back();  // the NUL that it ends with
    sodium_memzero(pair.data(), pair.size());
    return Secret{"Basic " + text};
}

Credentials::Credentials(
    boost::asio::any_io_executor executor,
    const BootpayOptions& options,
    const Codes& codes,
    const ports::Clock& clock,
    Fetch fetch
)
    : codes_{codes}, clock_{clock}, fetch_{std::move(fetch)}, line_{std::move(executor)} {
    MAEDAL_EXPECTS(check(options).has_value());
    if (options.client_key) {
        basic_ = basic_authorization(*options.client_key, *options.secret_key);
        return;
    }
    application_id_ = *options.application_id;
    private_key_ = *options.private_key;
}

Task<Result<Credentials::Proof>> Credentials::proof() {
    if (basic_) {
        Proof proof{*basic_, 0};
        co_return proof;
    }
    if (!fetching_ && kept_ && kept_->life.fresh(clock_.now())) co_return kept_->proof;
    co_return co_await fetched();
}

Task<Result<Credentials::Proof>> Credentials::renewed(std::uint64_t turned_away) {
    MAEDAL_EXPECTS(renewable());
    if (!fetching_ && kept_ && kept_->proof.generation == turned_away) kept_.reset();
    co_return co_await proof();
}

/// One fetch at a time: who comes while it is under way shares its end.
Task<Result<Credentials::Proof>> Credentials::fetched() {
    if (fetching_) {
        const auto before = ended_;
        while (ended_ == before) {
            co_await line_.wait(net::SteadyTime::max());
        }
        co_return *newest_;
    }

    fetching_ = true;
    kept_.reset();
    try {
        auto end = co_await fetch_one();
        finish(std::move(end));
    } catch (...) {
        // Nobody may wait for ever because this one broke.
        finish(Error{Errc::unavailable, "token", "no token: its request broke off", {}});
        throw;
    }
    co_return *newest_;
}

Task<Result<Credentials::Proof>> Credentials::fetch_one() {
    const auto asked_at = clock_.now();
    auto request = token_request(application_id_, private_key_);
    const auto answer = co_await fetch_(std::move(request));
    if (!answer) co_return nobody_answered(answer.error());
    const auto token = token_from(*answer, codes_);
    if (!token) co_return token.error();

    Secret header{"Bearer " + std::string{token->text.reveal()}};
    Proof proof{std::move(header), ++generation_};
    kept_ = Kept{proof, TokenLife{asked_at, token->lives}};
    co_return proof;
}

void Credentials::finish(Result<Proof> end) {
    newest_ = std::move(end);
    fetching_ = false;
    ++ended_;
    line_.wake_all();
}

}  // namespace maedal::bootpay::pg
