#include "maedald/translate.hpp"

#include "base/contract.hpp"

namespace maedal::daemon {
namespace {

billing::Unit unit_of(config::IntervalUnit unit) {
    switch (unit) {
        case config::IntervalUnit::day:
            return billing::Unit::day;
        case config::IntervalUnit::week:
            return billing::Unit::week;
        case config::IntervalUnit::month:
            return billing::Unit::month;
        case config::IntervalUnit::year:
            return billing::Unit::year;
    }
    MAEDAL_EXPECTS(false);
}

billing::DunningPolicy dunning_of(const config::DunningPolicy& policy) {
    billing::DunningPolicy same{policy.waits, billing::DunningEnd::cancel, policy.cancel_after};
    switch (policy.end) {
        case config::DunningEnd::cancel:
            break;
        case config::DunningEnd::pause:
            same.end = billing::DunningEnd::pause;
            break;
        case config::DunningEnd::leave_past_due:
            same.end = billing::DunningEnd::leave_past_due;
            break;
    }
    return same;
}

billing::OrderIdRule rule_of(config::OrderIdRule rule) {
    switch (rule) {
        case config::OrderIdRule::reserve:
            return billing::OrderIdRule::reserve;
        case config::OrderIdRule::charge:
            return billing::OrderIdRule::charge;
        case config::OrderIdRule::none:
            return billing::OrderIdRule::none;
        case config::OrderIdRule::unproven:
            return billing::OrderIdRule::unproven;
    }
    MAEDAL_EXPECTS(false);
}

bootpay::CodeMeaning meaning_of(config::CodeMeaning meaning) {
    switch (meaning) {
        case config::CodeMeaning::refused:
            return bootpay::CodeMeaning::refused;
        case config::CodeMeaning::declined:
            return bootpay::CodeMeaning::declined;
        case config::CodeMeaning::dead_key:
            return bootpay::CodeMeaning::dead_key;
        case config::CodeMeaning::doubt:
            return bootpay::CodeMeaning::in_doubt;
        case config::CodeMeaning::duplicate:
            return bootpay::CodeMeaning::duplicate_order;
        case config::CodeMeaning::not_found:
            return bootpay::CodeMeaning::not_found;
    }
    MAEDAL_EXPECTS(false);
}

}  // namespace

engine::LoadPlans plans_of(const config::Settings& settings) {
    engine::LoadPlans load;
    for (const auto& plan : settings.plans) {
        const auto price = billing::Won::from_count(plan.price);
        const auto tax_free = billing::Won::from_count(plan.tax_free);
        MAEDAL_EXPECTS(price && tax_free);  // config has checked the ranges
        load.plans.push_back(
            {.version = {0},
             .id = billing::PlanId{plan.id},
             .name = plan.name,
             .price = *price,
             .tax_free = *tax_free,
             .interval = {unit_of(plan.interval), static_cast<int>(plan.count)},
             .trial_days = static_cast<int>(plan.trial_days),
             .periods = static_cast<int>(plan.periods.value_or(0)),
             .dunning_name = plan.dunning,
             .dunning = dunning_of(settings.dunning.at(plan.dunning)),
             .reserve_lead = plan.reserve_lead,
             .reserve_ahead = static_cast<int>(plan.reserve_ahead),
             .catch_up = plan.catch_up == config::CatchUp::bill_latest
                             ? billing::CatchUp::bill_latest
                             : billing::CatchUp::bill_each,
             .collect = plan.collect == config::Collect::pay_now ? billing::Collect::pay_now
                                                                 : billing::Collect::reserve,
             .without_slot = plan.without_slot == config::WithoutSlot::pay_now
                                 ? billing::WithoutSlot::pay_now
                                 : billing::WithoutSlot::wait,
             .on_sale = true}
        );
    }
    return load;
}

engine::Rules rules_of(const config::Settings& settings) {
    engine::Rules rules;
    rules.installation = settings.installation;
    rules.time_zone = settings.time_zone;
    rules.order_id_rule = rule_of(settings.bootpay.order_id_rule);
    rules.paid_race = settings.bootpay.paid_race == config::PaidRace::keep
                          ? engine::PaidRace::keep
                          : engine::PaidRace::refund;
    rules.links_possible = has_commerce(settings);
    rules.links.lives = settings.payment_links.lives;
    rules.links.timing.grace = settings.payment_links.grace;
    rules.links.remind_after = settings.payment_links.remind_after;
    rules.links.send_by.clear();
    for (const auto& way : settings.payment_links.send_by)
        rules.links.send_by += (rules.links.send_by.empty() ? "" : ",") + way;
    // A request that takes its whole deadline must still arrive before its execution.
    constexpr Seconds margin{5};
    rules.timing.send_margin = settings.bootpay.deadline + margin;
    if (rules.timing.near_lead < rules.timing.send_margin + margin)
        rules.timing.near_lead = rules.timing.send_margin + margin;
    return rules;
}

net::ClientOptions client_options(const config::BootpaySettings& settings) {
    net::ClientOptions options;
    options.connections_max = static_cast<int>(settings.connections_max);
    options.requests_per_second_max = static_cast<int>(settings.requests_per_second_max);
    options.deadline = settings.deadline;
    options.ca_file = settings.ca_file.value_or("");
    return options;
}

/// A sandbox's time stands still while we wait, so that no real wait is what it asked for; and a
/// walk of its clock gives up after some vain tries, where each look-up may be answered with
/// another wait.
static Seconds wait_max(const config::Settings& settings) {
    constexpr Seconds beside_a_test_clock{0};
    return settings.test_clock ? beside_a_test_clock : bootpay::retry_after_max;
}

bootpay::BootpayOptions gateway_options(
    const config::Settings& settings, Secret secret, Secret token_secret
) {
    bootpay::BootpayOptions options;
    const auto& account = settings.bootpay.account;
    if (account.kind == config::BootpayAccount::Kind::client_key) {
        options.client_key = Secret{account.id};
        options.secret_key = std::move(secret);
    } else {
        options.application_id = Secret{account.id};
        options.private_key = std::move(secret);
    }
    if (const auto& tokens = settings.bootpay.token_account) {
        options.application_id = Secret{tokens->id};
        options.private_key = std::move(token_secret);
    }
    options.feedback_url = settings.webhook.public_url;
    for (const auto& [code, meaning] : settings.bootpay.codes)
        options.codes[code] = meaning_of(meaning);
    options.wait_max = wait_max(settings);
    return options;
}

static const config::BootpayAccount& commerce_account(const config::Settings& settings) {
    const auto& bootpay = settings.bootpay;
    return bootpay.commerce_account ? *bootpay.commerce_account : bootpay.account;
}

bool has_commerce(const config::Settings& settings) {
    return settings.bootpay.commerce_url &&
           commerce_account(settings).kind == config::BootpayAccount::Kind::client_key;
}

const config::SecretSource& commerce_secret(const config::Settings& settings) {
    return commerce_account(settings).secret;
}

bootpay::commerce::CommerceOptions commerce_options(
    const config::Settings& settings, Secret secret
) {
    using bootpay::commerce::Authentication;
    bootpay::commerce::CommerceOptions options;
    options.client_key = Secret{commerce_account(settings).id};
    options.secret_key = std::move(secret);
    options.authentication = settings.bootpay.commerce_auth == config::CommerceAuth::token
                                 ? Authentication::token
                                 : Authentication::basic;
    options.feedback_url = settings.webhook.public_url;
    for (const auto& [code, meaning] : settings.bootpay.codes)
        options.codes[code] = meaning_of(meaning);
    options.wait_max = wait_max(settings);
    return options;
}

}  // namespace maedal::daemon
