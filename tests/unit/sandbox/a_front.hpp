#pragma once
// What the tests over sockets share: a sandbox on a free port, a merchant's client, and a
// merchant's webhook door.
#include "a_bootpay.hpp"
#include "net/client.hpp"
#include "net/json_text.hpp"
#include "sandbox/front/front.hpp"
#include "unit/net/loop.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace maedal::sandbox {

using nlohmann::json;

struct Said {
    int status;  ///< 0: no whole answer came
    json body;
    std::string text;
    std::string date;
};

/// Takes webhooks, and answers them as it is told.
class WebhookDoor {
public:
    explicit WebhookDoor(boost::asio::io_context& loop)
        : server_{loop.get_executor(), [this](net::Request request) { return take(request); }, {}} {
        if (!server_.listen_tcp("127.0.0.1", 0)) throw std::runtime_error{"cannot listen"};
    }
    std::string url() const {
        return "http://127.0.0.1:" + std::to_string(server_.port()) + "/hook?a=b";
    }

    std::vector<net::Request> taken;
    int refusals_left = 0;

private:
    Task<net::Response> take(net::Request request) {
        taken.push_back(std::move(request));
        net::Response answer;
        answer.body = R"({"success":true})";
        if (refusals_left > 0) {
            --refusals_left;
            answer.body = R"({"status":200})";
        }
        co_return answer;
    }
    net::Server server_;
};

struct AFront : ::testing::Test {
    static constexpr const char* basic =
        "Basic c2FuZGJveC1jbGllbnQta2V5OnNhbmRib3gtc2VjcmV0LWtleQ==";

    explicit AFront(FrontOptions options = {})
        : front{loop.get_executor(), bootpay, std::move(options)} {
        if (!front.listen("127.0.0.1", 0)) throw std::runtime_error{"cannot listen"};
        key = say("POST", "/_sandbox/billing-keys").body["billing_key"];
    }

    Said say(std::string method, std::string target, std::string body = {}) {
        return net::testing::run(
            loop, exchange(std::move(method), std::move(target), std::move(body))
        );
    }
    Said say(std::string method, std::string target, const json& body) {
        return say(std::move(method), std::move(target), body.dump());
    }
    json order(const std::string& order_id, int price = 29'900) const {
        return json{
            {"billing_key", key}, {"order_name", "월간"}, {"price", price}, {"order_id", order_id}};
    }
    json reservation(const std::string& order_id, const char* at) const {
        json asked = order(order_id);
        asked["reserve_execute_at"] = at;
        return asked;
    }

    boost::asio::io_context loop;
    Bootpay bootpay{7, day_one};
    Front front;
    WebhookDoor door{loop};
    std::string authorization = basic;
    std::string key;
    std::chrono::milliseconds deadline{3'000};  ///< of the merchant's client

private:
    Task<Said> exchange(std::string method, std::string target, std::string body) {
        net::ClientOptions options;
        options.deadline = deadline;
        net::Client client{
            loop.get_executor(), net::Origin{"http", "127.0.0.1", front.port(), ""}, options};
        net::Request request;
        request.method = std::move(method);
        request.target = std::move(target);
        request.body = std::move(body);
        request.headers.set("Content-Type", "application/json");
        if (!authorization.empty()) request.headers.set("authorization", authorization);
        auto asking = client.exchange(std::move(request), net::Reuse::verified);
        const auto answer = co_await std::move(asking);
        if (!answer) co_return Said{0, {}, answer.error().detail, {}};
        auto parsed = net::parse_json(answer->body);
        co_return Said{
            answer->status,
            parsed ? *std::move(parsed) : json{},
            answer->body,
            std::string{answer->headers.get("Date").value_or("")}};
    }
};

}  // namespace maedal::sandbox
