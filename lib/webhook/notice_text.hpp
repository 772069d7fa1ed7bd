#pragma once
#include "base/error.hpp"
#include "engine/desk.hpp"
#include "net/http.hpp"

namespace maedal::webhook {

inline constexpr std::size_t id_bytes_max = 128;

/// The few flat fields that count of a notice, JSON or form; the rest is not even looked at, since
/// old bodies hold the merchant's private key. Nothing of the body is kept or quoted.
/// Errors: invalid, with the field that is wrong; reason "content_type" for any other media type.
Result<engine::NoticeHint> hint_from(const net::Request& request);

}  // namespace maedal::webhook
