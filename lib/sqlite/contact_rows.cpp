#include "sqlite/contact_rows.hpp"

#include "sqlite/query.hpp"

namespace maedal::sqlite {
namespace {

constexpr const char* put_details = R"sql(
    INSERT INTO payment_link_details
    VALUES (:id, :text, seal_of('payment_link_details', :id, :text))
    ON CONFLICT (order_id) DO UPDATE SET details = excluded.details, seal = excluded.seal
)sql";
constexpr const char* select_details =
    "SELECT details FROM payment_link_details WHERE order_id = :id";

constexpr const char* put_contact = R"sql(
    INSERT INTO subscription_contact
    VALUES (:id, :text, seal_of('subscription_contact', :id, :text))
    ON CONFLICT (subscription) DO UPDATE SET contact = excluded.contact, seal = excluded.seal
)sql";
constexpr const char* select_contact =
    "SELECT contact FROM subscription_contact WHERE subscription = :id";

void keep(Connection& connection, const char* sql, const std::string& id, const std::string& text) {
    Query{connection, sql}
        .bind(":id", id)
        .bind(":text", text)
        .exec_changes(1, "whom a link is sent to");
}

std::string kept(Connection& connection, const char* sql, const std::string& id) {
    const auto text = [](Row& row) { return row.text(); };
    return Query{connection, sql}.bind(":id", id).first(text).value_or("");
}

}  // namespace

void keep_details_of_link(
    Connection& connection, const billing::OrderId& id, const std::string& details
) {
    keep(connection, put_details, id.text(), details);
}

std::string details_of_link(Connection& connection, const billing::OrderId& id) {
    return kept(connection, select_details, id.text());
}

void keep_contact_of(
    Connection& connection, const std::string& subscription, const std::string& contact
) {
    keep(connection, put_contact, subscription, contact);
}

std::string contact_of(Connection& connection, const std::string& subscription) {
    return kept(connection, select_contact, subscription);
}

void forget_people(Connection& connection) {
    connection.run("DELETE FROM payment_link_details; DELETE FROM subscription_contact");
}

}  // namespace maedal::sqlite
