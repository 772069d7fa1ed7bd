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
    struct Route {
        const char* method;
        const char* pattern;
        Call call;  ///< as faults know it
        Action action;
    };
    [[nodiscard]] static const std::vector<Route>& routes();

    /// Carries one request out. All but the token request need credentials.
    net::Response act(
        const Route& route, const net::Request& request, const net::PathParameters& parameters
    );

private:
    net::Response issue_token(const net::Request&, const net::PathParameters&);
    net::Response key_by_receipt(const net::Request&, const net::PathParameters&);
    net::Response key(const net::Request&, const net::PathParameters&);
    net::Response delete_key(const net::Request&, const net::PathParameters&);
    net::Response pay(const net::Request&, const net::PathParameters&);
    net::Response reserve(const net::Request&, const net::PathParameters&);
    net::Response reservation(const net::Request&, const net::PathParameters&);
    net::Response revoke(const net::Request&, const net::PathParameters&);
    net::Response receipt(const net::Request&, const net::PathParameters&);
    net::Response order(const net::Request&, const net::PathParameters&);
    net::Response cancel(const net::Request&, const net::PathParameters&);
    net::Response confirm(const net::Request&, const net::PathParameters&);

    Bootpay& bootpay_;
    Credentials accepted_;
    Tokens tokens_;
};

}  // namespace maedal::sandbox
