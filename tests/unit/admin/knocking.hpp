#pragma once
#include "admin/api.hpp"
#include "net/json_text.hpp"
#include "unit/admin/fake_desk.hpp"
#include "unit/net/loop.hpp"

#include <string>

namespace maedal::admin::testing {

using nlohmann::json;

/// The API before a fake desk, and a caller who is the daemon's own user.
class Knocking {
public:
    static constexpr uid_t own_uid = 990;
    FakeDesk desk;
    Api api{
        desk,
        {korea(),
         {own_uid, {}, {}, {}, {}},
         {"0.1.0", "/etc/maedal/maedald.yaml", "/var/lib/maedal/ledger.db"}}};

    net::Response get(const std::string& target) { return send(request("GET", target)); }

    net::Response post(const std::string& target, const std::string& body) {
        auto asked = request("POST", target);
        asked.headers.set("Content-Type", "application/json");
        asked.body = body;
        return send(std::move(asked));
    }

    static net::Request request(const std::string& method, const std::string& target) {
        net::Request asked;
        asked.method = method;
        asked.target = target;
        asked.credentials = net::PeerCredentials{own_uid, 1, {own_uid}};
        return asked;
    }

    net::Response send(net::Request asked) {
        boost::asio::io_context loop;
        return net::testing::run(loop, api.handle(std::move(asked)));
    }
};

inline json body_of(const net::Response& response) {
    return json::parse(response.body);
}

/// "422 unknown_plan plan_id": what a problem says, and empty when it is no problem at all.
inline std::string problem_in(const net::Response& response) {
    if (response.headers.get("Content-Type") != "application/problem+json") return {};
    const auto body = body_of(response);
    if (body.at("status") != response.status || body.at("type") != "about:blank") return {};
    if (body.at("title").get<std::string>().empty()) return {};
    auto text = std::to_string(response.status) + " " + body.at("code").get<std::string>();
    if (body.contains("field")) text += " " + body.at("field").get<std::string>();
    return text;
}

}  // namespace maedal::admin::testing
