#pragma once
#include "maedalctl/screen.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace maedal::ctl {

/// One column of a table: what it says about a row of the API.
struct Column {
    const char* head;
    std::function<std::string(const nlohmann::json&)> cell;
    bool right = false;  ///< numbers stand on the right
    bool state = false;  ///< coloured by what the word means
};

[[nodiscard]] Column text(const char* head, const char* field);
[[nodiscard]] Column state(const char* head, const char* field);
[[nodiscard]] Column number(const char* head, const char* field);
[[nodiscard]] Column amount(const char* head, const char* field);
[[nodiscard]] Column minute(const char* head, const char* field);

/// Rows in columns that are as wide as they have to be on a terminal.
void print_table(
    const Screen& screen, const std::vector<Column>& columns, const nlohmann::json& rows
);

/// Labels and values, one a line; empty values are left out.
void print_sheet(
    const Screen& screen, const std::vector<std::pair<std::string, std::string>>& lines
);

}  // namespace maedal::ctl
