#include "sandbox/front/answers.hpp"

#include "net/json_text.hpp"
#include "sandbox/model/execute_time.hpp"

#include <fmt/format.h>

namespace maedal::sandbox {

net::Response json_answer(const nlohmann::json& value, int status) {
    net::Response answer;
    answer.status = status;
    answer.headers.set("Content-Type", "application/json; charset=utf-8");
    answer.body = net::json_text(value);
    return answer;
}

net::Response refusal_answer(const Refusal& refusal) {
    nlohmann::json body;
    body["error_code"] = refusal.code->word;
    body["message"] = refusal.detail.empty() ? refusal.code->message : refusal.detail;
    if (!refusal.pg_error_code.empty()) body["pg_error_code"] = refusal.pg_error_code;
    return json_answer(body, refusal.code->http_status);
}

std::string korean(Instant at) {
    return rfc3339(at, korea_offset);
}

std::string http_date(Instant at) {
    namespace ch = std::chrono;
    constexpr const char* days[]{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr const char* months[]{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = ch::floor<ch::days>(at);
    const ch::year_month_day date{day};
    const ch::hh_mm_ss time{at - day};
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        days[ch::weekday{day}.c_encoding()],
        static_cast<unsigned>(date.day()),
        months[static_cast<unsigned>(date.month()) - 1],
        static_cast<int>(date.year()),
        time.hours().count(),
        time.minutes().count(),
        time.seconds().count()
    );
}

}  // namespace maedal::sandbox
