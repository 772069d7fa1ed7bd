#pragma once
#include "sqlite/cell.hpp"

#include <string>
#include <string_view>

namespace maedal::sqlite {

/// The after-image of a row as canonical JSON: the columns in the order they are put, integers,
/// texts, null, no blanks. The same row always gives the same bytes, because they are hashed.
class Image {
public:
    /// `name` may begin with the colon of a statement's parameter.
    Image& put(std::string_view name, const Cell& cell);
    /// Closes the object and gives its text. Nothing can be put after it.
    [[nodiscard]] std::string take();

private:
    std::string json_ = "{";
};

/// A text as JSON: between quotes, with what JSON reserves escaped.
[[nodiscard]] std::string json_text(std::string_view text);

/// Lower-case hexadecimal digits.
[[nodiscard]] std::string hex(std::string_view bytes);

}  // namespace maedal::sqlite
