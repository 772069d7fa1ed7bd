#include "sqlite/vault.hpp"

#include "base/contract.hpp"
#include "ports/ledger.hpp"
#include "sqlite/image.hpp"

#include <sodium.h>

namespace maedal::sqlite {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

// The bytes of a char array may be read as unsigned ones.
const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace

Vault::Vault(const Secret& key_hex) {
    MAEDAL_EXPECTS(sodium_init() >= 0);
    Key master{};
    std::size_t length = 0;
    const auto digits = key_hex.reveal();
    const int read = sodium_hex2bin(
        master.data(), master.size(), digits.data(), digits.size(), nullptr, &length, nullptr
    );
    if (read != 0 || length != master.size() || digits.size() != 2 * master.size()) {
        sodium_memzero(master.data(), master.size());
        throw ports::LedgerOfOthers{
            "the ledger key is not 64 hex digits: use the key this ledger was made with; for a new "
            "ledger make one with `openssl rand -hex 32`"};
    }
    // One key for each use, so that no use tells anything about another.
    static_assert(crypto_kdf_KEYBYTES == std::tuple_size_v<Key>);
    crypto_kdf_derive_from_key(sealing_.data(), sealing_.size(), 1, "maedalsl", master.data());
    crypto_kdf_derive_from_key(
        fingerprint_.data(), fingerprint_.size(), 2, "maedalfp", master.data()
    );
    crypto_kdf_derive_from_key(check_.data(), check_.size(), 3, "maedalck", master.data());
    sodium_memzero(master.data(), master.size());
}

Vault::~Vault() {
    for (auto* key : {&sealing_, &fingerprint_, &check_})
        sodium_memzero(key->data(), key->size());
}

std::string Vault::seal(const Secret& secret, std::string_view place) const {
    const auto plain = secret.reveal();
    std::string sealed(nonce_bytes + plain.size() + tag_bytes, '\0');
    randombytes_buf(sealed.data(), nonce_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        bytes_of(sealed) + nonce_bytes,
        nullptr,
        bytes_of(plain),
        plain.size(),
        bytes_of(place),
        place.size(),
        nullptr,
        bytes_of(sealed),
        sealing_.data()
    );
    return sealed;
}

Secret Vault::open(std::string_view sealed, std::string_view place) const {
    std::string plain;
    bool opened = sealed.size() >= nonce_bytes + tag_bytes;
    if (opened) {
        plain.resize(sealed.size() - nonce_bytes - tag_bytes);
        opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
                     bytes_of(plain),
                     nullptr,
                     nullptr,
                     bytes_of(sealed) + nonce_bytes,
                     sealed.size() - nonce_bytes,
                     bytes_of(place),
                     place.size(),
                     bytes_of(sealed),
                     sealing_.data()
                 ) == 0;
    }
    if (!opened) {
        throw ports::LedgerFailure{
            "a sealed value of " + std::string{place} +
            " does not open: the ledger key does not fit this ledger, or the file was changed by "
            "other hands: restore the key, or the last backup"};
    }
    return Secret{std::move(plain)};
}

std::string Vault::fingerprint(const Secret& secret) const {
    return keyed_hash(fingerprint_, secret.reveal());
}

bool Vault::fits(std::string_view sealed, std::string_view place, std::string_view told) const {
    try {
        return fingerprint(open(sealed, place)) == told;
    } catch (const ports::LedgerFailure&) {
        return false;
    }
}

std::string Vault::key_check() const {
    return hex(keyed_hash(check_, "maedal ledger"));
}

std::string Vault::keyed_hash(const Key& key, std::string_view text) {
    std::string hash(32, '\0');
    crypto_generichash(
        bytes_of(hash), hash.size(), bytes_of(text), text.size(), key.data(), key.size()
    );
    return hash;
}

}  // namespace maedal::sqlite
