#include "sqlite/seals.hpp"

#include "sqlite/query.hpp"

#include <fmt/format.h>
#include <sodium.h>
#include <sqlite3.h>

#include <array>
#include <iterator>
#include <string>

namespace maedal::sqlite {
namespace {

// What is sealed is what the rows are written with: their statements in *_rows.cpp say the same.
constexpr const char* select_broken[]{
    "SELECT 'meta:' || name FROM meta WHERE seal <> seal_of('meta', name, value) LIMIT :limit",
    "SELECT 'counter:' || name FROM counter "
    "WHERE seal <> seal_of('counter', name, value) LIMIT :limit",
    "SELECT 'billing_key:' || id FROM billing_key "
    "WHERE seal <> seal_of('billing_key', id, shown, method) LIMIT :limit",
    "SELECT 'notice:' || number FROM notice WHERE seal <> seal_of('notice', digest, receipt_id, "
    "order_id, type, received_at, next_look_at, looks) LIMIT :limit",
    "SELECT 'kept_answer:' || key FROM kept_answer "
    "WHERE seal <> seal_of('kept_answer', key, request, status, body, at) LIMIT :limit",
    "SELECT 'payment_link_details:' || order_id FROM payment_link_details "
    "WHERE seal <> seal_of('payment_link_details', order_id, details) LIMIT :limit",
    "SELECT 'subscription_contact:' || subscription FROM subscription_contact "
    "WHERE seal <> seal_of('subscription_contact', subscription, contact) LIMIT :limit",
};

class Hash {
public:
    Hash() { crypto_generichash_init(&state_, nullptr, 0, bytes_.size()); }
    void add(const void* bytes, std::size_t count) {
        crypto_generichash_update(&state_, static_cast<const unsigned char*>(bytes), count);
    }
    void add_number(std::int64_t number) {
        std::array<unsigned char, 8> bytes{};
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(number) >> (8 * i));
        add(bytes.data(), bytes.size());
    }
    [[nodiscard]] std::int64_t take() {
        crypto_generichash_final(&state_, bytes_.data(), bytes_.size());
        std::uint64_t number = 0;
        for (std::size_t i = 0; i < 8; ++i)
            number = number * 256 + bytes_[i];
        return static_cast<std::int64_t>(number >> 1U);
    }

private:
    crypto_generichash_state state_{};
    std::array<unsigned char, 32> bytes_{};
};

void seal_of(sqlite3_context* context, int count, sqlite3_value** values) {
    Hash hash;
    for (int i = 0; i < count; ++i) {
        const int type = sqlite3_value_type(values[i]);
        hash.add_number(type);
        if (type == SQLITE_INTEGER) {
            hash.add_number(sqlite3_value_int64(values[i]));
        } else if (type != SQLITE_NULL) {
            const void* const bytes = sqlite3_value_blob(values[i]);
            const int length = sqlite3_value_bytes(values[i]);
            hash.add_number(length);
            if (length > 0) hash.add(bytes, static_cast<std::size_t>(length));
        }
    }
    sqlite3_result_int64(context, hash.take());
}

}  // namespace

void learn_to_seal(sqlite3* handle) {
    // It fails only without memory; the first statement that asks for it says so then.
    sqlite3_create_function_v2(
        handle,
        "seal_of",
        -1,
        SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
        nullptr,
        seal_of,
        nullptr,
        nullptr,
        nullptr
    );
}

std::vector<ports::Violation> broken_seals(Connection& connection, int limit) {
    std::vector<ports::Violation> found;
    for (const char* const sql : select_broken) {
        const int left = limit - static_cast<int>(found.size());
        if (left <= 0) break;
        auto some = Query{connection, sql}.bind(":limit", left).all([](Row& row) {
            return ports::Violation{
                "file.seals", row.text(), "", "its values do not agree with its seal"};
        });
        std::move(some.begin(), some.end(), std::back_inserter(found));
    }
    return found;
}

}  // namespace maedal::sqlite
