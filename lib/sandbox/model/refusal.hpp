#pragma once
#include <string>
#include <variant>

namespace maedal::sandbox {

enum class Origin {
    documented,      ///< a code that merchants have seen at Bootpay
    simulator_made,  ///< nothing is published for the case: a program must not learn this word
};

/// One way in which the sandbox says no.
struct RefusalCode {
    const char* word;
    int http_status;
    Origin origin;
    const char* message;
};

/// Every refusal of the sandbox. Only 401 is evidenced as a status of Bootpay's; 400 and 404 are
/// the natural choice.
namespace refusals {
inline constexpr auto documented = Origin::documented;
inline constexpr auto simulator_made = Origin::simulator_made;

// clang-format off: a table
inline constexpr RefusalCode token_key_invalid{
    "TOKEN_KEY_INVALID", 401, documented, "the token is missing, wrong or expired"},
    client_key_not_found{
        "APP_CLIENT_KEY_NOT_FOUND", 401, documented, "no project has this client_key"},
    app_key_not_found{"APP_KEY_NOT_FOUND", 401, documented, "no project has this application_id"},
    secret_not_matched{
        "APP_SK_NOT_MATCHED", 401, documented, "the secret does not belong to this key"},
    receipt_not_found{"RC_NOT_FOUND", 404, documented, "no such receipt"},
    not_a_key_receipt{
        "RC_NOT_SUBSCRIBE", 400, documented, "the receipt did not issue a billing key"},
    key_expired{"SUBSCRIBE_BK_EXPIRED", 400, documented, "the billing key is deleted or expired"},
    payment_refused{"RC_REQUEST_FAILED", 400, documented, "the card company refused the payment"},
    already_cancelled{"RC_ALREADY_CANCELLED", 400, documented, "the payment is already cancelled"},
    cancel_refused{"RC_CANCEL_SERVER_ERROR", 400, documented, "the cancellation was refused"},
    not_confirm_ready{
        "RC_NOT_CONFIRM_READY", 400, documented, "the receipt does not wait for a confirm"},
    confirm_failed{"RC_CONFIRM_FAILED", 400, documented, "the approval was refused"},
    invoice_not_found{"INVOICE_NOT_FOUND", 404, documented, "no such payment link"},
    invoice_denied{
        "INVOICE_DENIED", 403, documented, "this member session may not see the payment link"},
    invoice_target_not_found{
        "INVOICE_TARGET_NOT_FOUND", 400, documented, "nobody is named to send the link to"},
    order_not_found{"ORDER_NOT_FOUND", 404, documented, "no such order"},
    product_not_found{"PRODUCT_NOT_FOUND", 404, documented, "no such product"},
    hosted_not_found{"ORDER_SUBSCRIPTION_NOT_FOUND", 404, documented, "no such subscription"},
    resume_unable{
        "ORDER_SUBSCRIPTION_RESUME_UNABLE", 400, documented, "the subscription is not paused"},
    role_not_supported{
        "API_ROLE_NOT_SUPPORT", 403, documented, "the role of the call may not do this"},
    commerce_parameter_invalid{"API_PARAM_INVALID", 400, documented, "a field is missing or wrong"},
    cancel_price_over{
        "CANCEL_PRICE_OVER", 400, documented, "more than what is left of the payment"},

    card_number_invalid{"INVALID_CARD_NUMBER", 400, documented, "card_no is no card number"},
    expire_month_invalid{
        "RC_INVALID_EXP_MONTH", 400, documented, "card_expire_month must be 01 to 12"},
    registration_refused{
        "SUBSCRIBE_REQUEST_FAILED", 400, documented, "the card cannot be registered"},
    publish_refused{"SUBSCRIBE_PUBLISH_FAILED", 400, documented, "the card cannot be registered"},
    publish_not_ready{
        "SUBSCRIBE_PUBLISH_NOT_READY", 400, documented, "the holder has not agreed yet"},
    account_holder_unknown{
        "SUBSCRIBE_AT_LOOKUP_USER_FAILED", 400, documented, "no such account of this holder"},
    auth_expired{"AUTH_EXPIRED", 400, documented, "the identity check can no longer be read"},
    auth_not_ready{"AUTH_NOT_READY", 400, documented, "no identity check waits for a code"},
    auth_confirm_not_ready{
        "AUTH_CONFIRM_READY_FAILED", 400, documented, "no identity check waits for a code"},
    auth_not_confirmed{"AUTH_NOT_CONFIRMED", 400, documented, "the identity is not confirmed"},
    auth_repeated{
        "AUTH_ALREADY_AUTHENTICATED", 400, documented, "this authentication_id was used before"},
    not_escrow{"RC_NOT_ESCROW", 400, documented, "no escrow payment"},
    cash_receipt_failed{"RC_CASH_RECEIPT_FAILED", 400, documented, "no cash receipt is possible"},

