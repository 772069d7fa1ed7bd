#include "bootpay/commerce/request.hpp"

#include "bootpay/pg/answer.hpp"
#include "net/json_text.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <utility>

namespace maedal::bootpay::commerce {
namespace {

/// The second shape of an error becomes the first.
net::Response with_error_code(net::Response response) {
    if (response.status == 200) return response;
    auto body = net::parse_json(response.body);
    if (!body || !body->is_object() || body->contains("error_code")) return response;
    const auto code = body->find("code");
    if (code == body->end() || !(code->is_number_integer() || code->is_string())) return response;
    (*body)["error_code"] = nlohmann::json{*code}.front();
    response.body = net::json_text(*body);
    return response;
}

}  // namespace

net::Request bare_request(std::string method, std::string target, Role role) {
    net::Request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.headers.set("Accept", "application/json");
    request.headers.set("Content-Type", "application/json");
    request.headers.set("Accept-Charset", "utf-8");
    // As they were recorded [W]; who we really are says User-Agent.
    request.headers.set("BOOTPAY-SDK-VERSION", "1.0.0");
    request.headers.set("BOOTPAY-API-VERSION", "1.0.0");
    request.headers.set("BOOTPAY-SDK-TYPE", "301");
    request.headers.set("BOOTPAY-ROLE", role == Role::user ? "user" : "supervisor");
    return request;
}

net::Request read_request(std::string target) {
    return bare_request("GET", std::move(target), Role::user);
}

net::Request write_request(
    std::string method, std::string target, Role role, const nlohmann::json& body
) {
    auto request = bare_request(std::move(method), std::move(target), role);
    request.body = net::json_text(body);
    return request;
}

void add_idempotency_key(net::Request& request) {
    std::array<unsigned char, 16> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U);  // version 4
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);  // variant 1
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += fmt::format("{:02x}", bytes[i]);
    }
    request.headers.set("Idempotency-Key", std::move(text));
}

net::Request token_request(const Secret& client_key, const Secret& secret_key) {
    const nlohmann::json body{
        {"client_key", std::string{client_key.reveal()}},
        {"secret_key", std::string{secret_key.reveal()}}};
    return write_request("POST", "/request/token", Role::user, body);
}

Result<nlohmann::json> shop_written(const net::Response& response, const pg::Codes& codes) {
    return pg::written(with_error_code(response), codes);
}

Result<nlohmann::json> shop_looked_up(const net::Response& response, const pg::Codes& codes) {
    return pg::looked_up(with_error_code(response), codes);
}

}  // namespace maedal::bootpay::commerce
