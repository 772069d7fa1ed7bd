#include "config/section.hpp"

#include "config/characters.hpp"
#include "config/nearest.hpp"
#include "config/text_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace maedal::config {
namespace {
const SourceNode empty_map{SourceNode::Kind::map, {}, {}, false, {}, {}};
}

Section::Section(const SourceNode& node, Place at, std::string path, Faults& faults)
    : node_{&node}, at_{at}, path_{std::move(path)}, faults_{&faults}, values_{faults} {
    report_duplicates();
}

Section::Section(const SourceNode& root, Faults& faults)
    : Section{root.kind == SourceNode::Kind::nothing ? empty_map : root, {}, "", faults} {
    is_map_ = node_->kind == SourceNode::Kind::map;
    if (!is_map_) values_.reject({node_, node_->at, node_->at, "the file"}, "a map of sections");
}

Section::Section(const Field& field, Faults& faults)
    : Section{*field.node, field.key_at, field.path, faults} {
    is_map_ = node_->kind == SourceNode::Kind::map;
    if (!is_map_) values_.reject(field, "a map (lines of \"key: value\" below it)");
}

void Section::report_duplicates() const {
    std::map<std::string_view, Place> seen;
    for (const Entry& each : node_->entries) {
        const auto [first, is_new] = seen.emplace(each.key, each.at);
        if (is_new) continue;
        values_.add(
            each.at,
            fmt::format(
                "{} is given twice, first at {}:{}; keep one",
                field_of(each).path,
                first->second.line,
                first->second.column
            )
        );
    }
}

const Entry* Section::entry(std::string_view key) const {
    const auto found = std::find_if(
        node_->entries.begin(), node_->entries.end(), [&](const Entry& e) { return e.key == key; }
    );
    return found == node_->entries.end() ? nullptr : &*found;
}

std::string Section::path_of(std::string_view key) const {
    return path_.empty() ? std::string{key} : fmt::format("{}.{}", path_, key);
}

Place Section::place_of(std::string_view key) const {
    const Entry* const found = entry(key);
    return found != nullptr ? found->at : at_;
}

Field Section::field_of(const Entry& entry) const {
    const bool empty = entry.value.kind == SourceNode::Kind::nothing;
    // The text of a name stands in messages: an odd one is quoted there.
    const bool plain = rules::name.fits(entry.key) || rules::code.fits(entry.key);
    return {
        &entry.value,
        empty ? entry.at : entry.value.at,
        entry.at,
        path_of(plain ? entry.key : shown(entry.key)),
        false};
}

std::optional<Field> Section::find(std::string_view key) {
    if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
    const Entry* const found = is_map_ ? entry(key) : nullptr;
    if (found == nullptr) return std::nullopt;
    return field_of(*found);
}

std::optional<Field> Section::require(std::string_view key, std::string_view needed) {
    auto field = find(key);
    if (!field && is_map_)
        values_.add(at_, fmt::format("{} is missing; it must be {}", path_of(key), needed));
    return field;
}

Section Section::section(std::string_view key) {
    if (const auto field = find(key)) return Section{*field, *faults_};
    Section missing{empty_map, at_, path_of(key), *faults_};
    missing.is_map_ = is_map_;
    return missing;
}

std::vector<std::pair<std::string, Field>> Section::every(
    std::string_view of, std::size_t entries_max
) {
    std::vector<std::pair<std::string, Field>> fields;
    if (node_->entries.size() > entries_max) {
        values_.add(
            at_,
            fmt::format(
                "{} has {} {}; it may have {}", path_, node_->entries.size(), of, entries_max
            )
        );
        return fields;
    }
    for (const Entry& each : node_->entries)
        fields.emplace_back(each.key, field_of(each));
    return fields;
}

std::string Section::text(std::string_view key, const TextRule& rule, std::string fallback) {
    return optional_text(key, rule).value_or(std::move(fallback));
}

std::string Section::required_text(std::string_view key, const TextRule& rule) {
    const auto field = require(key, rule.needed);
    return field ? values_.text(*field, rule).value_or("") : "";
}

std::optional<std::string> Section::optional_text(std::string_view key, const TextRule& rule) {
    const auto field = find(key);
    return field ? values_.text(*field, rule) : std::nullopt;
}

std::int64_t Section::number(
    std::string_view key, const NumberRange& range, std::int64_t fallback
) {
    const auto field = find(key);
    return field ? values_.number(*field, range).value_or(fallback) : fallback;
}

Seconds Section::duration(std::string_view key, const DurationRange& range, Seconds fallback) {
    const auto field = find(key);
    return field ? values_.duration(*field, range).value_or(fallback) : fallback;
}

bool Section::flag(std::string_view key, bool fallback) {
    const auto field = find(key);
    return field ? values_.flag(*field).value_or(fallback) : fallback;
}

std::vector<std::string> Section::texts(
    std::string_view key, std::size_t items_max, std::string_view of, const TextRule& rule
) {
    std::vector<std::string> read;
    const auto field = find(key);
    const auto items = field ? values_.items(*field, items_max, of) : std::nullopt;
    if (!items) return read;
    for (const Field& item : *items)
        if (auto value = values_.text(item, rule)) read.push_back(std::move(*value));
    return read;
}

SecretSource Section::secret(std::string_view name) {
    const std::string file_key = fmt::format("{}_file", name);
    const std::string credential_key = fmt::format("{}_credential", name);
    auto file = find(file_key), credential = find(credential_key);
    if (!is_map_) return {};
    if (file && credential) {
        const bool file_is_last = place_of(credential_key) < place_of(file_key);
        values_.add(
            place_of(file_is_last ? file_key : credential_key),
            fmt::format("{} and {} are both given; keep one", file->path, credential->path)
        );
    }
    if (!file && !credential) {
        values_.add(
            at_,
            fmt::format(
                "{} is missing; it must be {} (or give {})",
                path_of(file_key),
                rules::absolute_path.needed,
                credential_key
            )
        );
    }
    SecretSource source;
    for (auto* field : {&file, &credential}) {
        if (!*field) continue;
        const bool is_file = field == &file;
        (*field)->shy = true;  // whoever pastes the secret itself must not find it in a log
        const auto text = values_.text(**field, is_file ? rules::absolute_path : rules::credential);
        source.kind = is_file ? SecretSource::Kind::file : SecretSource::Kind::credential;
        source.name = text.value_or("");
    }
    return source;
}

void Section::close() {
    if (!is_map_) return;
    for (const Entry& each : node_->entries) {
        if (std::find(known_.begin(), known_.end(), each.key) != known_.end()) continue;
        const std::string where = path_.empty() ? "" : path_ + ": ";
        values_.add(
            each.at,
            fmt::format(
                "{}unknown key {}; {}", where, shown(each.key), suggestion(each.key, known_)
            )
        );
    }
}

bool Section::holds_any(std::initializer_list<std::string_view> keys) const {
    return std::any_of(keys.begin(), keys.end(), [&](std::string_view key) {
        return entry(key) != nullptr;
    });
}

}  // namespace maedal::config
