#pragma once
#include "config/load.hpp"

#include <string>
#include <string_view>

namespace maedal::config::sample {

/// The least that loads; tests add to it or break it.
inline const std::string least =
    "ledger:\n"
    "  path: /var/lib/maedal/ledger.db\n"
    "  key_file: /etc/maedal/ledger.key\n"
    "bootpay:\n"
    "  pg_url: https://api.bootpay.co.kr/v2\n"
    "  client_key: ck\n"
    "  secret_key_file: /etc/maedal/bootpay.secret\n"
    "webhook:\n"
    "  public_url: https://pay.example.com\n";

/// Every key there is, none at its default.
inline const std::string whole =
    "installation: shop2\n"
    "time_zone: Europe/Berlin\n"
    "test_clock: true\n"
    "ledger: {path: /srv/l.db, key_credential: ledger-key}\n"
    "bootpay:\n"
    "  pg_url: http://127.0.0.1:8790/v2/\n"
    "  commerce_url: http://[::1]:8790/v1\n"
    "  application_id: app1\n"
    "  private_key_credential: bootpay-key\n"
    "  order_id_rule: reserve\n"
    "  deadline: 45s\n"
    "  connections: 64\n"
    "  requests_per_second: 1\n"
    "  ca_file: /etc/maedal/ca.pem\n"
    "  paid_race: keep\n"
    "  codes:\n"
    "    RC_A: refused\n"
    "    RC_B: duplicate\n"
    "    RC_C: not_found\n"
    "webhook:\n"
    "  listen: \"[::1]:443\"\n"
    "  public_url: https://pay.example.com:8443/m/\n"
    "  trusted_proxies: [10.0.0.0/8, \"::1\"]\n"
    "  body_bytes_max: 1024\n"
    "  connections_max: 1\n"
    "admin:\n"
    "  socket: /run/x.sock\n"
    "  mode: 0606\n"
    "  socket_group: maedal\n"
    "  admin_groups: [a]\n"
    "  operator_groups: [b, c]\n"
    "  viewer_groups: [d]\n"
    "plans:\n"
    "  - id: pro\n"
    "    name: \"프로 12\"\n"
    "    price: 10000000000\n"
    "    tax_free: 10000000000\n"
    "    interval: week\n"
    "    count: 24\n"
    "    trial_days: 366\n"
    "    periods: 1200\n"
    "    dunning: short\n"
    "    reserve_lead: 370d\n"
    "    reserve_ahead: 10\n"
    "    catch_up: bill_latest\n"
    "    collect: pay_now\n"
    "    without_slot: pay_now\n"
    "dunning:\n"
    "  short: {waits: [1m, 90d], end: pause}\n"
    "  long: {waits: [1w], cancel_after: 366d}\n"
    "law: {trial_notice_days: 0}\n"
    "log: {level: debug, target: journal}\n";

inline bool knows_zone(std::string_view name) {
    return name.find('/') != std::string_view::npos;
}

inline Loaded load_text(std::string_view text) {
    return load(text, "m.yaml", knows_zone);
}

/// The least file with one piece of it replaced; the piece must be there.
inline std::string least_with(std::string_view piece, std::string_view replacement) {
    std::string text = least;
    return text.replace(text.find(piece), piece.size(), replacement);
}

inline std::string report_of(std::string_view text) {
    return load_text(text).report();
}

/// The report on the least file with a tenth line (and more) behind it.
inline std::string report_behind(std::string_view lines) {
    return report_of(least + std::string{lines} + "\n");
}

}  // namespace maedal::config::sample
