#pragma once
#include "base/instant.hpp"
#include "billing/names.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace maedal::billing {

/// What a person has decided that a code of the gateway means.
enum class CodeMeaning {
    unknown,   ///< nobody has: an answer with it is a doubt
    refused,   ///< a definite no, nothing was carried out
    declined,  ///< the card was asked and said no
};
inline constexpr Names code_meaning_names{std::to_array<std::pair<CodeMeaning, std::string_view>>({
    {CodeMeaning::unknown, "unknown"},
    {CodeMeaning::refused, "refused"},
    {CodeMeaning::declined, "declined"},
})};

/// A code that the built-in list does not know, met in the answer to a call of one kind.
struct GatewayCode {
    std::string call;  ///< "reserve", "refund", ...
    std::string code;  ///< the gateway's word
    CodeMeaning meaning = CodeMeaning::unknown;
    std::int64_t seen = 0;  ///< times it was answered
    Instant first_at, last_at;
    std::string reason;        ///< of the person who decided; empty while unknown
    std::int64_t version = 0;  ///< of the row, rises by one with each change
};

/// What a probe of the gateway found out about one question.
struct Finding {
    std::string question;  ///< "repeated_order_id.reserve", ...
    std::string answer;    ///< one word or clause
    std::string evidence;  ///< what was asked and answered, JSON
    Instant found_at;
    std::int64_t version = 0;
};

}  // namespace maedal::billing
