#include "engine/probe_record.hpp"

#include <set>

namespace maedal::engine {
namespace {

/// One JSON string; our own words and the gateway's codes hold nothing that has to be escaped but
/// quotes and backslashes.
std::string quoted(const std::string& text) {
    std::string json{'"'};
    for (const char c : text) {
        if (c == '"' || c == '\\') json += '\\';
        json += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return json + '"';
}

/// What json_lines wrote.
std::vector<std::string> lines_of(std::string_view json) {
    std::vector<std::string> lines;
    bool inside = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        if (json[i] == '"') {
            inside = !inside;
            if (inside) lines.emplace_back();
            continue;
        }
        if (!inside) continue;
        if (json[i] == '\\' && i + 1 < json.size()) i += 1;
        lines.back() += json[i];
    }
    return lines;
}

/// "ORDER_ID TIME" or "ORDER_ID TIME RESERVE_ID": the gateway's id stands last, whatever it holds.
std::optional<ProbeTrace> read_trace(const std::string& line) {
    const auto first = line.find(' ');
    if (first == 0 || first == std::string::npos) return std::nullopt;
    const auto second = line.find(' ', first + 1);
    const auto at = instant_from_rfc3339(line.substr(first + 1, second - first - 1));
    if (!at) return std::nullopt;
    ProbeTrace trace{billing::OrderId{line.substr(0, first)}, *at, std::nullopt};
    if (second != std::string::npos && second + 1 < line.size())
        trace.reserve_id = billing::ReserveId{line.substr(second + 1)};
    return trace;
}

}  // namespace

std::string json_lines(const std::vector<std::string>& lines) {
    std::string json{'['};
    for (const auto& line : lines)
        json += (json.size() > 1 ? "," : "") + quoted(line);
    return json + "]";
}

std::string written(const std::vector<ProbeTrace>& traces) {
    std::vector<std::string> lines;
    for (const auto& trace : traces) {
        auto& line = lines.emplace_back(trace.order_id.text() + " " + rfc3339(trace.at));
        if (trace.reserve_id) line += " " + trace.reserve_id->text();
    }
    return json_lines(lines);
}

std::vector<ProbeTrace> read_traces(std::string_view evidence) {
    std::vector<ProbeTrace> traces;
    for (const auto& line : lines_of(evidence))
        if (auto trace = read_trace(line)) traces.push_back(std::move(*trace));
    return traces;
}

std::string where_to_look(const std::string& prefix, const std::vector<ProbeTrace>& traces) {
    std::set<std::string> others;
    for (const auto& trace : traces)
        if (!trace.order_id.text().starts_with(prefix + "-")) others.insert(trace.order_id.text());
    std::string clause = "order ids begin with " + prefix + "-";
    for (const auto& other : others)
        clause += ", and " + other;
    return clause;
}

}  // namespace maedal::engine
