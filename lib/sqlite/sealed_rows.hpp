#pragma once
#include "billing/ids.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/vault.hpp"

#include <optional>
#include <string>

namespace maedal::sqlite {

// Sealed texts that are opened again, each under the name of what it belongs to. Not journaled:
// they are secrets or personal data.

/// In the place of what was kept under this name before.
void put_sealed_text(
    Connection& connection, const Vault& vault, const std::string& name, const Secret& text
);
[[nodiscard]] std::optional<Secret> find_sealed_text(
    Connection& connection, const Vault& vault, const std::string& name
);

/// The bank account that a refund goes to; one for each refund.
void add_refund_account(
    Connection& connection, const Vault& vault, const billing::CancelId& id, const Secret& account
);
[[nodiscard]] std::optional<Secret> find_refund_account(
    Connection& connection, const Vault& vault, const billing::CancelId& id
);

}  // namespace maedal::sqlite
