#pragma once
#include "sqlite/image_fields.hpp"
#include "sqlite/query.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maedal::sqlite {

/// Rows by their journal subject, as they stand in the file. Kept statements live as long as this,
/// so it is made once for a connection and goes before it.
class RawRows {
public:
    explicit RawRows(Connection& connection) : connection_{connection} {}

    /// Whether there is a table of this name.
    [[nodiscard]] bool knows(const std::string& table);
    /// The image of the row with the columns that `like` has, in its order; empty without a row.
    [[nodiscard]] std::optional<std::string> image(
        const std::string& table, std::string_view id, const ImageFields& like
    );
    /// Subjects of rows that the journal does not know, at most `limit`.
    [[nodiscard]] std::vector<std::string> unknown_to_journal(const std::string& table, int limit);
    [[nodiscard]] std::vector<std::string> tables();

private:
    /// The columns of the primary key, joined by dots as a subject has them; empty without a table.
    [[nodiscard]] const std::string& key_of(const std::string& table);
    /// One text for equal statements: connections keep statements by address.
    [[nodiscard]] static const char* kept_text(std::string sql);

    Connection& connection_;
    std::map<std::string, std::string, std::less<>> keys_;
};

}  // namespace maedal::sqlite
