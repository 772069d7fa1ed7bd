#include "tricks.hpp"

#include <fmt/format.h>

namespace maedal::integration {
namespace {

using Then = Trick::Then;

std::string body_in(const std::string& answer) {
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

std::string http(const std::string& status, const std::string& headers, const std::string& body) {
    return fmt::format(
        "HTTP/1.1 {}\r\n{}Content-Length: {}\r\n\r\n{}", status, headers, body.size(), body
    );
}

std::string json_answer(const std::string& body) {
    return http("200 OK", "Content-Type: application/json\r\n", body);
}

auto says(
    const std::string& status, const std::string& headers = "", const std::string& body = ""
) {
    return [answer = http(status, headers, body)](const std::string&) { return answer; };
}

/// The sandbox's answer with its body changed in one place.
auto instead(const std::string& old, const std::string& fresh) {
    return [old, fresh](const std::string& answer) {
        std::string body = body_in(answer);
        if (const auto at = body.find(old); at != std::string::npos)
            body.replace(at, old.size(), fresh);
        return json_answer(body);
    };
}

/// With one field more at the front of the object.
auto with_field(const std::string& field) {
    return instead("{", "{" + field + ",");
}

std::string half(const std::string& answer) {
    return answer.substr(0, answer.size() - body_in(answer).size() / 2);
}

std::string half_without_length(const std::string& answer) {
    const auto body = body_in(answer);
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" +
           body.substr(0, body.size() / 2);
}

std::string with_two_lengths(const std::string& answer) {
    const auto body = body_in(answer);
    return fmt::format(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n"
        "Content-Length: 2\r\n\r\n{}",
        body.size(),
        body
    );
}

std::string with_early_hints(const std::string& answer) {
    return "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer;
}

std::string of_100_megabytes(const std::string&) {
    constexpr std::size_t megabytes = 100;
    return json_answer(std::string(megabytes * 1024 * 1024, ' '));
}

std::string of_many_headers(const std::string& answer) {
    std::string headers;
    for (int i = 0; i < 10'000; ++i)
        headers += fmt::format("X-{}: y\r\n", i);
    return http("200 OK", headers, body_in(answer));
}

std::vector<Trick> without_an_answer() {
    return {
        {"the request is lost", 0, {}, Then::close},
        {"the answer is lost", 1, {}, Then::close},
        {"it hangs after having acted", 1, {}, Then::hang},
        {"it hangs without having acted", 0, {}, Then::hang},
        {"it drips", 1, [](const std::string& answer) { return answer; }, Then::drip},
        {"a body that is cut", 1, half, Then::close},
        {"a body without a length that is cut", 1, half_without_length, Then::close},
    };
}

std::vector<Trick> with_another_status() {
    const std::string page = "<html><body>Bad Gateway</body></html>";
    return {
        {"500 after having acted", 1, says("500 Internal Server Error")},
        {"500 without having acted", 0, says("500 Internal Server Error")},
        {"502 with a page", 1, says("502 Bad Gateway", "Content-Type: text/html\r\n", page)},
        {"503", 1, says("503 Service Unavailable", "Retry-After: 1\r\n")},
        {"504", 1, says("504 Gateway Timeout")},
        {"429", 1, says("429 Too Many Requests", "Retry-After: 1\r\n")},
        {"429 without a time", 0, says("429 Too Many Requests")},
        {"a redirect", 1, says("302 Found", "Location: http://127.0.0.1:1/elsewhere\r\n")},
        {"400 with a code unheard of",
         1,
         says(
             "400 Bad Request",
             "Content-Type: application/json\r\n",
             R"({"error_code":"NEVER_SEEN","message":"?"})"
         )},
    };
}

std::vector<Trick> with_another_body() {
    return {
        {"a page instead of JSON",
         1,
         says("200 OK", "Content-Type: text/html\r\n", "<p>Hello</p>")},
        {"garbage", 1, says("200 OK", "Content-Type: application/json\r\n", "\x01{[\"")},
        {"nothing", 1, says("200 OK", "Content-Type: application/json\r\n")},
        {"100 MB", 1, of_100_megabytes, Then::close},
        {"10,000 headers", 1, of_many_headers},
        {"two lengths", 1, with_two_lengths, Then::close},
        {"two early answers before the true one", 1, with_early_hints},
        {"another order id", 1, with_field(R"("order_id":"m9-c00000001-a1")")},
        {"another amount", 1, with_field(R"("price":9901)")},
        {"the amount as 9900.0", 1, with_field(R"("price":9900.0)")},
        {"the amount as a text", 1, with_field(R"("price":"9900")")},
        {"another time", 1, instead("T09:00:00", "T09:30:00")},
        {"no reserve_id", 1, instead("\"reserve_id\"", "\"reserve_ad\"")},
    };
}

}  // namespace

const std::vector<Trick>& tricks() {
    static const std::vector<Trick> all = [] {
        std::vector<Trick> list = without_an_answer();
        for (const auto& more : {with_another_status(), with_another_body()})
            list.insert(list.end(), more.begin(), more.end());
        return list;
    }();
    return all;
}

}  // namespace maedal::integration
