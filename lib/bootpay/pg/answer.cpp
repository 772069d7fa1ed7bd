#include "bootpay/pg/answer.hpp"

#include "net/json_text.hpp"
#include "ports/gateway.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

namespace maedal::bootpay::pg {
namespace {

constexpr std::size_t code_bytes_max = 100;

/// Whether the answer may be Bootpay's JSON. What it is called is a proxy's or a framework's word:
/// what is called a page or a picture is not looked at, all else has to prove itself as strict JSON
/// with the fields that were asked for.
bool may_be_json(const net::Response& response) {
    auto kind = response.headers.get("Content-Type").value_or("");
    kind = kind.substr(0, kind.find(';'));
    while (!kind.empty() && kind.back() == ' ')
        kind.remove_suffix(1);
    std::string word{kind};
    for (char& letter : word)
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return word.empty() || word == "text/plain" || word.ends_with("/json") ||
           word.ends_with("+json");
}

/// Whether the one who answered can know what became of the request. 408, 425, 429 and 5xx may come
/// from before, within or after the work; a redirect and a 2xx that is no 200 are no part of the
/// API [W, R].
bool knowing(int status) {
    if (status == 408 || status == 425 || status == 429) return false;
    return status == 200 || (status >= 400 && status < 500);
}

std::string described(const Answer& answer) {
    std::string text = fmt::format("HTTP {}", answer.status);
    if (!answer.code.empty()) text += ", code " + answer.code;
    if (!answer.pg_code.empty()) text += ", PG code " + answer.pg_code;
    if (!answer.fault.empty()) text += ", " + answer.fault;
    return text;
}

std::string reason_of(const Answer& answer) {
    if (!answer.code.empty()) return answer.code;
    if (answer.status != 200) return "http_status";
    return answer.error ? "error_without_code" : "not_json";
}

Error failed(Errc code, std::string reason, const Answer& answer) {
    return Error{code, std::move(reason), described(answer), {}};
}

std::optional<CodeMeaning> meaning_of(const Answer& answer, const Codes& codes) {
    if (!knowing(answer.status)) return CodeMeaning::in_doubt;
    if (const auto known = codes.meaning(answer.code)) return known;
    // Not carried out, whoever said it: a request without rights is turned away at the door.
    if (answer.status == 401) return CodeMeaning::unauthorized;
    return std::nullopt;
}

Error write_error(const Answer& answer, const Codes& codes) {
    namespace reason = ports::reason;
    switch (meaning_of(answer, codes).value_or(CodeMeaning::in_doubt)) {
        case CodeMeaning::refused:
        case CodeMeaning::not_found:
            return failed(Errc::refused, reason_of(answer), answer);
        case CodeMeaning::declined:
            return failed(Errc::declined, reason_of(answer), answer);
        case CodeMeaning::dead_key:
            return failed(Errc::refused, reason::dead_key, answer);
        case CodeMeaning::duplicate_order:
            return failed(Errc::conflict, reason::duplicate_order, answer);
        case CodeMeaning::unauthorized:
            return failed(Errc::unauthorized, reason_of(answer), answer);
        case CodeMeaning::in_doubt:
            break;
    }
    return failed(Errc::in_doubt, reason_of(answer), answer);
}

Error lookup_error(const Answer& answer, const Codes& codes) {
    const auto meaning = meaning_of(answer, codes);
    if (meaning == CodeMeaning::unauthorized)
        return failed(Errc::unauthorized, reason_of(answer), answer);
    // 404 counts when Bootpay itself said it: a proxy's page says nothing about a payment.
    const bool nowhere = answer.status == 404 && answer.error && meaning != CodeMeaning::in_doubt;
    if (meaning == CodeMeaning::not_found || nowhere)
        return failed(Errc::not_found, reason_of(answer), answer);
    return failed(Errc::unavailable, reason_of(answer), answer);
}

}  // namespace

bool Answer::good() const {
    return status == 200 && fault.empty() && !error;
}

Answer take_apart(const net::Response& response) {
    Answer answer{response.status, nullptr, {}, false, {}, {}};
    if (!may_be_json(response)) {
        answer.fault = "the answer is called something else than JSON";
        return answer;
    }
    auto body = net::parse_json(response.body);
    if (!body) {
        answer.fault = "the answer is no strict JSON";
        return answer;
    }
    answer.body = *std::move(body);
    if (!answer.body.is_object() || !answer.body.contains("error_code")) return answer;
    answer.error = true;
    answer.code = code_text(answer.body, "error_code");
    answer.pg_code = code_text(answer.body, "pg_error_code");
    return answer;
}

std::string code_text(const nlohmann::json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end()) return {};
    if (found->is_number_integer()) return found->dump();
    const auto* text = found->get_ptr<const std::string*>();
    if (text == nullptr || text->size() > code_bytes_max) return {};
    const auto fit = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
    };
    return std::all_of(text->begin(), text->end(), fit) ? *text : std::string{};
}

Result<nlohmann::json> written(const net::Response& response, const Codes& codes) {
    auto answer = take_apart(response);
    if (!answer.good()) return write_error(answer, codes);
    return std::move(answer.body);
}

Result<nlohmann::json> looked_up(const net::Response& response, const Codes& codes) {
    auto answer = take_apart(response);
    if (!answer.good()) return lookup_error(answer, codes);
    return std::move(answer.body);
}

bool says(const Answer& answer, CodeMeaning meaning, const Codes& codes) {
    return answer.error && meaning_of(answer, codes) == meaning;
}

Error doubtful(std::string reason, std::string detail) {
    return Error{Errc::in_doubt, std::move(reason), std::move(detail), {}};
}

Error unreadable(std::string detail) {
    return Error{Errc::unavailable, "unreadable_answer", std::move(detail), {}};
}

}  // namespace maedal::bootpay::pg
