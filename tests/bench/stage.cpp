#include "stage.hpp"

#include "net/unix_call.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <cstdlib>
#include <exception>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace maedal::bench {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using namespace std::chrono_literals;

constexpr auto call_deadline = 75s;  // a walk through a year is one call

fs::path new_folder() {
    std::string name = (fs::temp_directory_path() / "maedal-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no folder for the socket"};
    return name;
}

void write(const fs::path& path, const std::string& text) {
    std::ofstream file{path};
    file << text << '\n';
    if (!file.flush()) throw std::runtime_error{path.string() + " cannot be written"};
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

std::string content_of(const fs::path& path) {
    std::ifstream file{path};
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) throw std::runtime_error{path.string() + " cannot be read"};
    return text.str();
}

void replace_all(std::string& text, const std::string& mark, const std::string& value) {
    for (auto at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at + value.size()))
        text.replace(at, mark.size(), value);
}

/// Free a moment ago; the configuration has to name one.
std::uint16_t free_port() {
    namespace asio = boost::asio;
    asio::io_context loop;
    asio::ip::tcp::acceptor probe{loop, {asio::ip::address_v4::loopback(), 0}};
    return probe.local_endpoint().port();
}

json accepted(const std::string& target, const net::Response& answer) {
    if (answer.status >= 300)
        throw std::runtime_error{
            target + " is answered " + std::to_string(answer.status) + ": " + answer.body};
    return answer.body.empty() ? json{} : json::parse(answer.body);
}

std::string text_of(const json& body) {
    return body.is_null() ? std::string{} : body.dump();
}

}  // namespace

Stage::Stage(const Programs& programs, fs::path folder)
    : folder_{std::move(folder)}, socket_folder_{new_folder()}, secret_(40, 'b') {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    write(folder_ / "ledger.key", std::string(64, 'a'));
    write(folder_ / "bootpay.secret", secret_);
    start_sandbox(programs);
    start_maedald(programs);
}

Stage::~Stage() {
    maedald_.reset();
    sandbox_.reset();
    std::error_code ignored;
    fs::remove_all(socket_folder_, ignored);
    if (std::uncaught_exceptions() == 0) fs::remove_all(folder_, ignored);  // else: see its logs
}

void Stage::start_sandbox(const Programs& programs) {
    const std::vector<std::string> words{
        programs.sandbox,
        "--port",
        "0",
        "--seed",
        "2028",
        "--clock",
        "moved",
        "--start",
        stage_begins,
        "--order-id-rule",
        "reserve",
        "--client-key",
        "sandbox-client-key",
        "--secret-key",
        secret_,
        "--log-level",
        "warning"};
    sandbox_ = std::make_unique<Process>(words, folder_ / "bootpay-sandbox.log");
    sandbox_url_ = sandbox_->line_after("listening on ");
    caller_ = std::make_unique<Caller>(sandbox_url_, 1);
}

void Stage::start_maedald(const Programs& programs) {
    constexpr int tries_max = 5;  // somebody may be quicker with the port
    for (int tries = 1;; ++tries) {
        webhook_port_ = free_port();
        std::string text = content_of(programs.samples / "maedald.yaml.in");
        replace_all(text, "@RUN@", folder_.string());
        replace_all(text, "@SOCKET@", (socket_folder_ / "admin.sock").string());
        replace_all(text, "@SANDBOX@", sandbox_url_);
        replace_all(text, "@WEBHOOK_PORT@", std::to_string(webhook_port_));
        write(folder_ / "maedald.yaml", text);
        const std::vector<std::string> words{
            programs.maedald, "--config", (folder_ / "maedald.yaml").string()};
        maedald_ = std::make_unique<Process>(words, folder_ / "maedald.log");
        const bool settled = come_true(10s, [this] { return answers() || !maedald_->alive(); });
        if (settled && maedald_->alive()) return;
        if (tries == tries_max)
            throw std::runtime_error{"maedald does not start:\n" + maedald_->all_said()};
    }
}

bool Stage::answers() {
    const auto answer = net::unix_call(
        (socket_folder_ / "admin.sock").string(), json_request("GET", "/v1/status", ""), 5s
    );
    return answer && answer->status == 200;
}

json Stage::admin(const std::string& method, const std::string& target, const json& body) {
    const auto answer = net::unix_call(
        (socket_folder_ / "admin.sock").string(),
        json_request(method, target, text_of(body)),
        call_deadline
    );
    if (!answer) throw std::runtime_error{target + ": " + answer.error().detail};
    return accepted(target, *answer);
}

json Stage::sandbox(const std::string& target, const json& body) {
    return accepted(target, caller_->call(json_request("POST", target, text_of(body))));
}

std::string Stage::add_card(const std::string& customer, json card) {
    json registered = card;
    registered["username"] = customer;
    sandbox("/_sandbox/billing-keys", registered);
    card["customer_id"] = customer;
    return admin("POST", "/v1/billing-keys", card).at("billing_key_id");
}

void Stage::walk(Instant to) {
    admin("POST", "/v1/test-clock", {{"to", rfc3339(to)}});
}

void Stage::pass_unseen(Instant to) {
    sandbox("/_sandbox/clock", {{"now", rfc3339(to)}});
}

std::int64_t Stage::count(const std::string& kind, const std::string& state) {
    return admin("GET", "/v1/status").at(kind).value(state, std::int64_t{0});
}

}  // namespace maedal::bench