    parameter_invalid{"PARAMETER_INVALID", 400, simulator_made, "a field is missing or wrong"},
    tax_free_over{"TAX_FREE_OVER", 400, simulator_made, "tax_free is more than price"},
    card_quota_invalid{
        "CARD_QUOTA_INVALID", 400, simulator_made, "00, or 02 to 12 months from 50,000 won"},
    order_id_duplicated{
        "RC_ORDER_ID_DUPLICATED", 400, simulator_made, "this order_id was used before"},
    key_not_found{"SUBSCRIBE_BK_NOT_FOUND", 404, simulator_made, "no such billing key"},
    key_has_reservations{
        "SUBSCRIBE_BK_RESERVED", 400, simulator_made, "reservations wait for this billing key"},
    id_taken{"ID_TAKEN", 400, simulator_made, "the wanted id belongs to another object"},
    reserve_limit_exceeded{
        "RESERVE_LIMIT_EXCEEDED",
        400,
        simulator_made,
        "too many reservations wait for this billing key"},
    execute_at_invalid{
        "RESERVE_EXECUTE_AT_INVALID",
        400,
        simulator_made,
        "reserve_execute_at is not a date and time"},
    execute_at_past{
        "RESERVE_EXECUTE_AT_PAST", 400, simulator_made, "reserve_execute_at is not in the future"},
    reserve_not_found{"RESERVE_NOT_FOUND", 404, simulator_made, "no such reservation"},
    reserve_not_waiting{
        "RESERVE_NOT_WAITING", 400, simulator_made, "only a waiting reservation can be cancelled"},
    cancel_id_duplicated{
        "CANCEL_ID_DUPLICATED", 400, simulator_made, "this cancel_id was carried out before"},
    deposit_not_awaited{
        "DEPOSIT_NOT_AWAITED", 400, simulator_made, "the receipt is of no virtual account"},
    invoice_expired{"INVOICE_EXPIRED", 400, simulator_made, "the payment link has run out"},
    invoice_paid{"INVOICE_PAID", 400, simulator_made, "the payment link is paid or being paid"},
    hosted_not_active{
        "ORDER_SUBSCRIPTION_NOT_ACTIVE", 400, simulator_made, "the subscription does not run"},
    clock_backwards{"CLOCK_BACKWARDS", 400, simulator_made, "the clock only moves forward"},
    clock_is_real{
        "CLOCK_IS_REAL", 400, simulator_made, "started with --clock real: time moves by itself"},
    path_not_found{"PATH_NOT_FOUND", 404, simulator_made, "the sandbox has no such path"},
    method_not_allowed{
        "METHOD_NOT_ALLOWED", 405, simulator_made, "this path does not take this method"},
    too_many_requests{"TOO_MANY_REQUESTS", 429, simulator_made, "a fault that was asked for"},
    server_error{"SERVER_ERROR", 500, simulator_made, "a fault that was asked for"};
// clang-format on
}  // namespace refusals

/// A refusal as it is answered.
struct Refusal {
    const RefusalCode* code;
    std::string detail;         ///< replaces the code's message when not empty
    std::string pg_error_code;  ///< the card company's word, on a declined payment
};

inline Refusal refuse(const RefusalCode& code, std::string detail = {}) {
    return Refusal{&code, std::move(detail), {}};
}

/// What was asked for, or why not.
template <class T>
using Answer = std::variant<T, Refusal>;

}  // namespace maedal::sandbox
