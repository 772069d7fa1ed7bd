#pragma once
#include "base/task.hpp"
#include "net/client.hpp"
#include "sandbox/front/gate.hpp"
#include "sandbox/model/bootpay.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <string>

namespace maedal::sandbox {

inline constexpr int deliveries_at_once_max = 8;
inline constexpr std::chrono::milliseconds delivery_deadline{5'000};

/// Carries due webhooks to their addresses.
class Courier {
public:
    Courier(boost::asio::any_io_executor executor, Bootpay& bootpay);

    /// Sends what is due, as far as deliveries_at_once_max allows; the rest follows by itself.
    void kick();
    /// Kicks, and ends when nothing is due and nothing is in flight.
    Task<void> settled();

private:
    struct Outcome {
        bool accepted;
        std::string told;  ///< for people
    };
    Task<Outcome> deliver(const Notice& notice);
    Task<void> deliver_and_report(const Notice& notice);
    std::shared_ptr<net::Client> client_of(const net::Origin& origin);
    [[nodiscard]] bool idle() const;

    boost::asio::any_io_executor executor_;
    Bootpay& bootpay_;
    Gate settled_;
    std::map<std::string, std::shared_ptr<net::Client>> clients_;  ///< by scheme, host and port
};

}  // namespace maedal::sandbox
