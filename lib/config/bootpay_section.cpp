#include "config/sections.hpp"
#include "config/text_rules.hpp"

#include <fmt/format.h>

#include <initializer_list>

namespace maedal::config {
namespace {

constexpr Word<OrderIdRule> order_id_rules[]{
    {"reserve", OrderIdRule::reserve},
    {"charge", OrderIdRule::charge},
    {"none", OrderIdRule::none},
    {"unproven", OrderIdRule::unproven}};
constexpr Word<CommerceAuth> commerce_auths[]{
    {"basic", CommerceAuth::basic}, {"token", CommerceAuth::token}};
constexpr Word<PaidRace> paid_races[]{{"refund", PaidRace::refund}, {"keep", PaidRace::keep}};
constexpr Word<CodeMeaning> code_meanings[]{
    {"refused", CodeMeaning::refused},
    {"declined", CodeMeaning::declined},
    {"dead_key", CodeMeaning::dead_key},
    {"doubt", CodeMeaning::doubt},
    {"duplicate", CodeMeaning::duplicate},
    {"not_found", CodeMeaning::not_found}};
constexpr std::size_t codes_max = 1000;

BootpayAccount read_pair(Section& section, BootpayAccount::Kind kind) {
    const bool older = kind == BootpayAccount::Kind::application;
    BootpayAccount account;
    account.kind = kind;
    account.id = section.required_text(older ? "application_id" : "client_key", rules::account_id);
    account.secret = section.secret(older ? "private_key" : "secret_key");
    return account;
}

bool has_any(Section& section, std::initializer_list<const char*> keys) {
    bool found = false;  // not cut short: all of them are known keys
    for (const char* const key : keys)
        found = section.find(key).has_value() || found;
    return found;
}

/// One whole pair: `client_key` and its secret, or `application_id` and its private key. With both,
/// the older one is for what takes a token only.
void read_accounts(Section& section, BootpaySettings& read) {
    using Kind = BootpayAccount::Kind;
    const bool newer = has_any(section, {"client_key", "secret_key_file", "secret_key_credential"});
    const bool older =
        has_any(section, {"application_id", "private_key_file", "private_key_credential"});
    read.account = read_pair(section, older && !newer ? Kind::application : Kind::client_key);
    if (older && newer) read.token_account = read_pair(section, Kind::application);
}

std::map<std::string, CodeMeaning> read_codes(Section section) {
    std::map<std::string, CodeMeaning> codes;
    const auto fields = section.every("codes", codes_max);
    for (const auto& [code, field] : fields) {
        if (!rules::code.fits(code)) {
            section.values().add(
                section.place_of(code),
                fmt::format("{}: the key must be {}", field.path, rules::code.needed)
            );
        }
        if (const auto meaning = section.values().choice(field, code_meanings))
            codes.emplace(code, *meaning);
    }
    return codes;
}

}  // namespace

BootpaySettings read_bootpay(Section section) {
    BootpaySettings read;
    read.pg_url = without_end_slash(section.required_text("pg_url", rules::pg_url));
    if (auto url = section.optional_text("commerce_url", rules::commerce_url))
        read.commerce_url = without_end_slash(std::move(*url));
    read_accounts(section, read);
    if (section.holds_any(
            {"commerce_client_key", "commerce_secret_key_file", "commerce_secret_key_credential"}
        )) {
        read.commerce_account = BootpayAccount{
            BootpayAccount::Kind::client_key,
            section.required_text("commerce_client_key", rules::account_id),
            section.secret("commerce_secret_key")};
    }
    read.commerce_auth = section.choice("commerce_auth", commerce_auths, read.commerce_auth);
    read.order_id_rule = section.choice("order_id_rule", order_id_rules, read.order_id_rule);
    read.deadline = section.duration("deadline", {Seconds{1}, Seconds{60}}, read.deadline);
    read.connections_max = section.number("connections", {1, 64}, read.connections_max);
    read.requests_per_second_max =
        section.number("requests_per_second", {1, 1000}, read.requests_per_second_max);
    read.ca_file = section.optional_text("ca_file", rules::absolute_path);
    read.paid_race = section.choice("paid_race", paid_races, read.paid_race);
    read.codes = read_codes(section.section("codes"));
    section.close();
    return read;
}

}  // namespace maedal::config
