#include "admin/local_times.hpp"

namespace maedal::admin {

std::string LocalTimes::clause(std::string_view clause) const {
    constexpr std::string_view example = "2026-11-30T15:00:00Z";
    std::string told;
    while (!clause.empty()) {
        const auto end = clause.find('Z');
        if (end == std::string_view::npos) break;
        auto plain = clause.substr(0, end + 1);
        if (plain.size() >= example.size()) {
            const auto from = plain.size() - example.size();
            if (const auto at = instant_from_rfc3339(plain.substr(from))) {
                told += plain.substr(0, from);
                told += text(*at);
                plain = {};
            }
        }
        told += plain;
        clause.remove_prefix(end + 1);
    }
    return told.append(clause);
}

}  // namespace maedal::admin
