#include "sandbox/model/identity.hpp"

#include <algorithm>
#include <utility>

namespace maedal::sandbox {
namespace {

constexpr std::string_view carriers[]{"SKT", "KT", "LGU+", "SKT_MVNO", "KT_MVNO", "LGU+_MVNO"};

bool digits(std::string_view text, std::size_t least, std::size_t most) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return text.size() >= least && text.size() <= most && std::ranges::all_of(text, digit);
}

std::optional<Refusal> fault_of(const IdentityCheck& asked) {
    const auto wrong = [](const char* why) { return refuse(refusals::parameter_invalid, why); };
    if (asked.authenticate_id.empty()) return wrong("authentication_id is missing");
    if (asked.pg.empty()) return wrong("pg is missing");
    if (asked.username.empty()) return wrong("username is missing");
    if (!digits(asked.identity_no, 6, 7)) return wrong("identity_no must be six or seven digits");
    if (!digits(asked.phone, 10, 11)) return wrong("phone must be ten or eleven digits");
    if (std::ranges::find(carriers, asked.carrier) == std::end(carriers))
        return wrong("carrier must be SKT, KT, LGU+ or one with _MVNO");
    return std::nullopt;
}

}  // namespace

bool IdentityChecks::known(const std::string& authenticate_id) const {
    return std::ranges::any_of(checks_, [&](const IdentityCheck& check) {
        return check.authenticate_id == authenticate_id;
    });
}

IdentityCheck& IdentityChecks::keep(IdentityCheck asked, Instant now) {
    asked.receipt_id = ids_.next();
    asked.requested_at = now;
    IdentityCheck& kept = checks_.emplace_back(std::move(asked));
    by_receipt_.emplace(kept.receipt_id, &kept);
    return kept;
}

Answer<const IdentityCheck*> IdentityChecks::request(IdentityCheck asked, Instant now) {
    if (auto fault = fault_of(asked)) return *std::move(fault);
    if (known(asked.authenticate_id)) return refuse(refusals::auth_repeated);
    return &keep(std::move(asked), now);
}

Answer<const IdentityCheck*> IdentityChecks::done_in_browser(IdentityCheck asked, Instant now) {
    auto made = request(std::move(asked), now);
    if (const auto* check = std::get_if<const IdentityCheck*>(&made))
        by_receipt_.find((*check)->receipt_id)->second->done_at = now;
    return made;
}

Answer<const IdentityCheck*> IdentityChecks::confirm(
    std::string_view receipt_id, std::string_view code, Instant now
) {
    const auto found = by_receipt_.find(receipt_id);
    if (found == by_receipt_.end() || found->second->done_at)
        return refuse(refusals::auth_confirm_not_ready);
    IdentityCheck& check = *found->second;
    if (now - check.requested_at > identity_readable) return refuse(refusals::auth_expired);
    if (check.by_code && (!digits(code, 6, 6) || code == wrong_code))
        return refuse(refusals::auth_not_confirmed, "the code is wrong");
    check.done_at = now;
    return &check;
}

Answer<const IdentityCheck*> IdentityChecks::realarm(std::string_view receipt_id) {
    const auto found = by_receipt_.find(receipt_id);
    if (found == by_receipt_.end() || found->second->done_at || !found->second->by_code)
        return refuse(refusals::auth_not_ready);
    ++found->second->realarms;
    return found->second;
}

Answer<const IdentityCheck*> IdentityChecks::result(std::string_view receipt_id, Instant now)
    const {
    const auto found = by_receipt_.find(receipt_id);
    if (found == by_receipt_.end()) return refuse(refusals::receipt_not_found);
    const IdentityCheck& check = *found->second;
    if (!check.done_at) return refuse(refusals::auth_not_confirmed);
    if (now - *check.done_at > identity_readable) return refuse(refusals::auth_expired);
    return &check;
}

}  // namespace maedal::sandbox
