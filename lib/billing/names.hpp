#pragma once
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace maedal::billing {

/// The words of an enumeration, in its order: the same in the ledger, the API, the logs.
template <class Enum, std::size_t count>
class Names {
public:
    constexpr explicit Names(const std::array<std::pair<Enum, std::string_view>, count>& pairs)
        : pairs_{pairs} {}

    [[nodiscard]] constexpr std::string_view of(Enum value) const {
        for (const auto& [known, name] : pairs_)
            if (known == value) return name;
        return {};
    }
    [[nodiscard]] constexpr std::optional<Enum> from(std::string_view text) const {
        for (const auto& [value, name] : pairs_)
            if (name == text) return value;
        return std::nullopt;
    }
    [[nodiscard]] constexpr const auto& all() const { return pairs_; }

private:
    std::array<std::pair<Enum, std::string_view>, count> pairs_;
};

template <class Enum, std::size_t count>
Names(const std::array<std::pair<Enum, std::string_view>, count>&) -> Names<Enum, count>;

}  // namespace maedal::billing
