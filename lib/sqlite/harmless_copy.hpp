#pragma once
#include "base/secret.hpp"
#include "billing/ids.hpp"

#include <string>

namespace maedal::sqlite {

/// What stands in a harmless copy for a billing key.
[[nodiscard]] Secret stand_in_of(const billing::BillingKeyId& id);

/// Turns a copy of a ledger into one that can charge nobody: every billing key in it is replaced by
/// its stand_in_of, sealed with `key_hex`, and it forgets which file it was, so that it opens as
/// the ledger that was copied. All else stays. `path` is in the file system `vfs`, empty for the
/// system's; it is changed in place, so it is never the ledger itself. Throws ports::LedgerFailure
/// for what is no ledger of this program.
void make_harmless(const std::string& path, const std::string& vfs, const Secret& key_hex);

}  // namespace maedal::sqlite
