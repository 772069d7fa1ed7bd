#pragma once
#include "net/http.hpp"
#include "net/router.hpp"
#include "sandbox/front/credentials.hpp"
#include "sandbox/front/fields.hpp"
#include "sandbox/model/commerce.hpp"
#include "sandbox/model/faults.hpp"

#include <vector>

namespace maedal::sandbox {

/// The Commerce API, version 1: requests in, the model asked, answers out.
class CommerceApi {
public:
    CommerceApi(Bootpay& bootpay, Commerce& commerce, Credentials accepted, std::uint64_t seed);

    using Action = net::Response (CommerceApi::*)(const net::Request&, const net::PathParameters&);
    struct Route {
        const char* method;
        const char* pattern;
        Call call;  ///< as faults know it
        Action action;
        const char* role;  ///< the BOOTPAY-ROLE that may do this; empty: any
    };
    [[nodiscard]] static const std::vector<Route>& routes();

    /// Carries one request out; all of them need credentials [W].
    net::Response act(
        const Route& route, const net::Request& request, const net::PathParameters& parameters
    );

private:
    net::Response issue_token(const net::Request&, const net::PathParameters&);
    net::Response products(const net::Request&, const net::PathParameters&);
    net::Response product(const net::Request&, const net::PathParameters&);
    net::Response create_invoice(const net::Request&, const net::PathParameters&);
    net::Response invoices(const net::Request&, const net::PathParameters&);
    net::Response invoice(const net::Request&, const net::PathParameters&);
    net::Response notify(const net::Request&, const net::PathParameters&);
    net::Response orders(const net::Request&, const net::PathParameters&);
    net::Response order(const net::Request&, const net::PathParameters&);
    // commerce_hosted_api.cpp
    net::Response hosted_list(const net::Request&, const net::PathParameters&);
    net::Response hosted(const net::Request&, const net::PathParameters&);
    net::Response pause(const net::Request&, const net::PathParameters&);
    net::Response resume(const net::Request&, const net::PathParameters&);
    net::Response terminate(const net::Request&, const net::PathParameters&);
    net::Response request_pause(const net::Request&, const net::PathParameters&);
    net::Response request_resume(const net::Request&, const net::PathParameters&);
    net::Response request_termination(const net::Request&, const net::PathParameters&);
    net::Response termination_fee(const net::Request&, const net::PathParameters&);
    net::Response bills(const net::Request&, const net::PathParameters&);
    net::Response bill(const net::Request&, const net::PathParameters&);

    Bootpay& bootpay_;
    Commerce& commerce_;
    Credentials accepted_;
    Tokens tokens_;
};

/// What customers do, and what the merchant's console does, under /_sandbox.
class CommerceControl {
public:
    CommerceControl(Bootpay& bootpay, Commerce& commerce)
        : bootpay_{bootpay}, commerce_{commerce} {}

    using Action =
        net::Response (CommerceControl::*)(const net::Request&, const net::PathParameters&);
    struct Route {
        const char* method;
        const char* pattern;
        Action action;
    };
    [[nodiscard]] static const std::vector<Route>& routes();

private:
    net::Response put_up(const net::Request&, const net::PathParameters&);
    net::Response pay_in_window(const net::Request&, const net::PathParameters&);
    net::Response confirm(const net::Request&, const net::PathParameters&);
    net::Response deposit(const net::Request&, const net::PathParameters&);
    net::Response invoices(const net::Request&, const net::PathParameters&);
    net::Response pay_invoice(const net::Request&, const net::PathParameters&);
    net::Response deny_invoice(const net::Request&, const net::PathParameters&);
    net::Response check_out(const net::Request&, const net::PathParameters&);

    Bootpay& bootpay_;
    Commerce& commerce_;
};

/// The payment link that a body asks for, strictly; what does not fit is the fault of `fields`.
[[nodiscard]] NewInvoice invoice_from(
    const nlohmann::json& body, Fields& fields, const Switches& switches
);

}  // namespace maedal::sandbox
