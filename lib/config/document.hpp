#pragma once
#include "config/fault.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maedal::config {

struct Entry;

/// One value of the file, as it was written: nothing is converted, every place is kept.
struct SourceNode {
    enum class Kind {
        nothing,  ///< written as null, `~` or not at all
        scalar,
        list,
        map,
        refused,  ///< reported already (an alias, a tag): readers pass over it in silence
    };
    Kind kind{Kind::nothing};
    Place at;
    std::string text;               ///< of a scalar
    bool quoted{false};             ///< a scalar in quotes is text, whatever it looks like
    std::vector<SourceNode> items;  ///< of a list
    std::vector<Entry> entries;     ///< of a map, in the file's order, duplicates included
};

struct Entry {
    std::string key;
    Place at;
    SourceNode value;
};

/// Reads one YAML document; empty when it cannot be read to its end. What yaml-cpp lets pass and we
/// refuse becomes a fault: a second document, aliases, tags, merge keys, keys that are not text,
/// quotes left open, nesting beyond nesting_max, tabs, control characters, bytes that are not
/// UTF-8. An empty file is a null.
[[nodiscard]] std::optional<SourceNode> read_document(std::string_view text, Faults& faults);

constexpr std::size_t nesting_max = 8;

}  // namespace maedal::config
