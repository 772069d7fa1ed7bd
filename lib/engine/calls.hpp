#pragma once
#include "engine/watch.hpp"

#include <optional>
#include <string>

namespace maedal::engine {

/// The kinds of write at the gateway.
namespace call_kind {
inline constexpr const char* reserve = "reserve";
inline constexpr const char* pay = "pay";
inline constexpr const char* revoke = "revoke";
inline constexpr const char* refund = "refund";
inline constexpr const char* errand = "errand";
}  // namespace call_kind

/// Writes a call at the gateway down before it is sent: the intent. Gives its number.
std::int64_t write_down_call(Papers& papers, const std::string& kind, std::string subject);

/// The same for a call that another ledger may have made at `sent_at`: nobody heard its answer.
void presume_call(
    Papers& papers, const std::string& kind, const std::string& subject, Instant sent_at
);

/// Closes the call with what its answer was, and lets the watch learn from it. Gives the error as
/// it is to be understood: a person may have decided what its code means.
[[nodiscard]] Error close_failed_call(
    Papers& papers, std::int64_t call, const std::string& kind, Error error
);
void close_done_call(Papers& papers, std::int64_t call);

template <class T>
[[nodiscard]] Result<T> close_call(
    Papers& papers, std::int64_t call, const std::string& kind, const Result<T>& answer
) {
    if (!answer) return close_failed_call(papers, call, kind, answer.error());
    close_done_call(papers, call);
    return answer;
}

}  // namespace maedal::engine
