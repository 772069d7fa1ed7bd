#pragma once
#include "maedalctl/year_table.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace maedal::ctl {

/// The stories behind the signs of the table, a line each.
struct YearList {
    std::string title;
    std::vector<std::string> lines;
};

/// What the lists are told from, beside the table's own facts.
struct YearStories {
    nlohmann::json declined = nlohmann::json::array();  ///< of /v1/charges/{number}
    nlohmann::json refunds = nlohmann::json::array();   ///< of /v1/refunds
    std::map<std::string, std::size_t> revoked;         ///< reservations, by subscription
};

/// Declined and tried again; late for want of a slot; canceled and revoked; paid and given back.
/// Lists that have nothing to tell are left out.
[[nodiscard]] std::vector<YearList> year_lists(
    const YearFacts& facts, const YearTable& table, const YearStories& stories
);

}  // namespace maedal::ctl
