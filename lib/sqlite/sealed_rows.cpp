#include "sqlite/sealed_rows.hpp"

#include "sqlite/query.hpp"

namespace maedal::sqlite {
namespace {

struct Table {
    const char* name;
    const char* put;     ///< of :id and :sealed
    const char* select;  ///< the sealed bytes of :id
};

constexpr Table sealed_text{
    .name = "sealed_text",
    .put = R"sql(
    INSERT INTO sealed_text (name, sealed) VALUES (:id, :sealed)
        ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed
)sql",
    .select = "SELECT sealed FROM sealed_text WHERE name = :id"};

constexpr Table refund_account{
    .name = "refund_account",
    .put = "INSERT INTO refund_account (refund, sealed) VALUES (:id, :sealed)",
    .select = "SELECT sealed FROM refund_account WHERE refund = :id"};

std::string place_of(const Table& table, const std::string& id) {
    return std::string{table.name} + "|" + id + "|sealed";
}

void put(
    Connection& connection,
    const Vault& vault,
    const Table& table,
    const std::string& id,
    const Secret& text
) {
    const std::string sealed = vault.seal(text, place_of(table, id));
    Query{connection, table.put}
        .bind(":id", id)
        .bind(":sealed", Cell::blob(sealed))
        .exec_changes(1, std::string{table.name} + " " + id);
}

std::optional<Secret> find(
    Connection& connection, const Vault& vault, const Table& table, const std::string& id
) {
    const auto blob = [](Row& row) { return row.text(); };
    const auto sealed = Query{connection, table.select}.bind(":id", id).first(blob);
    if (!sealed) return std::nullopt;
    return vault.open(*sealed, place_of(table, id));
}

}  // namespace

void put_sealed_text(
    Connection& connection, const Vault& vault, const std::string& name, const Secret& text
) {
    put(connection, vault, sealed_text, name, text);
}

std::optional<Secret> find_sealed_text(
    Connection& connection, const Vault& vault, const std::string& name
) {
    return find(connection, vault, sealed_text, name);
}

void add_refund_account(
    Connection& connection, const Vault& vault, const billing::CancelId& id, const Secret& account
) {
    put(connection, vault, refund_account, id.text(), account);
}

std::optional<Secret> find_refund_account(
    Connection& connection, const Vault& vault, const billing::CancelId& id
) {
    return find(connection, vault, refund_account, id.text());
}

}  // namespace maedal::sqlite
