#pragma once
#include "base/instant.hpp"
#include "billing/money.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace maedal::bootpay::pg {

inline constexpr std::size_t id_bytes_max = 256;
inline constexpr std::size_t text_bytes_max = 1000;

/// Reads the fields of one object that the gateway answered, and remembers the first one that is
/// not what it must be. What was read counts only while fault() is empty. Fields that nobody asks
/// for are ignored: Bootpay adds some from time to time.
class Fields {
public:
    /// `object` has to outlive this.
    explicit Fields(const nlohmann::json& object);

    /// An identifier: opaque, not empty, no spaces or control characters, at most id_bytes_max.
    [[nodiscard]] std::string id(const char* name);
    /// Empty when it is absent or null.
    [[nodiscard]] std::optional<std::string> optional_id(const char* name);
    /// A text for people; empty when it is absent or null.
    [[nodiscard]] std::string text(const char* name);

    /// An amount: a JSON number without a fraction, 0 to Won::count_max. "29900.0" is one too,
    /// because half of the SDKs keep amounts as binary fractions [J, G]; a text never is.
    [[nodiscard]] billing::Won won(const char* name);
    [[nodiscard]] std::optional<billing::Won> optional_won(const char* name);
    /// A small whole number, -1000 to 1000.
    [[nodiscard]] int small_number(const char* name);
    [[nodiscard]] bool truth(const char* name);

    [[nodiscard]] Instant instant(const char* name);
    [[nodiscard]] std::optional<Instant> optional_instant(const char* name);

    /// Notes a fault that the caller found.
    void refuse(const char* name, const char* why);
    /// One clause that names the field; never the value, which may be anything. Empty when all is
    /// well.
    [[nodiscard]] const std::string& fault() const noexcept { return fault_; }

private:
    [[nodiscard]] const nlohmann::json* find(const char* name) const;  ///< null: absent, or null
    const nlohmann::json* need(const char* name);

    const nlohmann::json& object_;
    std::string fault_;
};

}  // namespace maedal::bootpay::pg
