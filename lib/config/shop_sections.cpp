// The orders and payment_links sections.
#include "config/sections.hpp"
#include "config/text_rules.hpp"

namespace maedal::config {
namespace {

constexpr std::size_t ways_max = 4, reminders_max = 10;

std::vector<Seconds> read_reminders(Section& section, std::vector<Seconds> fallback) {
    const auto field = section.find("remind_after");
    if (!field) return fallback;
    const std::string_view of = "at most 10 lengths of time, such as [3d, 6d]";
    std::vector<Seconds> reminders;
    const auto items = section.values().items(*field, reminders_max, of);
    if (!items) return fallback;
    for (const auto& item : *items)
        if (const auto after =
                section.values().duration(item, {Seconds{60}, Seconds{90LL * 86'400}}))
            reminders.push_back(*after);
    return reminders;
}

}  // namespace

OrderSettings read_orders(Section section) {
    OrderSettings read;
    read.check_url = section.optional_text("check_url", rules::public_url);
    read.check_deadline =
        section.duration("check_deadline", {Seconds{1}, Seconds{30}}, read.check_deadline);
    section.close();
    return read;
}

PaymentLinkSettings read_payment_links(Section section) {
    PaymentLinkSettings read;
    read.lives = section.duration("lives", {Seconds{3'600}, Seconds{90LL * 86'400}}, read.lives);
    read.grace = section.duration("grace", {Seconds{60}, Seconds{7LL * 86'400}}, read.grace);
    if (section.holds_any({"send_by"}))
        read.send_by =
            section.texts("send_by", ways_max, "ways, such as [sms, kakao]", rules::send_by);
    read.remind_after = read_reminders(section, read.remind_after);
    section.close();
    return read;
}

}  // namespace maedal::config
