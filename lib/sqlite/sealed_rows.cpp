#include "sqlite/sealed_rows.hpp"

namespace maedal::sqlite {
namespace {

constexpr const char* put_one = R"sql(
    INSERT INTO sealed_text (name, sealed) VALUES (:name, :sealed)
        ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed
)sql";
constexpr const char* select_one = "SELECT sealed FROM sealed_text WHERE name = :name";

std::string place_of(const std::string& name) {
    return "sealed_text|" + name + "|sealed";
}

}  // namespace

void put_sealed_text(
    Writer& writer, const Vault& vault, const std::string& name, const Secret& text
) {
    const std::string sealed = vault.seal(text, place_of(name));
    Query{writer.connection, put_one}
        .bind(":name", name)
        .bind(":sealed", Cell::blob(sealed))
        .exec_changes(1, "sealed_text " + name);
}

std::optional<Secret> find_sealed_text(
    Connection& connection, const Vault& vault, const std::string& name
) {
    const auto blob = [](Row& row) { return row.text(); };
    const auto sealed = Query{connection, select_one}.bind(":name", name).first(blob);
    if (!sealed) return std::nullopt;
    return vault.open(*sealed, place_of(name));
}

}  // namespace maedal::sqlite
