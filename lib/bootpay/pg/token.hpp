#pragma once
#include "base/error.hpp"
#include "base/instant.hpp"
#include "base/secret.hpp"
#include "bootpay/pg/codes.hpp"
#include "net/http.hpp"

#include <optional>

namespace maedal::bootpay::pg {

/// What the older pair of keys is exchanged for.
struct Token {
    Secret text;
    Seconds lives;  ///< from the answer on; a token that is handed out again counts down
};

/// POST /request/token, without Authorization [W, S3]. Safe to repeat: within 25 minutes Bootpay
/// hands out the same token again [T].
net::Request token_request(const Secret& application_id, const Secret& private_key);

/// Errors: unauthorized (the pair is not accepted), unavailable.
Result<Token> token_from(const net::Response& response, const Codes& codes);

/// How long a token may be used: 25 of its 30 minutes, because from then on Bootpay hands out a
/// new one [S3, T]; of a shorter one, half.
class TokenLife {
public:
    TokenLife(Instant received_at, Seconds lives);

    /// False also when the clock stands before the token's receipt: then nothing is known.
    [[nodiscard]] bool fresh(Instant now) const;

private:
    Instant from_;
    Instant until_;
};

}  // namespace maedal::bootpay::pg
