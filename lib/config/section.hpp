#pragma once
#include "config/settings.hpp"
#include "config/value.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maedal::config {

/// One map of the file. Each reading names a key, and a key that was never named is unknown: call
/// close() when all were read. A reading gives the value, or the fallback when the key is missing
/// or (after a fault) wrong; a section that is no map gives only fallbacks, after one fault.
class Section {
public:
    /// The whole file. An empty file is an empty map.
    Section(const SourceNode& root, Faults& faults);
    /// A field that has to be a map.
    Section(const Field& field, Faults& faults);

    [[nodiscard]] std::optional<Field> find(std::string_view key);
    /// As find; a missing key is a fault that says what it must be.
    [[nodiscard]] std::optional<Field> require(std::string_view key, std::string_view needed);
    /// A part of this map; a missing one is read as an empty map.
    [[nodiscard]] Section section(std::string_view key);
    /// A field of this map (or an item of one of its lists) that is itself a map.
    [[nodiscard]] Section part(const Field& field) const { return Section{field, *faults_}; }
    /// All entries, of a map whose keys are names the administrator gives; none (and a fault) when
    /// there are more than `entries_max`.
    [[nodiscard]] std::vector<std::pair<std::string, Field>> every(
        std::string_view of, std::size_t entries_max
    );

    std::string text(std::string_view key, const TextRule& rule, std::string fallback);
    std::string required_text(std::string_view key, const TextRule& rule);
    std::optional<std::string> optional_text(std::string_view key, const TextRule& rule);
    std::int64_t number(std::string_view key, const NumberRange& range, std::int64_t fallback);
    Seconds duration(std::string_view key, const DurationRange& range, Seconds fallback);
    bool flag(std::string_view key, bool fallback);
    /// A list of texts; empty when missing.
    std::vector<std::string> texts(
        std::string_view key, std::size_t items_max, std::string_view of, const TextRule& rule
    );
    /// `NAME_file` or `NAME_credential`, exactly one of them.
    SecretSource secret(std::string_view name);

    template <class E, std::size_t n>
    E choice(std::string_view key, const Word<E> (&words)[n], E fallback) {
        const auto field = find(key);
        return field ? values_.choice(*field, words).value_or(fallback) : fallback;
    }

    /// Is any of these keys there? Does not read them.
    [[nodiscard]] bool holds_any(std::initializer_list<std::string_view> keys) const;
    /// The key's own place, or that of the section.
    [[nodiscard]] Place place_of(std::string_view key) const;
    [[nodiscard]] Place at() const { return at_; }
    [[nodiscard]] std::string path_of(std::string_view key) const;
    [[nodiscard]] const Values& values() const { return values_; }

    /// Reports the keys that nobody asked for, each with the nearest one that is known.
    void close();

private:
    Section(const SourceNode& node, Place at, std::string path, Faults& faults);
    void report_duplicates() const;
    [[nodiscard]] const Entry* entry(std::string_view key) const;
    [[nodiscard]] Field field_of(const Entry& entry) const;

    const SourceNode* node_;
    Place at_;
    std::string path_;  ///< empty for the whole file
    Faults* faults_;
    Values values_;
    std::vector<std::string> known_;
    bool is_map_{true};
};

}  // namespace maedal::config
