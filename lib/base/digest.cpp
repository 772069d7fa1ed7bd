#include "base/digest.hpp"

#include "base/contract.hpp"

#include <sodium.h>

#include <array>

namespace maedal {
namespace {

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

using Hash = std::array<unsigned char, crypto_hash_sha256_BYTES>;
static_assert(crypto_auth_hmacsha256_BYTES == crypto_hash_sha256_BYTES);

std::string hex_of(const Hash& hash) {
    std::array<char, 2 * crypto_hash_sha256_BYTES + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    return hex.data();
}

}  // namespace

std::string digest_of(std::initializer_list<std::string_view> parts) {
    crypto_hash_sha256_state state;
    MAEDAL_EXPECTS(crypto_hash_sha256_init(&state) == 0);
    for (const auto part : parts) {
        const std::string length = std::to_string(part.size()) + ":";
        crypto_hash_sha256_update(&state, bytes_of(length), length.size());
        crypto_hash_sha256_update(&state, bytes_of(part), part.size());
    }
    Hash hash{};
    crypto_hash_sha256_final(&state, hash.data());

    return hex_of(hash);
}

std::string keyed_digest_of(const Secret& key, std::initializer_list<std::string_view> parts) {
    crypto_auth_hmacsha256_state state;
    const auto words = key.reveal();
    crypto_auth_hmacsha256_init(&state, bytes_of(words), words.size());
    for (const auto part : parts) {
        const std::string length = std::to_string(part.size()) + ":";
        crypto_auth_hmacsha256_update(&state, bytes_of(length), length.size());
        crypto_auth_hmacsha256_update(&state, bytes_of(part), part.size());
    }
    Hash hash{};
    crypto_auth_hmacsha256_final(&state, hash.data());
    sodium_memzero(&state, sizeof state);
    return hex_of(hash);
}

}  // namespace maedal
