#include "sqlite/harmless_copy.hpp"

#include "sqlite/billing_key_rows.hpp"
#include "sqlite/contact_rows.hpp"
#include "sqlite/ledger_file.hpp"
#include "sqlite/meta_rows.hpp"
#include "sqlite/query.hpp"
#include "sqlite/vault.hpp"

#include <vector>

namespace maedal::sqlite {
namespace {

constexpr const char* select_trigger =
    "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = :name";
/// What the schema forbids a ledger, and a copy of it may do once: these triggers, taken away and
/// put back as they were.
class WithoutGuards {
public:
    explicit WithoutGuards(Connection& connection) : connection_{connection} {
        for (const char* name :
             {"meta_keeps_rows", "meta_keeps_identity", "billing_key_counts_versions"}) {
            auto sql = Query{connection, select_trigger}.bind(":name", name).first([](Row& row) {
                return row.text();
            });
            if (!sql)
                connection.fail(
                    std::string{"it has no trigger "} + name, "name a ledger, or a backup of one"
                );
            guards_.push_back(std::move(*sql));
            connection.run(std::string{"DROP TRIGGER "} + name);
        }
    }
    void put_back() {
        for (const auto& sql : guards_)
            connection_.run(sql);
    }

private:
    Connection& connection_;
    std::vector<std::string> guards_;
};

}  // namespace

Secret stand_in_of(const billing::BillingKeyId& id) {
    return Secret{"stands-in-for-" + id.text()};
}

void make_harmless(const std::string& path, const std::string& vfs, const Secret& key_hex) {
    const Vault vault{key_hex};
    const auto connection = open_copy(path, vfs);
    connection->begin();
    try {
        WithoutGuards guards{*connection};
        ports::Page page{{}, ports::Page::limit_max};
        for (bool more = true; more;) {
            const auto keys = billing_key_page(*connection, {}, page);
            more = !keys.empty();
            if (more) page.after = keys.back().id.text();
            for (const auto& key : keys)
                replace_sealed(*connection, vault, key.id, stand_in_of(key.id));
        }
        // Personal data, sealed with the key of the ledger that this is no more.
        connection->run("DELETE FROM refund_account");
        connection->run("DELETE FROM sealed_text");
        forget_people(*connection);
        put_meta(*connection, "key_check", vault.key_check());
        drop_meta(*connection, "epoch");
        guards.put_back();
        connection->commit();
    } catch (...) {
        connection->roll_back();
        throw;
    }
}

}  // namespace maedal::sqlite
