#include "billing/attempt.hpp"

#include "base/contract.hpp"
#include "base/digest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace maedal::billing {
namespace {

using enum AttemptState;

constexpr AttemptEdge edges[]{
    {planned, sending},      {planned, dropped},   {sending, reserved},     {sending, open},
    {sending, paid},         {sending, declined},  {sending, refused},      {sending, dropped},
    {sending, doubt},        {doubt, reserved},    {doubt, open},           {doubt, paid},
    {doubt, declined},       {doubt, absent},      {doubt, quarantined},    {quarantined, reserved},
    {quarantined, open},     {quarantined, paid},  {quarantined, declined}, {quarantined, absent},
    {reserved, paid},        {reserved, declined}, {reserved, revoking},    {reserved, revoked},
    {reserved, quarantined}, {open, paid},         {open, lapsed},          {open, quarantined},
    {revoking, revoked},     {revoking, paid},     {revoking, declined},    {revoking, quarantined},
};

constexpr AttemptState live_states[]{
    planned, sending, doubt, quarantined, reserved, open, revoking};
constexpr AttemptState slot_states[]{sending, doubt, quarantined, reserved, revoking};

constexpr std::size_t hash_digits = 16;

/// Card companies allow order ids of some 40 characters, and not every character.
std::string short_name(const SubscriptionId& id) {
    constexpr std::size_t length_max = 20;
    const auto& text = id.text();
    const bool plain = std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    });
    const bool like_a_hash = text.size() == hash_digits + 1 && text.front() == 'x';
    if (plain && text.size() <= length_max && !like_a_hash) return text;
    return "x" + digest_of({text}).substr(0, hash_digits);
}

}  // namespace

std::span<const AttemptEdge> attempt_edges() {
    return edges;
}

bool legal(AttemptState from, AttemptState to) {
    return std::ranges::any_of(edges, [&](const AttemptEdge& edge) {
        return edge.from == from && edge.to == to;
    });
}

bool live(AttemptState state) {
    return std::ranges::find(live_states, state) != std::end(live_states);
}

bool in_doubt(AttemptState state) {
    return state == AttemptState::doubt || state == AttemptState::quarantined;
}

bool holds_slot(AttemptState state) {
    return std::ranges::find(slot_states, state) != std::end(slot_states);
}

OrderId order_id(
    std::string_view installation,
    const SubscriptionId& subscription,
    std::int64_t period,
    int attempt
) {
    MAEDAL_EXPECTS(!installation.empty() && period >= 0 && attempt > 0);
    return OrderId{
        fmt::format("{}-{}-p{}-a{}", installation, short_name(subscription), period, attempt)};
}

}  // namespace maedal::billing
