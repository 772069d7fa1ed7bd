#pragma once
#include "base/error.hpp"
#include "engine/commands.hpp"
#include "net/http.hpp"

namespace maedal::admin {

/// An Error as RFC 9457 problem details; `code` is the Error's reason. The status follows from its
/// Errc, or is the given one.
[[nodiscard]] engine::Answer problem_answer(const Error& error);
[[nodiscard]] engine::Answer problem_answer(int status, const Error& error);
[[nodiscard]] net::Response problem(const Error& error);
[[nodiscard]] net::Response problem(int status, const Error& error);

/// The answer on the wire: problem details from 400 on, JSON below.
[[nodiscard]] net::Response response_of(engine::Answer answer);

[[nodiscard]] int status_of(Errc code);

}  // namespace maedal::admin
