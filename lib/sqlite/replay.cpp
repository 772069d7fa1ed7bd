#include "sqlite/replay.hpp"

#include "sqlite/raw_rows.hpp"
#include "sqlite/snapshot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace maedal::sqlite {
namespace {

constexpr const char* select_entries = R"sql(
    SELECT subject, number, image FROM journal INDEXED BY journal_subject
     WHERE subject > :after ORDER BY subject, number
)sql";

constexpr const char* select_edges = R"sql(
    SELECT 'attempt', from_state, to_state FROM attempt_edge UNION ALL
    SELECT 'charge', from_state, to_state FROM charge_edge UNION ALL
    SELECT 'payment_link', from_state, to_state FROM payment_link_edge UNION ALL
    SELECT 'refund', from_state, to_state FROM refund_edge UNION ALL
    SELECT 'errand', from_state, to_state FROM errand_edge
)sql";

constexpr const char* invariant = "history.replay";

/// What must be the same in every entry of a subject, and what from its intent on.
constexpr std::string_view terms[]{"amount", "tax_free", "charge"};
constexpr std::string_view terms_of_intent[]{"execute_at", "billing_key"};

class Replay {
public:
    Replay(Connection& connection, int limit)
        : connection_{connection}, limit_{limit}, rows_{connection} {
        Query query{connection_, select_edges};
        while (query.step()) {
            Row row = query.row();
            const std::string kind = row.text(), from = row.text();
            edges_.insert(fmt::format("{} \"{}\" \"{}\"", kind, from, row.text()));
        }
    }

    std::vector<ports::Violation> run() {
        while (!full() && one_page()) {
        }
        for (const auto& table : rows_.tables()) {
            if (full() || stands_outside_the_journal(table)) continue;
            for (const auto& subject :
                 rows_.unknown_to_journal(table, limit_ - static_cast<int>(found_.size())))
                note(subject, "the journal does not know this row");
        }
        return std::move(found_);
    }

private:
    [[nodiscard]] bool full() const { return std::ssize(found_) >= limit_; }
    void note(const std::string& subject, std::string what) {
        if (!full()) found_.push_back({invariant, subject, "", std::move(what)});
    }

    /// Some subjects, in one state of the book. False when there are no more.
    bool one_page() {
        constexpr int subjects_max = 200;
        const Snapshot one_state{connection_};
        int subjects = 0;
        Query query{connection_, select_entries};
        query.bind(":after", std::string{subject_});
        begin_subject({});
        while (query.step()) {
            Row row = query.row();
            std::string subject = row.text();
            if (subject != subject_) {
                end_subject();
                if (++subjects > subjects_max) return true;
                begin_subject(std::move(subject));
            }
            const auto number = row.integer();
            take(number, row.text());
        }
        end_subject();
        return false;
    }

    void begin_subject(std::string subject) {
        if (!subject.empty()) subject_ = std::move(subject);
        kind_ = subject_.substr(0, subject_.find(':'));
        image_.clear();
        faulty_ = false;
    }

    void fault(std::int64_t number, std::string what) {
        if (!faulty_) note(subject_, fmt::format("entry {}: {}", number, what));
        faulty_ = true;
    }

    /// One more entry of the subject.
    void take(std::int64_t number, std::string image) {
        const auto now = fields_of(image);
        if (!now) return fault(number, "its image is none");
        if (!image_.empty()) {
            if (const auto before = fields_of(image_)) compare(number, *before, *now);
        } else if (const auto version = version_of(*now); !version.empty() && version != "1") {
            fault(number, "the first version is missing");
        }
        image_ = std::move(image);
    }

    void compare(std::int64_t number, const ImageFields& before, const ImageFields& now) {
        const auto version = version_of(now);
        if (!version.empty() && !follows(version_of(before), version))
            fault(number, "its version does not follow the one before");
        const auto from = field_of(before, "state"), to = field_of(now, "state");
        if (from != to && has_edges() && !edges_.contains(fmt::format("{} {} {}", kind_, from, to)))
            fault(number, fmt::format("from {} to {} is not legal", from, to));
        for (const auto term : terms)
            if ((kind_ == "attempt" || kind_ == "refund") &&
                field_of(before, term) != field_of(now, term))
                fault(number, fmt::format("{} changed", term));
        for (const auto term : terms_of_intent)
            if (kind_ == "attempt" && from != "\"planned\"" &&
                field_of(before, term) != field_of(now, term))
                fault(number, fmt::format("{} changed after the intent", term));
    }

    /// The number that rises with each change of a row. A plan has none: its version is its name.
    [[nodiscard]] std::string_view version_of(const ImageFields& fields) const {
        return kind_ == "plan" ? std::string_view{} : field_of(fields, "version");
    }
    [[nodiscard]] bool has_edges() const {
        return kind_ == "attempt" || kind_ == "charge" || kind_ == "refund" || kind_ == "errand" ||
               kind_ == "payment_link";
    }
    static bool follows(std::string_view before, std::string_view version) {
        if (before.empty() || before.size() > 17) return false;
        std::int64_t last = 0;
        for (const char digit : before)
            last = last * 10 + (digit - '0');
        return std::to_string(last + 1) == version;
    }

    void end_subject() {
        if (image_.empty()) return;
        const auto like = fields_of(image_);
        if (!rows_.knows(kind_) || subject_.size() <= kind_.size())
            return note(subject_, "there is no table of this name");
        if (!like) return;
        const auto id = std::string_view{subject_}.substr(kind_.size() + 1);
        const auto stored = rows_.image(kind_, id, *like);
        if (!stored) return note(subject_, "its row is missing");
        if (*stored != image_) note(subject_, difference(*like, *stored));
        image_.clear();
    }

    static std::string difference(const ImageFields& told, const std::string& stored) {
        const auto found = fields_of(stored);
        if (found)
            for (const auto& [name, value] : told)
                if (field_of(*found, name) != value)
                    return fmt::format(
                        "its {} is {}, and the journal says {}", name, field_of(*found, name), value
                    );
        return "its row is another than the journal says";
    }

    Connection& connection_;
    int limit_;
    RawRows rows_;
    std::set<std::string> edges_;
    std::vector<ports::Violation> found_;
    std::string subject_, kind_;
    std::string image_;  ///< of the entry before; empty at the first
    bool faulty_ = false;
};

}  // namespace

bool stands_outside_the_journal(std::string_view table) {
    constexpr std::string_view outside[]{
        "meta",
        "counter",
        "journal",
        "notice",
        "kept_answer",
        "refund_account",
        "sealed_text",
        "payment_link_details",  // names people
        "subscription_contact"};
    return table.ends_with("_edge") || std::ranges::find(outside, table) != std::end(outside);
}

std::vector<ports::Violation> replay_faults(Connection& connection, int limit) {
    return Replay{connection, limit}.run();
}

}  // namespace maedal::sqlite
