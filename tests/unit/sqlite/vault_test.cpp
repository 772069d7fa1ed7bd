#include "sqlite/vault.hpp"

#include "ports/ledger.hpp"

#include <gtest/gtest.h>

namespace maedal::sqlite {
namespace {

const Secret key{std::string(64, '7')};
const Secret other_key{std::string(64, '8')};
const Secret secret{"billing-key-6f1b"};

TEST(Vault, OpensWhatItSealed) {
    const Vault vault{key};
    const auto sealed = vault.seal(secret, "billing_key|bk_1|sealed");
    EXPECT_TRUE(vault.open(sealed, "billing_key|bk_1|sealed").same_as(secret));
    EXPECT_EQ(sealed.find("billing"), std::string::npos);
    EXPECT_NE(vault.seal(secret, "billing_key|bk_1|sealed"), sealed);
    const Secret empty;
    EXPECT_TRUE(vault.open(vault.seal(empty, "p"), "p").empty());
}

TEST(Vault, OpensNothingFromAnotherPlaceKeyOrHand) {
    const Vault vault{key};
    auto sealed = vault.seal(secret, "billing_key|bk_1|sealed");
    EXPECT_THROW((void)vault.open(sealed, "billing_key|bk_2|sealed"), ports::LedgerFailure);
    EXPECT_THROW(
        (void)Vault{other_key}.open(sealed, "billing_key|bk_1|sealed"), ports::LedgerFailure
    );
    EXPECT_THROW((void)vault.open("short", "billing_key|bk_1|sealed"), ports::LedgerFailure);
    for (const std::size_t at : {std::size_t{0}, std::size_t{30}, sealed.size() - 1}) {
        auto forged = sealed;
        forged[at] = static_cast<char>(forged[at] ^ 1);
        EXPECT_THROW((void)vault.open(forged, "billing_key|bk_1|sealed"), ports::LedgerFailure);
    }
}

TEST(Vault, GivesAFingerprintThatNeedsTheKey) {
    const Vault vault{key};
    EXPECT_EQ(vault.fingerprint(secret), Vault{key}.fingerprint(secret));
    EXPECT_NE(vault.fingerprint(secret), Vault{other_key}.fingerprint(secret));
    EXPECT_NE(vault.fingerprint(secret), vault.fingerprint(Secret{"billing-key-6f1c"}));
    EXPECT_EQ(vault.fingerprint(secret).size(), 32U);
    EXPECT_NE(vault.key_check(), Vault{other_key}.key_check());
}

}  // namespace
}  // namespace maedal::sqlite
