#include "sqlite/journal_rows.hpp"

#include "sqlite/image.hpp"
#include "sqlite/page.hpp"
#include "sqlite/query.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <limits>

namespace maedal::sqlite {
namespace {

constexpr const char* insert_one = R"sql(
    INSERT INTO journal (number, at, actor, event, subject, image, hash)
    VALUES (:number, :at, :actor, :event, :subject, :image, :hash)
)sql";

constexpr const char* select_last = R"sql(
    SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1
)sql";

constexpr const char* select_oldest_first = R"sql(
    SELECT number, at, actor, event, subject, image, hash FROM journal
     WHERE number > :after ORDER BY number LIMIT 5000
)sql";

constexpr const char* select_page = R"sql(
    SELECT number, at, actor, event, subject, image, hash FROM journal
     WHERE number < :below ORDER BY number DESC LIMIT :limit
)sql";

constexpr const char* select_page_of_subject = R"sql(
    SELECT number, at, actor, event, subject, image, hash FROM journal
     WHERE subject = :subject AND number < :below ORDER BY number DESC LIMIT :limit
)sql";

struct Entry {
    std::int64_t number;
    Instant at;
    std::string_view actor, event, subject, image;
};

class Sha256 {
public:
    Sha256() { crypto_hash_sha256_init(&state_); }
    void add(std::string_view bytes) {
        // The bytes of a char array may be read as unsigned ones.
        crypto_hash_sha256_update(
            &state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()
        );
    }
    void add_number(std::int64_t number) {
        std::array<char, 8> bytes{};  // most significant first
        auto rest = static_cast<std::uint64_t>(number);
        for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, rest >>= 8U)
            *byte = static_cast<char>(rest & 0xffU);
        add({bytes.data(), bytes.size()});
    }
    void add_text(std::string_view text) {
        add_number(static_cast<std::int64_t>(text.size()));
        add(text);
    }
    [[nodiscard]] std::string take() {
        std::string hash(crypto_hash_sha256_BYTES, '\0');
        crypto_hash_sha256_final(&state_, reinterpret_cast<unsigned char*>(hash.data()));
        return hash;
    }

private:
    crypto_hash_sha256_state state_{};
};

std::string hash_before_the_first() {
    return std::string(crypto_hash_sha256_BYTES, '\0');
}

/// SHA-256 over: the hash before (32 bytes), number and instant (8 bytes each, most significant
/// first), then actor, event, subject and image, each behind its length (8 bytes). The lengths keep
/// two different entries from giving the same bytes.
std::string hash_of(const std::string& before, const Entry& entry) {
    Sha256 hash;
    hash.add(before);
    hash.add_number(entry.number);
    hash.add_number(entry.at.time_since_epoch().count());
    for (const auto text : {entry.actor, entry.event, entry.subject, entry.image})
        hash.add_text(text);
    return hash.take();
}

ports::JournalEntry read(Row& row) {
    const std::int64_t number = row.integer();
    const Instant at = row.instant();
    ports::JournalEntry entry{
        number, at, row.text(), row.text(), row.text(), row.text(), row.text()};
    entry.hash = hex(entry.hash);
    return entry;
}

}  // namespace

void Journal::begin() {
    last_number_ = 0;
    last_hash_ = hash_before_the_first();
    Query query{connection_, select_last};
    if (!query.step()) return;
    Row row = query.row();
    last_number_ = row.integer();
    last_hash_ = row.text();
}

void Journal::write(
    const ports::Cause& cause, std::string_view kind, std::string_view id, const std::string& image
) {
    const std::string subject = fmt::format("{}:{}", kind, id);
    const Entry entry{last_number_ + 1, cause.at, cause.actor, cause.event, subject, image};
    std::string hash = hash_of(last_hash_, entry);
    Query{connection_, insert_one}
        .bind(":number", entry.number)
        .bind(":at", entry.at)
        .bind(":actor", entry.actor)
        .bind(":event", entry.event)
        .bind(":subject", entry.subject)
        .bind(":image", entry.image)
        .bind(":hash", Cell::blob(hash))
        .exec_changes(1, subject);
    last_number_ = entry.number;
    last_hash_ = std::move(hash);
}

std::vector<ports::JournalEntry> journal_page(
    Connection& connection, const std::string& subject, const ports::Page& page
) {
    std::int64_t below = std::numeric_limits<std::int64_t>::max();
    if (!page.after.empty()) {
        const auto number = number_from(page.after);
        if (!number) return {};
        below = *number;
    }
    Query query{connection, subject.empty() ? select_page : select_page_of_subject};
    query.bind(":below", below).bind(":limit", rows_of(page));
    if (!subject.empty()) query.bind(":subject", subject);
    return query.all(read);
}

std::optional<std::int64_t> first_broken_entry(Connection& connection) {
    std::int64_t last = 0;
    std::string before = hash_before_the_first();
    // In pieces: a reader that never ends keeps the write-ahead log from being folded in.
    for (bool more = true; more;) {
        more = false;
        Query query{connection, select_oldest_first};
        query.bind(":after", last);
        while (query.step()) {
            more = true;
            Row row = query.row();
            const std::int64_t number = row.integer();
            const Instant at = row.instant();
            const std::string actor = row.text(), event = row.text(), subject = row.text(),
                              image = row.text(), told = row.text();
            before = hash_of(before, {number, at, actor, event, subject, image});
            if (number != last + 1 || before != told) return last + 1;
            last = number;
        }
    }
    return std::nullopt;
}

}  // namespace maedal::sqlite
