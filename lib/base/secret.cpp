#include "base/secret.hpp"

#include <sodium.h>

#include <utility>

namespace maedal {
namespace {
void wipe(std::string& text) noexcept {
    // The whole capacity: a short text that was a long one keeps its old end behind it.
    text.resize(text.capacity());
    sodium_memzero(text.data(), text.size());
    text.clear();
}
}  // namespace

Secret::Secret(std::string text) noexcept : text_{std::move(text)} {
    sodium_memzero(text.data(), text.size());  // a short string is copied, not moved
}
Secret::Secret(const Secret& other) = default;
Secret::Secret(Secret&& other) noexcept : text_{std::move(other.text_)} {
    wipe(other.text_);
}
Secret& Secret::operator=(Secret other) noexcept {
    text_.swap(other.text_);
    return *this;
}
Secret::~Secret() {
    wipe(text_);
}

std::string Secret::masked() const {
    constexpr std::size_t shown = 4;
    if (text_.size() < 2 * shown) return "…";
    return "…" + text_.substr(text_.size() - shown);
}

bool Secret::same_as(const Secret& other) const noexcept {
    return text_.size() == other.text_.size() &&
           sodium_memcmp(text_.data(), other.text_.data(), text_.size()) == 0;
}

}  // namespace maedal
