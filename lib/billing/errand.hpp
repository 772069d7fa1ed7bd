#pragma once
#include "base/instant.hpp"
#include "billing/names.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace maedal::billing {

/// What the gateway is asked to do for a merchant beside charges and refunds.
enum class ErrandKind {
    register_card,
    ask_for_account,
    publish_account,
    delete_key,
    ship,
    publish_cash_receipt,
    cancel_cash_receipt,
    publish_lone_cash_receipt,
    cancel_lone_cash_receipt,
};
inline constexpr Names errand_kind_names{std::to_array<std::pair<ErrandKind, std::string_view>>({
    {ErrandKind::register_card, "register_card"},
    {ErrandKind::ask_for_account, "ask_for_account"},
    {ErrandKind::publish_account, "publish_account"},
    {ErrandKind::delete_key, "delete_key"},
    {ErrandKind::ship, "ship"},
    {ErrandKind::publish_cash_receipt, "publish_cash_receipt"},
    {ErrandKind::cancel_cash_receipt, "cancel_cash_receipt"},
    {ErrandKind::publish_lone_cash_receipt, "publish_lone_cash_receipt"},
    {ErrandKind::cancel_lone_cash_receipt, "cancel_lone_cash_receipt"},
})};

enum class ErrandState {
    sending,  ///< the intent is committed, the answer is not
    doubt,    ///< sent, outcome unknown
    done,
    refused,
    dropped,  ///< never sent
    absent,   ///< looked up, or said by a person: it was not carried out
};
inline constexpr Names errand_state_names{std::to_array<std::pair<ErrandState, std::string_view>>({
    {ErrandState::sending, "sending"},
    {ErrandState::doubt, "doubt"},
    {ErrandState::done, "done"},
    {ErrandState::refused, "refused"},
    {ErrandState::dropped, "dropped"},
    {ErrandState::absent, "absent"},
})};

/// A write at the gateway that takes and gives back no charge's money. Written down before it is
/// sent, sent once, and looked up when its answer was lost.
struct Errand {
    std::string id;  ///< ours
    ErrandKind kind;
    std::string subject;   ///< what it is about: a receipt, an order id, a key of ours, ...
    std::string customer;  ///< whose key it makes; empty when it makes none
    ErrandState state = ErrandState::sending;
    std::string told;  ///< what came of it, JSON; empty until it is known
    std::string code;  ///< the gateway's last word; empty when it had none
    Instant created_at;
    std::optional<Instant> closed_at;
    std::optional<Instant> next_look_at;  ///< of a doubt; empty when only a person can settle it
    int looks = 0;
    std::int64_t version = 0;
};

/// Nothing that the gateway can be asked proves what became of it.
[[nodiscard]] constexpr bool only_a_person_settles(ErrandKind kind) {
    return kind == ErrandKind::register_card || kind == ErrandKind::ask_for_account;
}
/// A billing key comes of it.
[[nodiscard]] constexpr bool makes_a_key(ErrandKind kind) {
    return kind == ErrandKind::register_card || kind == ErrandKind::publish_account;
}

}  // namespace maedal::billing
