#pragma once
#include "base/secret.hpp"

#include <array>
#include <string>
#include <string_view>

namespace maedal::sqlite {

/// Seals and opens what must not stand in the file as it is. XChaCha20-Poly1305 with a random
/// nonce; the place in the ledger is bound in, so that a sealed value opens nowhere else.
class Vault {
public:
    /// `key_hex` is 64 hex digits. Throws ports::LedgerOfOthers for anything else.
    explicit Vault(const Secret& key_hex);
    ~Vault();
    Vault(const Vault&) = delete;
    Vault& operator=(const Vault&) = delete;

    /// `place` is table|row id|column. Never gives the same bytes twice.
    [[nodiscard]] std::string seal(const Secret& secret, std::string_view place) const;
    /// Throws ports::LedgerFailure when the bytes were sealed with another key, for another place,
    /// or are damaged.
    [[nodiscard]] Secret open(std::string_view sealed, std::string_view place) const;

    /// 32 bytes that are the same for the same secret and tell nothing without the ledger key.
    [[nodiscard]] std::string fingerprint(const Secret& secret) const;
    /// Whether sealed bytes open, and hold the secret of this fingerprint.
    [[nodiscard]] bool fits(
        std::string_view sealed, std::string_view place, std::string_view fingerprint
    ) const;
    /// Tells this ledger key from others, and tells nothing about it.
    [[nodiscard]] std::string key_check() const;

private:
    using Key = std::array<unsigned char, 32>;
    [[nodiscard]] static std::string keyed_hash(const Key& key, std::string_view text);

    Key sealing_{};
    Key fingerprint_{};
    Key check_{};
};

}  // namespace maedal::sqlite
