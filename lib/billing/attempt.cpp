#include "billing/attempt.hpp"

#include "base/contract.hpp"

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

bool holds_slot(AttemptState state) {
    return std::ranges::find(slot_states, state) != std::end(slot_states);
}

OrderId order_id(std::string_view installation, ChargeNumber charge, int attempt) {
    MAEDAL_EXPECTS(!installation.empty() && charge.value > 0 && attempt > 0);
    return OrderId{fmt::format("{}-c{:08}-a{}", installation, charge.value, attempt)};
}

}  // namespace maedal::billing
