#include "net/json_text.hpp"

#include "net/utf8.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <iterator>
#include <vector>

namespace maedal::net {
namespace {

using Json = nlohmann::json;

/// Walks over the text and remembers how far the parser came, because its events do not tell.
struct CountingIterator {
    // NOLINTBEGIN(readability-identifier-naming): std::iterator_traits asks for these names
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;
    // NOLINTEND(readability-identifier-naming)

    const char* at;
    const char** furthest;

    reference operator*() const { return *at; }
    CountingIterator& operator++() {
        *furthest = ++at;
        return *this;
    }
    CountingIterator operator++(int) {
        const auto before = *this;
        ++*this;
        return before;
    }
    bool operator==(const CountingIterator& other) const { return at == other.at; }
};

/// Builds the value from the parser's events and stops it at the first one that breaks a rule, so
/// that a value too deep never exists.
class Builder : public nlohmann::json_sax<Json> {
public:
    Builder() noexcept(false) {}  // an empty value asserts its own invariant
    Builder(const Builder&) = delete;
    Builder& operator=(const Builder&) = delete;
    ~Builder() override = default;

    bool null() override { return put(nullptr) != nullptr; }
    bool boolean(bool value) override { return put(value) != nullptr; }
    bool number_integer(number_integer_t value) override { return put(value) != nullptr; }
    bool number_unsigned(number_unsigned_t value) override { return put(value) != nullptr; }
    bool number_float(number_float_t value, const string_t& /*text*/) override {
        return put(value) != nullptr;
    }
    bool string(string_t& value) override { return put(std::move(value)) != nullptr; }
    bool binary(binary_t& /*value*/) override { return refuse("binary data"); }

    bool start_object(std::size_t /*size*/) override { return open(Json::object()); }
    bool start_array(std::size_t /*size*/) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        auto& object = open_.back()->get_ref<Json::object_t&>();
        const auto [place, fresh] = object.try_emplace(name);
        // The name stays out of the detail: it may be as long as the body, and hold anything.
        if (!fresh) return refuse("a key stands twice in one object");
        slot_ = &place->second;
        return true;
    }

    bool parse_error(
        std::size_t /*position*/, const std::string& /*token*/, const Json::exception& /*error*/
    ) override {
        return refuse("no valid JSON");
    }

    [[nodiscard]] const std::string& refusal() const { return refusal_; }
    Json take() { return std::move(root_); }

private:
    /// Moving a vector's elements would leave `open_` pointing at nothing, but only the innermost
    /// value ever grows, and it is its children that move.
    Json* put(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
            return &root_;
        }
        if (open_.back()->is_object()) {
            *slot_ = std::move(value);
            return slot_;
        }
        auto& array = open_.back()->get_ref<Json::array_t&>();
        array.push_back(std::move(value));
        return &array.back();
    }

    bool open(Json empty) {
        if (open_.size() == json_depth_max)
            return refuse(fmt::format("more than {} levels", json_depth_max));
        open_.push_back(put(std::move(empty)));
        return true;
    }

    bool close() {
        open_.pop_back();
        return true;
    }

    bool refuse(std::string why) {
        refusal_ = std::move(why);
        return false;
    }

    Json root_;
    std::vector<Json*> open_;  ///< the arrays and objects around the place we are at
    Json* slot_ = nullptr;     ///< where the value of the key just read goes
    std::string refusal_;
};

}  // namespace

Result<nlohmann::json> parse_json(std::string_view text) {
    // The lexer takes a NUL for the end of the text and would pass over what stands behind it.
    if (const auto nul = text.find('\0'); nul != std::string_view::npos)
        return Error{Errc::invalid, "json", fmt::format("NUL at byte {}", nul), {}};
    if (!valid_utf8(text)) return Error{Errc::invalid, "json", "the text is no UTF-8", {}};

    Builder builder;
    const char* furthest = text.data();
    const CountingIterator first{text.data(), &furthest};
    const CountingIterator last{text.data() + text.size(), &furthest};
    if (!Json::sax_parse(first, last, &builder)) {
        const auto at = furthest - text.data();
        return Error{
            Errc::invalid, "json", fmt::format("{} before byte {}", builder.refusal(), at), {}};
    }
    return builder.take();
}

std::string json_text(const nlohmann::json& value) {
    return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace maedal::net
