#pragma once
#include "net/http.hpp"
#include "net/router.hpp"
#include "sandbox/model/bootpay.hpp"
#include "sandbox/model/faults.hpp"

#include <vector>

namespace maedal::sandbox {

/// What lies under /_sandbox, but for the clock: the books to look into, and the trouble to order.
/// No credentials: the sandbox is on loopback and everything in it is made up.
class Control {
public:
    Control(Bootpay& bootpay, Faults& faults) : bootpay_{bootpay}, faults_{faults} {}

    using Action = net::Response (Control::*)(const net::Request&);
    struct Route {
        const char* method;
        const char* pattern;
        Action action;
    };
    [[nodiscard]] static const std::vector<Route>& routes();

private:
    // control_books.cpp
    net::Response overview(const net::Request& request);
    net::Response ledger(const net::Request& request);
    net::Response reservations(const net::Request& request);
    net::Response receipts(const net::Request& request);
    net::Response webhooks(const net::Request& request);
    net::Response billing_keys(const net::Request& request);
    // control_customers.cpp
    net::Response register_card(const net::Request& request);
    net::Response agree(const net::Request& request);
    net::Response check_identity(const net::Request& request);
    // control_orders.cpp
    net::Response declines(const net::Request& request);
    net::Response set_decline(const net::Request& request);
    net::Response clear_declines(const net::Request& request);
    net::Response faults(const net::Request& request);
    net::Response add_fault(const net::Request& request);
    net::Response clear_faults(const net::Request& request);
    // control_switches.cpp
    net::Response switches(const net::Request& request);
    net::Response set_switches(const net::Request& request);

    Bootpay& bootpay_;
    Faults& faults_;
};

}  // namespace maedal::sandbox
