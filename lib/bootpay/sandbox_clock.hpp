#pragma once
#include "base/error.hpp"
#include "base/task.hpp"
#include "net/client.hpp"
#include "ports/clock.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <optional>

namespace maedal::bootpay {

/// The clock of a bootpay-sandbox, at the root of its origin: /_sandbox/clock, beside /v2 and /v1.
class SandboxClock final : public ports::TestClock {
public:
    /// A move may execute months of reservations, hence the long deadline of one exchange.
    SandboxClock(
        boost::asio::any_io_executor executor,
        net::Origin origin,
        std::chrono::milliseconds deadline = std::chrono::minutes{2}
    );

    /// What the sandbox answered last. Asking before the first good answer is a programmer error.
    [[nodiscard]] Instant now() const override;
    Task<Result<Instant>> read() override;
    Task<Result<Instant>> move(Instant to) override;

private:
    net::Client client_;
    std::optional<Instant> now_;
};

/// Whether the gateway at `origin` is a sandbox: it stands on loopback and answers for its clock.
/// Errors: unavailable (on loopback, and nobody answers: it may not have started yet).
Task<Result<bool>> is_sandbox(boost::asio::any_io_executor executor, net::Origin origin);

}  // namespace maedal::bootpay
