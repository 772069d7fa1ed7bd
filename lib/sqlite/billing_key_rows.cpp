#include "sqlite/billing_key_rows.hpp"

#include "sqlite/page.hpp"

#define COLUMNS "id, customer, shown, method, state, added_at, version "

namespace maedal::sqlite {
namespace {

constexpr const char* insert_one = R"sql(
    INSERT INTO billing_key
           (id, customer, shown, method, state, added_at, sealed, fingerprint, version, seal)
    VALUES (:id, :customer, :shown, :method, :state, :added_at, :sealed, :fingerprint, 1,
            seal_of('billing_key', :id, :shown, :method))
)sql";

constexpr const char* update_if_unchanged = R"sql(
    UPDATE billing_key
       SET customer = :customer, shown = :shown, method = :method, state = :state,
           added_at = :added_at, version = version + 1,
           seal = seal_of('billing_key', :id, :shown, :method)
     WHERE id = :id AND version = :version
)sql";

constexpr const char* put_sealed = "UPDATE billing_key SET sealed = :sealed WHERE id = :id";

constexpr const char* select_one = "SELECT " COLUMNS "FROM billing_key WHERE id = :id";

constexpr const char* select_by_fingerprint =
    "SELECT " COLUMNS "FROM billing_key WHERE fingerprint = :fingerprint";

constexpr const char* select_fingerprint = "SELECT fingerprint FROM billing_key WHERE id = :id";

constexpr const char* select_sealed = "SELECT sealed FROM billing_key WHERE id = :id";

constexpr const char* select_sealed_page = R"sql(
    SELECT id, sealed, fingerprint FROM billing_key WHERE id > :after ORDER BY id LIMIT 200
)sql";

constexpr const char* select_page =
    "SELECT " COLUMNS "FROM billing_key WHERE id > :after ORDER BY id LIMIT :limit";

constexpr const char* select_page_of_customer = "SELECT " COLUMNS R"sql(
      FROM billing_key WHERE customer = :customer AND id > :after ORDER BY id LIMIT :limit
)sql";

std::string place_of(const billing::BillingKeyId& id) {
    return "billing_key|" + id.text() + "|sealed";
}

void bind_columns(Query& query, const billing::BillingKey& row) {
    query.bind(":id", row.id)
        .bind(":customer", row.customer)
        .bind(":shown", row.shown)
        .bind(":method", row.method)
        .bind(":state", billing::key_state_names.of(row.state))
        .bind(":added_at", row.added_at);
}

/// The key stands in the journal by its fingerprint. Its sealed bytes, and what tells of the card,
/// stand outside: sealing it anew or erasing a person must not break the chain.
void journal(
    Writer& writer,
    const billing::BillingKey& row,
    std::string_view fingerprint,
    const ports::Cause& cause
) {
    Image image;
    image.put("id", row.id)
        .put("customer", row.customer)
        .put("state", billing::key_state_names.of(row.state))
        .put("added_at", row.added_at)
        .put("fingerprint", Cell::blob(fingerprint))
        .put("version", row.version);
    writer.journal.write(cause, "billing_key", row.id.text(), image.take());
}

billing::BillingKey read(Row& row) {
    return {
        .id = row.id<billing::BillingKeyId>(),
        .customer = row.id<billing::CustomerId>(),
        .shown = row.text(),
        .method = row.text(),
        .state = row.word(billing::key_state_names),
        .added_at = row.instant(),
        .version = row.integer(),
    };
}

/// One value of a row that must be there.
std::string column_of(Connection& connection, const char* sql, const billing::BillingKeyId& id) {
    auto found = Query{connection, sql}.bind(":id", id).first([](Row& row) { return row.text(); });
    if (!found) {
        connection.fail(
            "it has no billing key " + id.text(),
            "start again, and report this line if it comes back"
        );
    }
    return std::move(*found);
}

}  // namespace

void add_billing_key(
    Writer& writer,
    const Vault& vault,
    billing::BillingKey& row,
    const Secret& secret,
    const ports::Cause& cause
) {
    const std::string sealed = vault.seal(secret, place_of(row.id));
    const std::string fingerprint = vault.fingerprint(secret);
    Query insert{writer.connection, insert_one};
    bind_columns(insert, row);
    insert.bind(":sealed", Cell::blob(sealed)).bind(":fingerprint", Cell::blob(fingerprint));
    insert.exec_changes(1, "billing_key " + row.id.text());
    row.version = 1;
    journal(writer, row, fingerprint, cause);
}

void store_billing_key(Writer& writer, billing::BillingKey& row, const ports::Cause& cause) {
    Query update{writer.connection, update_if_unchanged};
    bind_columns(update, row);
    update.bind(":version", row.version).exec_changes(1, "billing_key " + row.id.text());
    ++row.version;
    journal(writer, row, column_of(writer.connection, select_fingerprint, row.id), cause);
}

Secret opened_billing_key(
    Connection& connection, const Vault& vault, const billing::BillingKeyId& id
) {
    return vault.open(column_of(connection, select_sealed, id), place_of(id));
}

std::optional<billing::BillingKey> find_billing_key(
    Connection& connection, const billing::BillingKeyId& id
) {
    return Query{connection, select_one}.bind(":id", id).first(read);
}

std::optional<billing::BillingKey> find_billing_key_by_secret(
    Connection& connection, const Vault& vault, const Secret& secret
) {
    const std::string fingerprint = vault.fingerprint(secret);
    return Query{connection, select_by_fingerprint}
        .bind(":fingerprint", Cell::blob(fingerprint))
        .first(read);
}

void replace_sealed(
    Connection& connection,
    const Vault& vault,
    const billing::BillingKeyId& id,
    const Secret& secret
) {
    const std::string sealed = vault.seal(secret, place_of(id));
    Query{connection, put_sealed}
        .bind(":sealed", Cell::blob(sealed))
        .bind(":id", id)
        .exec_changes(1, "billing_key " + id.text());
}

std::vector<std::string> keys_that_do_not_open(
    Connection& connection, const Vault& vault, int limit
) {
    struct Sealed {
        std::string id, sealed, fingerprint;
    };
    std::vector<std::string> found;
    std::string after;
    for (bool more = true; more && std::ssize(found) < limit;) {
        const auto rows =
            Query{connection, select_sealed_page}.bind(":after", after).all([](Row& row) {
                return Sealed{row.text(), row.text(), row.text()};
            });
        more = !rows.empty();
        for (const auto& row : rows) {
            after = row.id;
            if (!vault.fits(row.sealed, "billing_key|" + row.id + "|sealed", row.fingerprint))
                found.push_back(row.id);
        }
    }
    if (std::ssize(found) > limit) found.resize(static_cast<std::size_t>(limit));
    return found;
}

std::vector<billing::BillingKey> billing_key_page(
    Connection& connection, const std::string& customer, const ports::Page& page
) {
    Query query{connection, customer.empty() ? select_page : select_page_of_customer};
    if (!customer.empty()) query.bind(":customer", customer);
    return page_of(query, page, read);
}

}  // namespace maedal::sqlite
