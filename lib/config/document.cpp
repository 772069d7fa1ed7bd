#include "config/document.hpp"

#include "config/characters.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>

namespace maedal::config {
namespace {

Place place_of(const YAML::Mark& mark) {
    if (mark.is_null()) return {};
    return {std::int64_t{mark.line} + 1, std::int64_t{mark.column} + 1};
}

/// Ends the reading: what follows cannot be understood.
struct Stop {
    Fault fault;
    bool root_is_whole{false};  ///< what came before can still be checked
};

/// Where each line begins, to look at a scalar as it was written.
class SourceText {
public:
    explicit SourceText(std::string_view text) : text_{text} {
        for (std::size_t at = 0; at < text.size(); ++at)
            if (text[at] == '\n') line_starts_.push_back(at + 1);
    }

    /// yaml-cpp takes a quote that is never closed for closed at the end of the file, and one that
    /// meets the next quote lines below for a long text: both are slips of the hand here.
    [[nodiscard]] bool quote_closes_on_its_line(Place at) const {
        const auto line = static_cast<std::size_t>(at.line - 1);
        if (line >= line_starts_.size()) return true;
        const auto begin = line_starts_[line] + static_cast<std::size_t>(at.column - 1);
        if (begin >= text_.size() || (text_[begin] != '"' && text_[begin] != '\'')) return true;
        const char quote = text_[begin];
        for (std::size_t i = begin + 1; i < text_.size() && text_[i] != '\n'; ++i) {
            const bool doubled = quote == '\'' && text_.substr(i, 2) == "''";
            const bool escaped = quote == '"' && text_[i] == '\\' && text_.substr(i + 1, 1) != "\n";
            if (doubled || escaped) {
                ++i;
            } else if (text_[i] == quote) {
                return true;
            }
        }
        return false;
    }

    /// yaml-cpp finds out that a "- " had nothing behind it only at the next thing in the file.
    [[nodiscard]] Place dash_before(Place at) const {
        const auto line = std::min(static_cast<std::size_t>(at.line), line_starts_.size()) - 1;
        auto end = line_starts_[line] + static_cast<std::size_t>(at.column - 1);
        while (end > 0 && end <= text_.size() &&
               std::string_view{" \r\n"}.find(text_[end - 1]) != std::string_view::npos)
            --end;
        if (end == 0 || end > text_.size() || text_[end - 1] != '-') return at;
        const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), end - 1);
        const auto column = static_cast<std::int64_t>(end - *(next - 1));
        return {next - line_starts_.begin(), column};
    }

private:
    std::string_view text_;
    std::vector<std::size_t> line_starts_{0};
};

/// Grows the tree from yaml-cpp's events. Its own Node would convert, merge and forget places.
class TreeBuilder final : public YAML::EventHandler {
public:
    TreeBuilder(std::string_view text, Faults& faults) : source_{text}, faults_{faults} {}

    [[nodiscard]] SourceNode take_root() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (++documents_ > 1) {
            throw Stop{
                {place_of(mark), "a second document begins; put everything into the first"}, true};
        }
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
        SourceNode nothing = node(SourceNode::Kind::nothing, mark);
        const bool is_item = !levels_.empty() && levels_.back().node.kind == SourceNode::Kind::list;
        if (is_item) nothing.at = source_.dash_before(nothing.at);
        leaf(std::move(nothing));
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        fault(mark, "an alias (*name) is not supported; write the value out");
        leaf(node(SourceNode::Kind::refused, mark));
    }

    void OnScalar(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& value
    ) override {
        SourceNode scalar = node(SourceNode::Kind::scalar, mark);
        if (!source_.quote_closes_on_its_line(scalar.at))
            throw Stop{{scalar.at, "a quote is opened and not closed on its line; close it"}};
        scalar.text = value;
        scalar.quoted = tag == "!";
        refuse_tag(tag, scalar);
        leaf(std::move(scalar));
    }

    void OnSequenceStart(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, YAML::EmitterStyle::value
    ) override {
        open(node(SourceNode::Kind::list, mark), tag);
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, YAML::EmitterStyle::value
    ) override {
        open(node(SourceNode::Kind::map, mark), tag);
    }
    void OnMapEnd() override { close(); }

