#pragma once
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace maedal::net::testing {

using KeyPtr = std::unique_ptr<EVP_PKEY, decltype(&::EVP_PKEY_free)>;
using CertificatePtr = std::unique_ptr<X509, decltype(&::X509_free)>;

/// A key and the certificate of it.
struct Identity {
    KeyPtr key;
    CertificatePtr certificate;
};

inline void must(bool done) {
    if (!done) throw std::runtime_error{"OpenSSL refused to make a certificate"};
}

inline void add_extension(X509& certificate, int kind, const std::string& value) {
    X509V3_CTX context{};
    X509V3_set_ctx(&context, &certificate, &certificate, nullptr, nullptr, 0);
    auto* made = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    must(made != nullptr && X509_add_ext(&certificate, made, -1) == 1);
    X509_EXTENSION_free(made);
}

/// Signed by `issuer`, or by itself when there is none. `alternative_names` as OpenSSL writes them:
/// "DNS:api.test,IP:127.0.0.1"; empty for an authority. Valid from an hour ago for `valid_for`
/// seconds counted from then.
inline Identity make_identity(
    const Identity* issuer, const std::string& alternative_names, long valid_for = 7'200
) {
    Identity made{
        {EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), &::EVP_PKEY_free},
        {X509_new(), &::X509_free}};
    must(made.key && made.certificate);
    X509& certificate = *made.certificate;
    static long serial = 0;
    must(X509_set_version(&certificate, 2) == 1);
    must(ASN1_INTEGER_set(X509_get_serialNumber(&certificate), ++serial) == 1);
    X509_gmtime_adj(X509_getm_notBefore(&certificate), -3'600);
    X509_gmtime_adj(X509_getm_notAfter(&certificate), valid_for - 3'600);
    X509_set_pubkey(&certificate, made.key.get());

    const std::string name = "maedal test " + std::to_string(serial);
    const auto* bytes = reinterpret_cast<const unsigned char*>(name.c_str());
    X509_NAME_add_entry_by_txt(
        X509_get_subject_name(&certificate), "CN", MBSTRING_ASC, bytes, -1, -1, 0
    );
    const X509& by = issuer != nullptr ? *issuer->certificate : certificate;
    X509_set_issuer_name(&certificate, X509_get_subject_name(&by));
    if (alternative_names.empty())
        add_extension(certificate, NID_basic_constraints, "critical,CA:TRUE");
    else
        add_extension(certificate, NID_subject_alt_name, alternative_names);
    EVP_PKEY* signer = issuer != nullptr ? issuer->key.get() : made.key.get();
    must(X509_sign(&certificate, signer, EVP_sha256()) > 0);
    return made;
}

template <class Write>
std::string pem(Write write) {
    const std::unique_ptr<BIO, decltype(&::BIO_free)> out{BIO_new(BIO_s_mem()), &::BIO_free};
    must(out != nullptr && write(out.get()) == 1);
    std::string text(BIO_pending(out.get()), '\0');
    must(BIO_read(out.get(), text.data(), static_cast<int>(text.size())) > 0);
    return text;
}

inline std::string certificate_pem(const Identity& identity) {
    const auto write = [&](BIO* out) {
        return PEM_write_bio_X509(out, identity.certificate.get());
    };
    return pem(write);
}

inline std::string key_pem(const Identity& identity) {
    const auto write = [&](BIO* out) {
        return PEM_write_bio_PrivateKey(
            out, identity.key.get(), nullptr, nullptr, 0, nullptr, nullptr
        );
    };
    return pem(write);
}

}  // namespace maedal::net::testing
