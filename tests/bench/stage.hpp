#pragma once
#include "base/instant.hpp"
#include "caller.hpp"
#include "process.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace maedal::bench {

struct Programs {
    std::string maedald, sandbox;
    std::filesystem::path samples;  ///< with maedald.yaml.in and book.json
};

/// The real daemon beside the real sandbox on loopback, both fresh, living by the sandbox's clock,
/// in a folder of their own that goes with them (unless something failed: it holds their logs).
/// Every call throws when it is refused.
class Stage {
public:
    Stage(const Programs& programs, std::filesystem::path folder);
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    nlohmann::json admin(
        const std::string& method, const std::string& target, const nlohmann::json& body = nullptr
    );
    nlohmann::json sandbox(const std::string& target, const nlohmann::json& body);

    /// A card at the sandbox, known to the daemon; gives the daemon's id of it. `card` is
    /// {"billing_key": ...} or {"receipt_id": ...}.
    std::string add_card(const std::string& customer, nlohmann::json card);
    /// Lets the daemon walk to `to`, doing all that comes due.
    void walk(Instant to);
    /// Lets time pass at the sandbox while the daemon does not look.
    void pass_unseen(Instant to);
    /// How many rows of a kind ("charges", "reservations", ...) are in a state.
    std::int64_t count(const std::string& kind, const std::string& state);

    [[nodiscard]] Process& maedald() { return *maedald_; }
    [[nodiscard]] std::uint16_t webhook_port() const noexcept { return webhook_port_; }

private:
    void start_sandbox(const Programs& programs);
    void start_maedald(const Programs& programs);
    bool answers();

    std::filesystem::path folder_;
    std::filesystem::path socket_folder_;  ///< a short path: the kernel takes 107 bytes
    std::string secret_;
    std::string sandbox_url_;
    std::uint16_t webhook_port_ = 0;
    std::unique_ptr<Process> sandbox_;
    std::unique_ptr<Process> maedald_;
    std::unique_ptr<Caller> caller_;
};

/// When every stage begins.
inline constexpr const char* stage_begins = "2028-01-01T00:00:00+09:00";

}  // namespace maedal::bench
