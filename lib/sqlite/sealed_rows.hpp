#pragma once
#include "sqlite/row_writer.hpp"
#include "sqlite/vault.hpp"

#include <optional>
#include <string>

namespace maedal::sqlite {

/// In the place of what was kept under this name before.
void put_sealed_text(
    Writer& writer, const Vault& vault, const std::string& name, const Secret& text
);
[[nodiscard]] std::optional<Secret> find_sealed_text(
    Connection& connection, const Vault& vault, const std::string& name
);

}  // namespace maedal::sqlite
