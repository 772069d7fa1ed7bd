#pragma once
#include "sandbox/model/cash_receipts.hpp"
#include "sandbox/model/entities.hpp"
#include "sandbox/model/identity.hpp"
#include "sandbox/model/money_ledger.hpp"
#include "sandbox/model/outbox.hpp"
#include "sandbox/model/registration.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

/// Bootpay's objects in Bootpay's JSON. Receipts leave out what has not happened, reservations say
/// null.
namespace maedal::sandbox {

[[nodiscard]] nlohmann::json receipt_view(const Receipt& receipt);
/// With what the merchant sent about the purchaser, under "user".
[[nodiscard]] nlohmann::json receipt_view_with_user(const Receipt& receipt);
[[nodiscard]] nlohmann::json reservation_view(const Reservation& reservation);
/// The billing key as its issuing receipt shows it (status 11).
[[nodiscard]] nlohmann::json issuing_view(const BillingKey& key);
/// The billing key as it is looked up by itself (status 1, or -11 once deleted).
[[nodiscard]] nlohmann::json key_view(const BillingKey& key);
/// A bank account on its way to be a billing key (status 41).
[[nodiscard]] nlohmann::json account_view(const AccountRegistration& asked);
/// An identity check (status 50, then 12 with what it found).
[[nodiscard]] nlohmann::json identity_view(const IdentityCheck& check);
/// A cash receipt that stands alone (status 60, then 61).
[[nodiscard]] nlohmann::json cash_receipt_view(const LoneCashReceipt& receipt);

/// The body of a webhook: the receipt as it was, and what happened to it.
[[nodiscard]] nlohmann::json webhook_view(const Notice& notice, int partial_cancel_status);
[[nodiscard]] std::string_view text_of(NoticeKind kind);
[[nodiscard]] std::string_view text_of(NoticeState state);

// What the sandbox itself tells, under /_sandbox.
[[nodiscard]] nlohmann::json movement_view(const Movement& movement);
[[nodiscard]] nlohmann::json notice_view(const Notice& notice);

}  // namespace maedal::sandbox
