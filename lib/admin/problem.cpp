#include "admin/problem.hpp"

#include "net/json_text.hpp"

namespace maedal::admin {
namespace {

const char* title_of(int status) {
    switch (status) {
        case 400:
            return "Bad Request";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 409:
            return "Conflict";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 422:
            return "Unprocessable Content";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        default:
            return "Error";
    }
}

/// For an Error that came without a reason of its own.
const char* code_of(Errc code) {
    switch (code) {
        case Errc::invalid:
            return "invalid";
        case Errc::not_found:
            return "not_found";
        case Errc::conflict:
            return "conflict";
        case Errc::refused:
            return "gateway_refused";
        case Errc::declined:
            return "gateway_declined";
        case Errc::unauthorized:
            return "gateway_unauthorized";
        case Errc::unsent:
            return "gateway_unreachable";
        case Errc::in_doubt:
            return "gateway_in_doubt";
        case Errc::unavailable:
            return "unavailable";
    }
    return "error";
}

}  // namespace

int status_of(Errc code) {
    switch (code) {
        case Errc::invalid:
            return 422;
        case Errc::not_found:
            return 404;
        case Errc::conflict:
            return 409;
        case Errc::refused:
        case Errc::declined:
        case Errc::unauthorized:
        case Errc::in_doubt:
            return 502;
        case Errc::unsent:
        case Errc::unavailable:
            return 503;
    }
    return 500;
}

engine::Answer problem_answer(int status, const Error& error) {
    nlohmann::json body{
        {"type", "about:blank"},
        {"title", title_of(status)},
        {"status", status},
        {"code", error.reason.empty() ? code_of(error.code) : error.reason},
        {"detail", error.detail}};
    if (!error.field.empty()) body["field"] = error.field;
    return {status, net::json_text(body)};
}

engine::Answer problem_answer(const Error& error) {
    return problem_answer(status_of(error.code), error);
}

net::Response response_of(engine::Answer answer) {
    net::Response response;
    response.status = answer.status;
    response.headers.set(
        "Content-Type", answer.status >= 400 ? "application/problem+json" : "application/json"
    );
    response.headers.set("Cache-Control", "no-store");
    response.body = std::move(answer.body);
    return response;
}

net::Response problem(int status, const Error& error) {
    return response_of(problem_answer(status, error));
}

net::Response problem(const Error& error) {
    return response_of(problem_answer(error));
}

}  // namespace maedal::admin
