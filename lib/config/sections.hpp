#pragma once
#include "config/section.hpp"
#include "config/settings.hpp"

#include <map>
#include <string>
#include <vector>

/// One function for each section of the file: reads it, reports what is wrong, closes it.
namespace maedal::config {

LedgerSettings read_ledger(Section section);
BootpaySettings read_bootpay(Section section);
WebhookSettings read_webhook(Section section);
AdminSettings read_admin(Section section);
LawSettings read_law(Section section);
OrderSettings read_orders(Section section);
PaymentLinkSettings read_payment_links(Section section);
LogSettings read_log(Section section);

/// Policies by name; `default` is added unless the file defines it. A policy with a fault keeps its
/// place, so that plans that name it are not blamed as well.
std::map<std::string, DunningPolicy> read_dunning(Section section);

/// The list under `plans` of the whole file.
std::vector<PlanSettings> read_plans(
    Section& file, const std::map<std::string, DunningPolicy>& dunning
);

}  // namespace maedal::config
