#include "maedalctl/book.hpp"

#include "base/digest.hpp"
#include "maedalctl/exit_code.hpp"
#include "maedalctl/words.hpp"
#include "net/json_text.hpp"

#include <algorithm>
#include <array>

namespace maedal::ctl {
namespace {

using nlohmann::json;

Failure wrong(const std::string& where, const std::string& what) {
    return {ExitCode::usage, where + ": " + what};
}

template <std::size_t count>
void check_fields(
    const json& object, const std::array<std::string_view, count>& known, const std::string& where
) {
    if (!object.is_object()) throw wrong(where, "an object is wanted");
    for (const auto& [name, value] : object.items()) {
        if (std::find(known.begin(), known.end(), name) == known.end())
            throw wrong(where, "no field is called " + printable(name));
        if (name != "subscriptions" && !value.is_string())
            throw wrong(where + "." + name, "a text is wanted");
    }
}

std::vector<json> subscriptions_of(
    const json& customer, const std::string& id, const std::string& where
) {
    static constexpr std::array<std::string_view, 4> known{
        "subscription_id", "plan_id", "anchor", "time_zone"};
    std::vector<json> bodies;
    const auto list = customer.find("subscriptions");
    if (list == customer.end()) return bodies;
    if (!list->is_array()) throw wrong(where + ".subscriptions", "a list is wanted");
    for (const auto& wanted : *list) {
        const auto at = where + ".subscriptions[" + std::to_string(bodies.size()) + "]";
        check_fields(wanted, known, at);
        if (!wanted.contains("plan_id")) throw wrong(at, "plan_id is missing");
        bodies.push_back(wanted);
        bodies.back()["customer_id"] = id;
    }
    return bodies;
}

BookCustomer customer_from(const json& customer, const std::string& where) {
    static constexpr std::array<std::string_view, 4> known{
        "customer_id", "billing_key", "receipt_id", "subscriptions"};
    check_fields(customer, known, where);
    if (!customer.contains("customer_id")) throw wrong(where, "customer_id is missing");
    if (customer.contains("billing_key") == customer.contains("receipt_id"))
        throw wrong(where, "exactly one of billing_key and receipt_id is wanted");
    const auto id = customer["customer_id"].get<std::string>();
    const char* given = customer.contains("billing_key") ? "billing_key" : "receipt_id";
    return {
        id, {{"customer_id", id}, {given, customer[given]}}, subscriptions_of(customer, id, where)};
}

std::vector<BookCustomer> book_by_lines(std::string_view text) {
    std::vector<BookCustomer> book;
    for (int number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        const auto where = "line " + std::to_string(number);
        const auto customer = net::parse_json(line);
        if (!customer) throw wrong(where, customer.error().detail);
        book.push_back(customer_from(*customer, where));
    }
    return book;
}

}  // namespace

std::vector<BookCustomer> book_from(std::string_view text) {
    const auto whole = net::parse_json(text);
    if (!whole && text.find("\"customers\"") == std::string_view::npos) return book_by_lines(text);
    if (!whole) throw wrong("the book", whole.error().detail);
    if (whole->is_object() && whole->contains("customer_id"))
        return {customer_from(*whole, "line 1")};

    if (!whole->is_object() || !whole->contains("customers") || !(*whole)["customers"].is_array())
        throw wrong("the book", "an object with the list customers is wanted");
    for (const auto& [name, value] : whole->items())
        if (name != "customers") throw wrong("the book", "no field is called " + printable(name));
    std::vector<BookCustomer> book;
    for (const auto& customer : (*whole)["customers"])
        book.push_back(customer_from(customer, "customers[" + std::to_string(book.size()) + "]"));
    return book;
}

std::string book_key(std::string_view kind, const json& body) {
    return "book-" + digest_of({kind, net::json_text(body)}).substr(0, 40);
}

}  // namespace maedal::ctl
