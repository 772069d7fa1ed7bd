#include "pair.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>

namespace maedal::integration {
namespace {

constexpr const char* configuration = R"(installation: it
time_zone: Asia/Seoul
test_clock: {test_clock}
ledger:
  path: {folder}/ledger.db
  key_file: {folder}/ledger.key
bootpay:
  pg_url: {pg_url}
  commerce_url: {commerce_url}
  client_key: it-client
  secret_key_file: {folder}/bootpay.secret
  order_id_rule: {order_id_rule}
  deadline: {deadline}
  requests_per_second: 1000
{bootpay}webhook:
  listen: 127.0.0.1:{webhook_port}
  public_url: http://127.0.0.1:{webhook_port}/hook
  body_bytes_max: {webhook_body_bytes_max}
admin:
  socket: {folder}/admin.sock
  mode: "0600"
dunning:
  default:
    waits: [1d, 3d]
    end: cancel
law:
  trial_notice_days: 0
log:
  level: {log_level}
{more}plans:
{plans})";

}  // namespace

Pair::Pair(Wishes wishes) : wishes_{std::move(wishes)} {
    folder_.write("ledger.key", std::string{ledger_key} + "\n");
    folder_.write("bootpay.secret", std::string{client_secret} + "\n");
    write_configuration();
}

void Pair::wish(Wishes wishes) {
    wishes_ = std::move(wishes);
    write_configuration();
}

void Pair::write_configuration(const std::string& plans) const {
    const auto own_sandbox = fmt::format("http://127.0.0.1:{}/v2", sandbox_port_.number());
    folder_.write(
        "maedald.yaml",
        fmt::format(
            configuration,
            fmt::arg("test_clock", wishes_.test_clock),
            fmt::arg("folder", folder_.path().string()),
            fmt::arg("pg_url", wishes_.pg_url.value_or(own_sandbox)),
            fmt::arg("commerce_url", fmt::format("http://127.0.0.1:{}/v1", sandbox_port_.number())),
            fmt::arg("more", wishes_.more),
            fmt::arg("bootpay", wishes_.bootpay),
            fmt::arg("order_id_rule", wishes_.order_id_rule),
            fmt::arg("deadline", wishes_.deadline),
            fmt::arg("webhook_port", webhook_port()),
            fmt::arg("webhook_body_bytes_max", wishes_.webhook_body_bytes_max),
            fmt::arg("log_level", wishes_.log_level),
            fmt::arg("plans", plans)
        )
    );
}

void Pair::start_sandbox() {
    std::vector<std::string> command{
        MAEDAL_SANDBOX,
        "--port",
        std::to_string(sandbox_port_.number()),
        "--seed",
        "7",
        "--client-key",
        "it-client",
        "--secret-key",
        client_secret};
    if (wishes_.test_clock) command.insert(command.end(), {"--clock", "moved", "--start", start});
    sandbox_ = std::make_unique<Process>(command, folder_.file("sandbox.log"));
    const auto up = [this] { return sandbox("GET", "/_sandbox").status == 200; };
    ASSERT_TRUE(eventually([&] { return up() || !sandbox_->running(); }) && up())
        << folder_.read("sandbox.log");
}

Process& Pair::launch_daemon(const Process::Environment& more) {
    daemon_.reset();  // the one before has to be gone first
    std::vector<std::string> command{MAEDAL_DAEMON, "--config", config_path()};
    if (const auto most = wishes_.descriptors_max)
        command.insert(command.begin(), {"/usr/bin/prlimit", fmt::format("--nofile={}", *most)});
    daemon_ = std::make_unique<Process>(command, folder_.file("maedald.log"), more);
    return *daemon_;
}

bool Pair::ready() const {
    return admin("GET", "/v1/status").status == 200;
}

bool Pair::start_daemon(const Process::Environment& more) {
    launch_daemon(more);
    const bool up = eventually([this] { return ready() || !daemon_->running(); }) && ready();
    EXPECT_TRUE(up) << log();
    return up;
}

std::optional<Ending> Pair::stop_daemon() {
    daemon_->send(SIGTERM);
    return daemon_->ending();
}

Reply Pair::admin(const std::string& method, const std::string& target, const nlohmann::json& body)
    const {
    return call_unix(socket_path(), json_request(method, target, body));
}

Reply Pair::sandbox(
    const std::string& method, const std::string& target, const nlohmann::json& body
) const {
    return call_loopback(sandbox_port_.number(), json_request(method, target, body));
}

Reply Pair::walk(const std::string& to) const {
    return admin("POST", "/v1/test-clock", {{"to", to}});
}

std::string Pair::add_key(const std::string& customer, const std::string& billing_key) const {
    const auto card = sandbox(
        "POST", "/_sandbox/billing-keys", {{"username", customer}, {"billing_key", billing_key}}
    );
    EXPECT_EQ(card.status, 200) << card.text;
    const auto key = admin(
        "POST", "/v1/billing-keys", {{"customer_id", customer}, {"billing_key", billing_key}}
    );
    EXPECT_EQ(key.status, 201) << key.text;
    return key.status == 201 ? key.body.at("billing_key_id").get<std::string>() : "";
}

void Pair::subscribe(
    const std::string& id,
    const std::string& plan,
    const std::string& billing_key_id,
    const std::string& customer,
    const std::string& anchor
) const {
    const auto made = admin(
        "POST",
        "/v1/subscriptions",
        {{"subscription_id", id},
         {"customer_id", customer},
         {"plan_id", plan},
         {"billing_key_id", billing_key_id},
         {"anchor", anchor}}
    );
    EXPECT_EQ(made.status, 201) << made.text;
}

}  // namespace maedal::integration
