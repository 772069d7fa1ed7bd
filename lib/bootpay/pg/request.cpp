#include "bootpay/pg/request.hpp"

#include "net/form_text.hpp"
#include "net/json_text.hpp"

#include <utility>

namespace maedal::bootpay::pg {
namespace {

net::Request bare(std::string method, std::string target) {
    net::Request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.headers.set("Accept", "application/json");
    // On GET and DELETE too, as the SDK does [W].
    request.headers.set("Content-Type", "application/json");
    // Generation 5, because webhooks carry their `webhook_type` only from there on [M, K]. Which
    // parts of the gateway look at the other two is not published, so that the three stand
    // together as they were recorded [W]: 301 is the Node SDK, the one whose requests we checked
    // ours against. Who we really are says User-Agent.
    request.headers.set("BOOTPAY-SDK-VERSION", "2.3.0");
    request.headers.set("BOOTPAY-API-VERSION", "5.0.0");
    request.headers.set("BOOTPAY-SDK-TYPE", "301");
    return request;
}

}  // namespace

std::string path_of(std::string_view place, std::string_view id) {
    return std::string{place} + net::percent_encode(id);
}

net::Request read_request(std::string target) {
    return bare("GET", std::move(target));
}

net::Request delete_request(std::string target) {
    return bare("DELETE", std::move(target));
}

net::Request post_request(std::string target, const nlohmann::json& body) {
    auto request = bare("POST", std::move(target));
    request.body = net::json_text(body);
    return request;
}

net::Request put_request(std::string target, const nlohmann::json& body) {
    auto request = bare("PUT", std::move(target));
    request.body = net::json_text(body);
    return request;
}

}  // namespace maedal::bootpay::pg
