#pragma once
#include "net/http.hpp"
#include "net/router.hpp"
#include "sandbox/front/credentials.hpp"
#include "sandbox/model/bootpay.hpp"
#include "sandbox/model/faults.hpp"

#include <vector>

namespace maedal::sandbox {

/// The PG API, version 2: requests in, the model asked, answers out.
class PgApi {
public:
    PgApi(Bootpay& bootpay, Credentials accepted, std::uint64_t seed);

    using Action = net::Response (PgApi::*)(const net::Request&, const net::PathParameters&);
    enum class Access {
        open,    ///< no credentials
        any,     ///< Basic or Bearer
        bearer,  ///< a token alone: Basic is turned away [A]
    };
    struct Route {
        const char* method;
        const char* pattern;
        Call call;  ///< as faults know it
        Action action;
        Access access = Access::any;
    };
    [[nodiscard]] static const std::vector<Route>& routes();

    /// Carries one request out. All but the token request need credentials.
    net::Response act(
        const Route& route, const net::Request& request, const net::PathParameters& parameters
    );

private:
    using Said = const net::Request&;
    using Path = const net::PathParameters&;
    // pg_api.cpp
    net::Response issue_token(Said request, Path);
    net::Response issue_user_token(Said request, Path);
    // pg_payments.cpp
    net::Response pay(Said request, Path);
    net::Response confirm(Said request, Path);
    net::Response receipt(Said request, Path path);
    net::Response order(Said, Path path);
    net::Response cancel(Said request, Path);
    net::Response reserve(Said request, Path);
    net::Response reservation(Said, Path path);
    net::Response revoke(Said, Path path);
    // pg_keys.cpp
    net::Response key_by_receipt(Said, Path path);
    net::Response key(Said, Path path);
    net::Response sequential_key(Said request, Path path);
    net::Response delete_key(Said, Path path);
    net::Response issue_card_key(Said request, Path);
    net::Response ask_for_account(Said request, Path);
    net::Response publish_account(Said request, Path);
    net::Response wallets(Said request, Path);
    net::Response pay_by_wallet(Said request, Path);
    // pg_identity.cpp
    net::Response identity(Said, Path path);
    net::Response request_identity(Said request, Path);
    net::Response confirm_identity(Said request, Path);
    net::Response realarm_identity(Said request, Path);
    // pg_after_sale.cpp
    net::Response ship(Said request, Path path);
    net::Response publish_cash_receipt(Said request, Path);
    net::Response cancel_cash_receipt(Said request, Path path);
    net::Response publish_lone_cash_receipt(Said request, Path);
    net::Response cancel_lone_cash_receipt(Said request, Path path);

    Bootpay& bootpay_;
    Credentials accepted_;
    Tokens tokens_;
    IdMaker user_tokens_;
};

}  // namespace maedal::sandbox
