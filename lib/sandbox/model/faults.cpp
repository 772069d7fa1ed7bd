#include "sandbox/model/faults.hpp"

#include <utility>

namespace maedal::sandbox {
namespace {

constexpr std::pair<std::string_view, Call> calls[]{
    {"reserve", Call::reserve},
    {"revoke", Call::revoke},
    {"cancel", Call::cancel},
    {"pay", Call::pay},
    {"lookup", Call::lookup},
    {"token", Call::token},
    {"key", Call::key},
    {"issue", Call::issue},
    {"confirm", Call::confirm},
    {"identity", Call::identity},
    {"shipping", Call::shipping},
    {"cash", Call::cash},
    {"link", Call::link},
    {"hosted", Call::hosted},
};
constexpr std::pair<std::string_view, FaultKind> kinds[]{
    {"lose_request", FaultKind::lose_request},
    {"lose_answer", FaultKind::lose_answer},
    {"status_500_before", FaultKind::status_500_before},
    {"status_500_after", FaultKind::status_500_after},
    {"hang", FaultKind::hang},
    {"html", FaultKind::html},
    {"cut_body", FaultKind::cut_body},
    {"status_429", FaultKind::status_429},
};

template <class Table>
auto named(const Table& table, std::string_view text) -> std::optional<decltype(table[0].second)> {
    for (const auto& [name, value] : table)
        if (name == text) return value;
    return std::nullopt;
}

template <class Table, class Value>
std::string_view name_in(const Table& table, Value wanted) {
    for (const auto& [name, value] : table)
        if (value == wanted) return name;
    return {};
}

}  // namespace

std::optional<Call> call_from_text(std::string_view text) {
    return named(calls, text);
}
std::string_view text_of(Call call) {
    return name_in(calls, call);
}
std::optional<FaultKind> fault_kind_from_text(std::string_view text) {
    return named(kinds, text);
}
std::string_view text_of(FaultKind kind) {
    return name_in(kinds, kind);
}

bool carried_out(FaultKind kind) {
    return kind != FaultKind::lose_request && kind != FaultKind::status_500_before &&
           kind != FaultKind::status_429;
}

bool Faults::add(const Fault& fault) {
    if (standing_.size() >= faults_max) return false;
    standing_.push_back(fault);
    return true;
}

std::optional<FaultKind> Faults::draw(Call call) {
    for (auto fault = standing_.begin(); fault != standing_.end(); ++fault) {
        if (fault->on && *fault->on != call) continue;
        if (!dice_.hits(fault->percent)) continue;
        const FaultKind kind = fault->kind;
        if (fault->times > 0 && --fault->times == 0) standing_.erase(fault);
        return kind;
    }
    return std::nullopt;
}

}  // namespace maedal::sandbox
