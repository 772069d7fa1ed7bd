#pragma once
#include "ports/ledger.hpp"
#include "sqlite/row_writer.hpp"
#include "sqlite/vault.hpp"

namespace maedal::sqlite {

/// The same key for a second time is refused.
void add_billing_key(
    Writer& writer,
    const Vault& vault,
    billing::BillingKey& row,
    const Secret& secret,
    const ports::Cause& cause
);
void store_billing_key(Writer& writer, billing::BillingKey& row, const ports::Cause& cause);

/// The key itself. Throws ports::LedgerFailure when the row is not there.
[[nodiscard]] Secret opened_billing_key(
    Connection& connection, const Vault& vault, const billing::BillingKeyId& id
);
/// Puts other sealed bytes in the place of the key's own; fingerprint and journal keep telling of
/// the old one. For copies: a ledger's own schema refuses it.
void replace_sealed(
    Connection& connection,
    const Vault& vault,
    const billing::BillingKeyId& id,
    const Secret& secret
);
/// The ids of keys whose sealed bytes do not open to what their fingerprint tells, at most `limit`.
[[nodiscard]] std::vector<std::string> keys_that_do_not_open(
    Connection& connection, const Vault& vault, int limit
);

[[nodiscard]] std::optional<billing::BillingKey> find_billing_key(
    Connection& connection, const billing::BillingKeyId& id
);
[[nodiscard]] std::optional<billing::BillingKey> find_billing_key_by_secret(
    Connection& connection, const Vault& vault, const Secret& secret
);
/// By id; an empty customer means any.
[[nodiscard]] std::vector<billing::BillingKey> billing_key_page(
    Connection& connection, const std::string& customer, const ports::Page& page
);

}  // namespace maedal::sqlite
