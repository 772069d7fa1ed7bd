#pragma once
#include "calls.hpp"
#include "held_port.hpp"
#include "process.hpp"
#include "temp_folder.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace maedal::integration {

/// What differs between the tests; the rest of the configuration is the same for all of them.
struct Wishes {
    bool test_clock = true;
    std::string order_id_rule = "reserve";
    std::string deadline = "30s";
    int webhook_body_bytes_max = 65'536;
    std::string log_level = "info";
    std::string plans =
        "  - { id: basic, name: Basic, price: 9900, interval: month }\n"
        "  - { id: daily, name: Daily, price: 800, interval: day }\n";
    std::optional<std::string> pg_url = std::nullopt;   ///< instead of the sandbox of this pair
    std::optional<int> descriptors_max = std::nullopt;  ///< of the daemon
    std::string more = {};                              ///< whole sections of the configuration
    std::string bootpay = {};                           ///< further lines of its section `bootpay`
};

/// A sandbox and a daemon in a folder of their own, started when a test says so.
class Pair {
public:
    explicit Pair(Wishes wishes = {});

    static constexpr const char* client_secret = "canary-of-the-client-secret-4f1d";
    static constexpr const char* ledger_key =
        "c0ffee00112233445566778899aabbccddeeff00112233445566778899aabbcc";
    static constexpr const char* start = "2028-01-01T00:00:00+09:00";

    [[nodiscard]] const TempFolder& folder() const noexcept { return folder_; }
    [[nodiscard]] std::string config_path() const { return folder_.file("maedald.yaml"); }
    [[nodiscard]] std::string socket_path() const { return folder_.file("admin.sock"); }
    [[nodiscard]] std::uint16_t webhook_port() const noexcept { return webhook_port_.number(); }
    [[nodiscard]] std::uint16_t sandbox_port() const noexcept { return sandbox_port_.number(); }
    [[nodiscard]] std::string log() const { return folder_.read("maedald.log"); }

    /// Other wishes, for a daemon that starts after this.
    void wish(Wishes wishes);
    /// The configuration as it was wished for, with these plans instead of the wished ones.
    void write_configuration(const std::string& plans) const;
    void write_configuration() const { write_configuration(wishes_.plans); }

    /// Its clock stands at `start` and is moved when the daemon has a test clock too; it is the
    /// real one when not. Ready when this returns.
    void start_sandbox();
    /// Does not wait.
    Process& launch_daemon(const Process::Environment& more = {});
    /// Ready when this returns; fails the test and gives false when it ends instead.
    bool start_daemon(const Process::Environment& more = {});
    [[nodiscard]] bool ready() const;
    Process& daemon() { return *daemon_; }
    Process& gateway() { return *sandbox_; }
    /// SIGTERM, and how it ended.
    std::optional<Ending> stop_daemon();

    Reply admin(
        const std::string& method, const std::string& target, const nlohmann::json& body = nullptr
    ) const;
    Reply sandbox(
        const std::string& method, const std::string& target, const nlohmann::json& body = nullptr
    ) const;
    [[nodiscard]] Reply walk(const std::string& to) const;

    /// Registers a card at the sandbox and takes its billing key in: its billing_key_id.
    std::string add_key(const std::string& customer, const std::string& billing_key) const;
    /// Subscribes; a repeat changes nothing.
    void subscribe(
        const std::string& id,
        const std::string& plan,
        const std::string& billing_key_id,
        const std::string& customer,
        const std::string& anchor
    ) const;

private:
    Wishes wishes_;
    TempFolder folder_;
    HeldPort webhook_port_;
    HeldPort sandbox_port_;
    std::unique_ptr<Process> sandbox_;
    std::unique_ptr<Process> daemon_;
};

}  // namespace maedal::integration
