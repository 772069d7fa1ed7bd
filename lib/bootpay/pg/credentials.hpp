#pragma once
#include "base/error.hpp"
#include "base/secret.hpp"
#include "base/task.hpp"
#include "bootpay/options.hpp"
#include "bootpay/pg/codes.hpp"
#include "bootpay/pg/token.hpp"
#include "net/http.hpp"
#include "net/waiting_line.hpp"
#include "ports/clock.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <optional>

namespace maedal::bootpay::pg {

/// "Basic ..." of today's pair [N, W].
Secret basic_authorization(const Secret& client_key, const Secret& secret_key);

/// Who we are, as the value of an Authorization header. With the older pair it keeps a token and
/// gets the next one before it ends; however many calls need one at a time, one request is made
/// and all of them share its end.
class Credentials {
public:
    /// Sends a token request and gives the answer back.
    using Fetch = std::function<Task<Result<net::Response>>(net::Request)>;

    struct Proof {
        Secret header;
        std::uint64_t generation;  ///< rises with each token; 0 for a pair that never changes
    };

    /// `options` have passed check(); of two pairs today's counts. `codes` and `clock` outlive
    /// this.
    Credentials(
        boost::asio::any_io_executor executor,
        const BootpayOptions& options,
        const Codes& codes,
        const ports::Clock& clock,
        Fetch fetch
    );

    /// Whether a new proof can be had when one is turned away.
    [[nodiscard]] bool renewable() const noexcept { return !basic_; }

    /// Errors: unauthorized (the pair is not accepted), unavailable (no token could be had). With
    /// either nothing but the token request was sent.
    Task<Result<Proof>> proof();

    /// Forgets the proof that was turned away and gets another, unless that has happened already.
    /// Errors: as proof().
    Task<Result<Proof>> renewed(std::uint64_t turned_away);

private:
    struct Kept {
        Proof proof;
        TokenLife life;
    };

    Task<Result<Proof>> fetched();
    Task<Result<Proof>> fetch_one();
    void finish(Result<Proof> end);

    std::optional<Secret> basic_;
    Secret application_id_;
    Secret private_key_;
    const Codes& codes_;
    const ports::Clock& clock_;
    Fetch fetch_;

    std::optional<Kept> kept_;
    std::uint64_t generation_ = 0;
    bool fetching_ = false;
    std::uint64_t ended_ = 0;              ///< fetches that came to an end
    std::optional<Result<Proof>> newest_;  ///< how the last of them ended
    net::WaitingLine line_;
};

}  // namespace maedal::bootpay::pg
