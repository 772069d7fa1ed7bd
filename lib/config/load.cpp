#include "config/load.hpp"

#include "config/document.hpp"
#include "config/sections.hpp"
#include "config/text_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace maedal::config {
namespace {

constexpr Word<log::Level> log_levels[]{
    {"debug", log::Level::debug},
    {"info", log::Level::info},
    {"warning", log::Level::warning},
    {"error", log::Level::error}};
constexpr Word<LogTarget> log_targets[]{
    {"stderr", LogTarget::standard_error}, {"journal", LogTarget::journal}};

std::string read_time_zone(Section& file, const ZoneExists& zone_exists, std::string fallback) {
    const auto field = file.find("time_zone");
    if (!field) return fallback;
    auto zone = file.values().text(*field, rules::zone_name);
    if (!zone) return fallback;
    if (!zone_exists(*zone))
        file.values().reject(*field, "an IANA time zone that this host knows, such as Asia/Seoul");
    return std::move(*zone);
}

/// Who moves the clock of a gateway that takes real money would be billed by a dream.
void check_test_clock(const Section& file, const Settings& settings) {
    const auto& url = settings.bootpay.pg_url;
    if (!settings.test_clock || url.empty() || is_loopback_url(url)) return;
    file.values().add(
        file.place_of("test_clock"),
        "test_clock is true, but bootpay.pg_url is not on loopback; set it to false, or use a "
        "sandbox such as http://127.0.0.1:8790/v2"
    );
}

Settings read_settings(const SourceNode& root, const ZoneExists& zone_exists, Faults& faults) {
    Section file{root, faults};
    Settings read;
    read.installation = file.text("installation", rules::installation, read.installation);
    read.time_zone = read_time_zone(file, zone_exists, read.time_zone);
    read.test_clock = file.flag("test_clock", read.test_clock);
    read.ledger = read_ledger(file.section("ledger"));
    read.bootpay = read_bootpay(file.section("bootpay"));
    read.webhook = read_webhook(file.section("webhook"));
    read.admin = read_admin(file.section("admin"));
    read.dunning = read_dunning(file.section("dunning"));
    read.plans = read_plans(file, read.dunning);
    read.orders = read_orders(file.section("orders"));
    read.payment_links = read_payment_links(file.section("payment_links"));
    read.law = read_law(file.section("law"));
    read.log = read_log(file.section("log"));
    file.close();
    check_test_clock(file, read);
    return read;
}

}  // namespace

LedgerSettings read_ledger(Section section) {
    LedgerSettings read;
    read.path = section.required_text("path", rules::absolute_path);
    read.key = section.secret("key");
    section.close();
    return read;
}

LawSettings read_law(Section section) {
    LawSettings read;
    read.trial_notice_days =
        section.number("trial_notice_days", {0, 60, " of days"}, read.trial_notice_days);
    section.close();
    return read;
}

LogSettings read_log(Section section) {
    LogSettings read;
    read.level = section.choice("level", log_levels, read.level);
    read.target = section.choice("target", log_targets, read.target);
    section.close();
    return read;
}

Loaded load(std::string_view text, std::string_view file_name, const ZoneExists& zone_exists) {
    Loaded loaded{std::string{file_name}, std::nullopt, {}};
    if (text.size() > file_bytes_max) {
        loaded.faults.push_back(
            {{}, fmt::format("the file has {} bytes; it may have {}", text.size(), file_bytes_max)}
        );
        return loaded;
    }
    if (const auto root = read_document(text, loaded.faults)) {
        auto settings = read_settings(*root, zone_exists, loaded.faults);
        if (loaded.faults.empty()) loaded.settings = std::move(settings);
    }
    std::stable_sort(
        loaded.faults.begin(),
        loaded.faults.end(),
        [](const Fault& a, const Fault& b) { return a.at < b.at; }
    );
    return loaded;
}

std::string Loaded::report() const {
    std::string lines;
    for (const Fault& fault : faults) {
        lines +=
            fmt::format("{}:{}:{}: {}\n", file_name, fault.at.line, fault.at.column, fault.what);
    }
    return lines;
}

}  // namespace maedal::config
