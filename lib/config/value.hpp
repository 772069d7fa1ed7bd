#pragma once
#include "base/instant.hpp"
#include "config/document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// One value read strictly. Each reader gives the value, or reports a fault and gives nothing.
/// Nothing is converted on a guess: 80a, 1e4, 9900.0, 0600, "8" and yes are no numbers and no flag.
namespace maedal::config {

/// A value, where to point when it is wrong, and what to call it.
struct Field {
    const SourceNode* node;
    Place at;          ///< of the value, or of its key when there is no value
    Place key_at;      ///< of its key; in a list, of the item
    std::string path;  ///< "bootpay.deadline", "plans[2].price"; list items count from 1
    bool shy{false};   ///< the value may be a secret put in the wrong place: never show it
};

struct NumberRange {
    std::int64_t min;
    std::int64_t max;
    std::string_view of = "";  ///< " of won"
};

struct DurationRange {
    Seconds min;
    Seconds max;
};

/// Which texts fit, and how to say so: "it must be <needed>".
struct TextRule {
    bool (*fits)(std::string_view);
    std::string_view needed;
};

template <class E>
struct Word {
    std::string_view text;
    E value;
};

/// Reads checked texts into faults.
class Values {
public:
    explicit Values(Faults& faults) : faults_{&faults} {}

    [[nodiscard]] std::optional<std::string> text(const Field& field, const TextRule& rule) const;
    [[nodiscard]] std::optional<std::int64_t> number(const Field&, const NumberRange&) const;
    [[nodiscard]] std::optional<Seconds> duration(const Field&, const DurationRange&) const;
    [[nodiscard]] std::optional<bool> flag(const Field& field) const;
    /// The items of a list, or nothing when it is none or longer than `items_max`.
    [[nodiscard]] std::optional<std::vector<Field>> items(
        const Field& field, std::size_t items_max, std::string_view of
    ) const;

    template <class E, std::size_t n>
    [[nodiscard]] std::optional<E> choice(const Field& field, const Word<E> (&words)[n]) const {
        std::string known;
        for (const auto& word : words) {
            if (field.node->kind == SourceNode::Kind::scalar && field.node->text == word.text)
                return word.value;
            known += (known.empty() ? "one of " : ", ") + std::string{word.text};
        }
        reject(field, known);
        return std::nullopt;
    }

    /// "path is 80a; it must be <needed>".
    void reject(const Field& field, std::string_view needed) const;
    void add(Place at, std::string what) const { faults_->push_back({at, std::move(what)}); }

private:
    Faults* faults_;
};

}  // namespace maedal::config
