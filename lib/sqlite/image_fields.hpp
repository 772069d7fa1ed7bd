#pragma once
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace maedal::sqlite {

/// The fields of a journal image as they stand in its text, in its order: the name, and the value
/// as JSON ("\"owed\"", "12", "null").
using ImageFields = std::vector<std::pair<std::string_view, std::string_view>>;

/// Takes an image apart; the parts live as long as the text. Empty for a text that Image did not
/// write.
[[nodiscard]] std::optional<ImageFields> fields_of(std::string_view image);

/// The value of a field; empty when there is none of this name.
[[nodiscard]] std::string_view field_of(const ImageFields& fields, std::string_view name);

}  // namespace maedal::sqlite
