#pragma once
#include "base/error.hpp"
#include "bootpay/pg/codes.hpp"
#include "net/http.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace maedal::bootpay::pg {

/// An answer of the gateway, taken apart and not yet judged.
struct Answer {
    int status;
    nlohmann::json body;  ///< null when it was no strict JSON, or was not called JSON
    std::string fault;    ///< why it was not
    bool error = false;   ///< carries an `error_code`, which a 200 may do as well [W, P, J]
    std::string code;     ///< the `error_code`; empty when it is not fit to be shown
    std::string pg_code;  ///< the `pg_error_code` beside it; may be empty

    /// 200 with JSON that is no error. Bootpay answers 200 on success of every method [R].
    [[nodiscard]] bool good() const;
};

Answer take_apart(const net::Response& response);

/// A code goes into logs and tables: words and numbers only, else empty. Numbers come from the
/// older API [A].
std::string code_text(const nlohmann::json& object, const char* name);

/// The body of a good answer to a write, else what became of the write. Only the allow-list tells
/// a definite end; everything else is in_doubt.
/// Errors: refused, declined, conflict (duplicate_order), unauthorized, in_doubt.
Result<nlohmann::json> written(const net::Response& response, const Codes& codes);

/// The body of a good answer to a look-up.
/// Errors: not_found, unauthorized, unavailable.
Result<nlohmann::json> looked_up(const net::Response& response, const Codes& codes);

/// Says no: 200 or 4xx with a code of that meaning. Never from an answer that may come from a
/// machine in between or from a server in trouble.
[[nodiscard]] bool says(const Answer& answer, CodeMeaning meaning, const Codes& codes);

/// A good answer to a write that cannot be believed: the write may have been carried out.
Error doubtful(std::string reason, std::string detail);
/// A good answer to a look-up that cannot be believed: as if there were none.
Error unreadable(std::string detail);

}  // namespace maedal::bootpay::pg
