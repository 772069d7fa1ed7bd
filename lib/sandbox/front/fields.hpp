#pragma once
#include "base/instant.hpp"
#include "net/http.hpp"
#include "sandbox/model/refusal.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace maedal::sandbox {

/// The JSON object in the body of a request. Error: parameter_invalid.
[[nodiscard]] Answer<nlohmann::json> body_of(const net::Request& request);

/// Reads the fields of a JSON object by name. The first one that does not fit is remembered as the
/// fault. Absent, null and "" are the same: SDKs send all three for a field that was not set.
class Fields {
public:
    explicit Fields(const nlohmann::json& object) : object_{object} {}

    /// Other names than these are a fault.
    void only(std::initializer_list<std::string_view> names);

    [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
    [[nodiscard]] std::string text(std::string_view name);
    /// A text, or a whole number as its text.
    [[nodiscard]] std::string id(std::string_view name);
    /// 29900 or 29900.0.
    [[nodiscard]] std::optional<std::int64_t> whole(std::string_view name);
    /// As whole(), with a fault outside of [least, most].
    [[nodiscard]] std::int64_t whole_within(
        std::string_view name, std::int64_t otherwise, std::int64_t least, std::int64_t most
    );
    [[nodiscard]] bool flag(std::string_view name, bool otherwise);
    [[nodiscard]] std::optional<Instant> instant(std::string_view name);
    /// The JSON text of a value of any kind; empty when it is absent.
    [[nodiscard]] std::string json_of(std::string_view name);
    /// The JSON text of an object or, if allowed, an array.
    [[nodiscard]] std::string structure(std::string_view name, bool array_allowed);

    void wrong(std::string detail);
    [[nodiscard]] const std::optional<Refusal>& fault() const noexcept { return fault_; }

private:
    [[nodiscard]] const nlohmann::json* find(std::string_view name) const;

    const nlohmann::json& object_;
    std::optional<Refusal> fault_;
};

}  // namespace maedal::sandbox