private:
    /// A list or map that is still being read, and the key whose value comes next.
    struct Level {
        SourceNode node;
        std::string key;
        Place key_at;
        bool has_key{false};
        bool key_is_refused{false};
    };

    static SourceNode node(SourceNode::Kind kind, const YAML::Mark& mark) {
        SourceNode made;
        made.kind = kind;
        made.at = place_of(mark);
        return made;
    }

    void fault(const YAML::Mark& mark, std::string what) {
        faults_.push_back({place_of(mark), std::move(what)});
    }

    void refuse_tag(const std::string& tag, SourceNode& made) {
        if (tag.empty() || tag == "?" || tag == "!") return;
        faults_.push_back(
            {made.at, fmt::format("the tag {} is not supported; remove it", shown(tag))}
        );
        made.kind = made.kind == SourceNode::Kind::scalar ? SourceNode::Kind::refused : made.kind;
    }

    [[nodiscard]] bool key_is_next() const {
        return !levels_.empty() && levels_.back().node.kind == SourceNode::Kind::map &&
               !levels_.back().has_key;
    }

    void open(SourceNode made, const std::string& tag) {
        if (key_is_next()) throw Stop{{made.at, "a list or map cannot be a key; write a word"}};
        if (levels_.size() == nesting_max) {
            throw Stop{
                {made.at,
                 fmt::format("nested deeper than {}; no setting lies that deep", nesting_max)}};
        }
        refuse_tag(tag, made);
        levels_.push_back({std::move(made), {}, {}, false, false});
    }

    void close() {
        SourceNode made = std::move(levels_.back().node);
        levels_.pop_back();
        leaf(std::move(made));
    }

    /// A finished value (or a key) goes where it belongs.
    void leaf(SourceNode made) {
        if (levels_.empty()) {
            root_ = std::move(made);
            return;
        }
        Level& level = levels_.back();
        if (key_is_next()) {
            take_key(level, std::move(made));
        } else if (level.node.kind == SourceNode::Kind::map) {
            level.has_key = false;
            if (level.key_is_refused) return;
            level.node.entries.push_back({std::move(level.key), level.key_at, std::move(made)});
        } else {
            level.node.items.push_back(std::move(made));
        }
    }

    void take_key(Level& level, SourceNode made) {
        if (made.kind == SourceNode::Kind::nothing)
            throw Stop{{made.at, "a key is missing before this value; write \"key: value\""}};
        level.key_is_refused = made.kind == SourceNode::Kind::refused;
        level.key = std::move(made.text);
        level.key_at = made.at;
        level.has_key = true;
        if (level.key != "<<" || made.quoted) return;
        level.key_is_refused = true;
        faults_.push_back(
            {made.at, "a merge key (<<) is not supported; write the keys out where they belong"}
        );
    }

    SourceText source_;
    Faults& faults_;
    SourceNode root_;
    std::vector<Level> levels_;
    int documents_{0};
};

}  // namespace

std::optional<SourceNode> read_document(std::string_view text, Faults& faults) {
    if (!characters_are_clean(text, faults)) return std::nullopt;
    TreeBuilder tree{text, faults};
    try {
        std::istringstream stream{std::string{text}};
        YAML::Parser parser{stream};
        while (parser.HandleNextDocument(tree)) {
        }
    } catch (const Stop& stop) {
        faults.push_back(stop.fault);
        if (!stop.root_is_whole) return std::nullopt;
    } catch (const YAML::Exception& error) {
        faults.push_back(
            {place_of(error.mark),
             fmt::format("not YAML: {}; check quotes, brackets and indentation here", error.msg)}
        );
        return std::nullopt;
    }
    return tree.take_root();
}

}  // namespace maedal::config
