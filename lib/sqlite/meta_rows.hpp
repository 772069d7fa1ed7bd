#pragma once
#include "sqlite/query.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace maedal::sqlite {

/// What a ledger says about itself: "installation", "key_check", "epoch".
void add_meta(Connection& connection, const std::string& name, const std::string& value);
[[nodiscard]] std::optional<std::string> find_meta(Connection& connection, const std::string& name);

/// The numbers of the next `count` ids are not given.
void skip_counter(Connection& connection, std::int64_t count);

/// Writes it over the value that stands there, if one does.
void put_meta(Connection& connection, const std::string& name, const std::string& value);

/// For copies: a ledger's own schema refuses it. Where it is not there, nothing.
void drop_meta(Connection& connection, const std::string& name);

/// "sub_000001": the number rises over the whole ledger, whatever the prefix.
[[nodiscard]] std::string next_id(Connection& connection, std::string_view prefix);

}  // namespace maedal::sqlite
