#pragma once
#include "base/instant.hpp"
#include "base/log.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What etc/maedald.yaml says, checked: one small struct for each consumer. Values only, so that a
/// reload can compare the old with the new; secrets are named here, never held (secret_file.hpp).
namespace maedal::config {

/// Where a secret lies.
struct SecretSource {
    enum class Kind {
        file,        ///< `name` is an absolute path
        credential,  ///< `name` is a file in systemd's $CREDENTIALS_DIRECTORY
    };
    Kind kind{Kind::file};
    std::string name;
    bool operator==(const SecretSource&) const = default;
};

struct LedgerSettings {
    std::string path;  ///< absolute
    SecretSource key;  ///< the sealing key: 32 bytes as 64 hex digits
    bool operator==(const LedgerSettings&) const = default;
};

/// Who we are for Bootpay: a `client_key` with its secret key, or the older `application_id` with
/// its private key.
struct BootpayAccount {
    enum class Kind { client_key, application };
    Kind kind{Kind::client_key};
    std::string id;  ///< the client key or the application id
    SecretSource secret;
    bool operator==(const BootpayAccount&) const = default;
};

/// For which calls the gateway refuses a second use of an order id (money-safety rule 8).
enum class OrderIdRule { reserve, charge, none, unproven };
/// What happens to money that was taken while its reservation was being revoked.
enum class PaidRace { refund, keep };
/// What an error code of the gateway means for the attempt.
enum class CodeMeaning { refused, declined, dead_key, doubt, duplicate, not_found };

/// How calls to Commerce say who we are.
enum class CommerceAuth { basic, token };

struct BootpaySettings {
    std::string pg_url;                       ///< ends in /v2, no slash behind it
    std::optional<std::string> commerce_url;  ///< ends in /v1, no slash behind it
    BootpayAccount account;
    std::optional<BootpayAccount> commerce_account;  ///< empty: the client_key pair above
    CommerceAuth commerce_auth{CommerceAuth::basic};
    OrderIdRule order_id_rule{OrderIdRule::unproven};
    Seconds deadline{30};  ///< of one whole call, 1 to 60 s
    std::int64_t connections_max{8};
    std::int64_t requests_per_second_max{50};
    std::optional<std::string> ca_file;  ///< absolute; the system's authorities when empty
    PaidRace paid_race{PaidRace::refund};
    std::map<std::string, CodeMeaning> codes;  ///< beyond the built-in list
    /// The older pair beside the usual one: for the few calls that take a token only.
    std::optional<BootpayAccount> token_account{};
    bool operator==(const BootpaySettings&) const = default;
};

struct Endpoint {
    std::string address;  ///< numeric, IPv6 without its brackets
    std::uint16_t port{0};
    bool operator==(const Endpoint&) const = default;
};

struct WebhookSettings {
    Endpoint listen{"127.0.0.1", 8780};
    std::string public_url;                    ///< https, or http on loopback; no slash at its end
    std::vector<std::string> trusted_proxies;  ///< numeric addresses, or ADDRESS/PREFIX
    std::int64_t body_bytes_max{65'536};
    std::int64_t connections_max{256};
    bool operator==(const WebhookSettings&) const = default;
};

struct AdminSettings {
    std::string socket{"/run/maedal/admin.sock"};
    std::uint32_t mode{0660};
    std::optional<std::string> socket_group;
    std::vector<std::string> admin_groups;  ///< root is always an admin
    std::vector<std::string> operator_groups;
    std::vector<std::string> viewer_groups;
    bool operator==(const AdminSettings&) const = default;
};

/// What happens to the subscription when the last try has failed.
enum class DunningEnd { cancel, pause, leave_past_due };

struct DunningPolicy {
    std::vector<Seconds> waits;  ///< 1 to 20, each from the failure before it
    DunningEnd end{DunningEnd::leave_past_due};
    Seconds cancel_after{0};  ///< from the last failure; only with leave_past_due, else 0
    bool operator==(const DunningPolicy&) const = default;
};

enum class IntervalUnit { day, week, month, year };
/// What an outage leaves to be billed: every missed period, or only the one that runs.
enum class CatchUp { bill_each, bill_latest };

/// How charges are collected, and what becomes of one that finds no slot for its reservation.
enum class Collect { reserve, pay_now };
enum class WithoutSlot { wait, pay_now };

struct PlanSettings {
    std::string id;
    std::string name;
    std::int64_t price{0};     ///< won, 1 to 10^10
    std::int64_t tax_free{0};  ///< won, at most the price
    IntervalUnit interval{IntervalUnit::month};
    std::int64_t count{1};  ///< how many units are one period, 1 to 24
    std::int64_t trial_days{0};
    std::optional<std::int64_t> periods;  ///< after so many the subscription ends
    std::string dunning{"default"};       ///< a key of Settings::dunning
    Seconds reserve_lead{86'400};
    std::int64_t reserve_ahead{1};  ///< periods reserved at once, 1 to 10
    CatchUp catch_up{CatchUp::bill_each};
    Collect collect{Collect::reserve};
    WithoutSlot without_slot{WithoutSlot::wait};  ///< with reserve only
    bool operator==(const PlanSettings&) const = default;
};

struct OrderSettings {
    std::optional<std::string> check_url;  ///< whom a confirm is asked of first
    Seconds check_deadline{5};             ///< 1 to 30 s
    bool operator==(const OrderSettings&) const = default;
};

struct PaymentLinkSettings {
    Seconds lives{7LL * 86'400};  ///< 1 h to 90 d
    Seconds grace{3'600};         ///< after its end, 1 m to 7 d
    std::vector<std::string> send_by{"sms", "kakao"};
    std::vector<Seconds> remind_after{Seconds{3LL * 86'400}, Seconds{6LL * 86'400}};
    bool operator==(const PaymentLinkSettings&) const = default;
};

struct LawSettings {
    std::int64_t trial_notice_days{
        7};  ///< 0: no gate is wanted. Read and checked, not enforced yet
    bool operator==(const LawSettings&) const = default;
};

enum class LogTarget { standard_error, journal };

struct LogSettings {
    log::Level level{log::Level::info};
    LogTarget target{LogTarget::standard_error};
    bool operator==(const LogSettings&) const = default;
};

struct Settings {
    std::string installation{"m1"};  ///< begins every order id; never changed once money moved
    std::string time_zone{"Asia/Seoul"};
    bool test_clock{false};  ///< time is the sandbox's and is moved by the daemon
    LedgerSettings ledger;
    BootpaySettings bootpay;
    WebhookSettings webhook;
    AdminSettings admin;
    std::map<std::string, DunningPolicy> dunning;  ///< always holds `default`
    std::vector<PlanSettings> plans;               ///< in the file's order, ids unique
    OrderSettings orders;
    PaymentLinkSettings payment_links;
    LawSettings law;
    LogSettings log;
    bool operator==(const Settings&) const = default;
};

}  // namespace maedal::config
