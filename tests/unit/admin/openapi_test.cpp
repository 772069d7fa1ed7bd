#include "admin/endpoints.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>

namespace maedal::admin {
namespace {

/// "GET /v1/plans viewer": the paths, methods and roles of the schema, told apart by their depth.
std::set<std::string> written_down() {
    std::ifstream file{MAEDAL_SOURCE_DIR "/schema/admin-api.yaml"};
    std::set<std::string> written;
    std::string path, method, line;
    bool inside = false;
    while (std::getline(file, line)) {
        if (line.find_first_not_of(' ') == 0) inside = line == "paths:";
        if (!inside) continue;
        const auto word = line.substr(std::min(line.find_first_not_of(' '), line.size()));
        if (line.starts_with("  /")) path = word.substr(0, word.size() - 1);
        if (line.starts_with("    ") && line[4] != ' ') {
            method = word.substr(0, word.size() - 1);
            std::transform(method.begin(), method.end(), method.begin(), [](char c) {
                return static_cast<char>(c - 'a' + 'A');
            });
        }
        if (word.starts_with("x-role: "))
            written.insert(method + " " + path + " " + word.substr(8));
    }
    return written;
}

TEST(AdminApiSchema, ListsExactlyTheEndpointsWithTheirRoles) {
    std::set<std::string> built;
    for (const auto& endpoint : endpoints()) {
        std::string line{endpoint.method};
        line.append(" ").append(endpoint.pattern).append(" ").append(role_name(endpoint.least));
        EXPECT_TRUE(built.insert(line).second) << line << " stands in the table twice";
    }
    EXPECT_EQ(written_down(), built);
}

}  // namespace
}  // namespace maedal::admin
