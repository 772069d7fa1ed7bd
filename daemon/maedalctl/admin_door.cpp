#include "maedalctl/admin_door.hpp"

#include "maedalctl/exit_code.hpp"
#include "maedalctl/words.hpp"
#include "net/form_text.hpp"
#include "net/json_text.hpp"
#include "net/unix_call.hpp"

#include <algorithm>

namespace maedal::ctl {
namespace {

using nlohmann::json;

constexpr int page_rows_max = 500;  // of the API

Failure no_daemon(const Error& error, const std::string& socket, const std::string& method) {
    if (error.reason == "not_permitted") {
        return {
            ExitCode::not_permitted,
            "this user may not use " + socket + "; join the group of the socket, or be root"};
    }
    if (error.reason == "no_such_socket") {
        return {
            ExitCode::unreachable,
            "there is no socket " + socket +
                "; is maedald running? (systemctl status maedald, or --socket PATH)"};
    }
    if (error.reason == "nobody_listens") {
        return {
            ExitCode::unreachable,
            "nobody answers on " + socket + "; maedald has stopped (systemctl start maedald)"};
    }
    const std::string line = "no answer from " + socket + ": " + error.detail;
    if (method == "GET") return {ExitCode::unreachable, line};
    return {
        ExitCode::unreachable, line + "; it may have been done or not: look before you ask again"};
}

Failure refusal(const net::Response& response) {
    auto code = ExitCode::refused;
    if (response.status == 403) code = ExitCode::not_permitted;
    if (response.status == 404) code = ExitCode::unknown_id;
    const auto problem = net::parse_json(response.body);
    if (!problem || !problem->is_object() || !problem->contains("code"))
        return {code, "the daemon answered " + std::to_string(response.status)};

    // A reload names every fault of the file on a line of its own.
    std::string line, rest = problem->value("detail", std::string{});
    for (std::size_t end = 0; end != std::string::npos && !rest.empty();) {
        end = rest.find('\n');
        line += (line.empty() ? "" : "\n") + printable(rest.substr(0, end));
        rest = end == std::string::npos ? "" : rest.substr(end + 1);
    }
    line += " (" + text_in(*problem, "code");
    const auto field = text_in(*problem, "field");
    if (!field.empty()) line += ", " + field;
    return {code, line + ")", text_in(*problem, "code")};
}

std::string target_of(const std::string& path, const QueryPairs& query) {
    std::string target = path;
    char mark = '?';
    for (const auto& [name, value] : query) {
        if (value.empty()) continue;
        target += mark + name + "=" + net::percent_encode(value);
        mark = '&';
    }
    return target;
}

}  // namespace

json AdminDoor::call(net::Request request, std::chrono::milliseconds deadline) const {
    const auto method = request.method;
    auto answer = net::unix_call(socket_, std::move(request), deadline);
    if (!answer) throw no_daemon(answer.error(), socket_, method);
    if (answer->status >= 300) throw refusal(*answer);
    auto body = net::parse_json(answer->body);
    if (!body)
        throw Failure{ExitCode::unreachable, "what answers on " + socket_ + " is not maedald"};
    return *std::move(body);
}

json AdminDoor::get(const std::string& path, const QueryPairs& query) const {
    net::Request request;
    request.method = "GET";
    request.target = target_of(path, query);
    return call(std::move(request), std::chrono::seconds{30});
}

json AdminDoor::list(const std::string& path, QueryPairs query, int rows) const {
    json whole{{"items", json::array()}, {"next", nullptr}};
    for (;;) {
        const int left = rows - static_cast<int>(whole["items"].size());
        auto asked = query;
        asked.emplace_back("limit", std::to_string(std::min(left, page_rows_max)));
        asked.emplace_back("after", text_in(whole, "next"));
        auto page = get(path, asked);
        for (auto& row : page.at("items"))
            whole["items"].push_back(std::move(row));
        whole["next"] = page.at("next");
        if (whole["next"].is_null() || whole["items"].size() >= static_cast<std::size_t>(rows))
            return whole;
    }
}

json AdminDoor::post(
    const std::string& path,
    const json& body,
    const std::string& idempotency_key,
    std::chrono::milliseconds deadline
) const {
    net::Request request;
    request.method = "POST";
    request.target = path;
    request.headers.set("Content-Type", "application/json");
    const auto& key = idempotency_key.empty() ? idempotency_key_ : idempotency_key;
    if (!key.empty()) request.headers.set("Idempotency-Key", key);
    request.body = net::json_text(body);
    return call(std::move(request), deadline);
}

std::string path_of(const std::string& collection, const std::string& id) {
    return collection + "/" + net::percent_encode(id);
}

}  // namespace maedal::ctl
