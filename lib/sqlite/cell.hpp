#pragma once
#include "base/instant.hpp"
#include "base/strong_id.hpp"
#include "billing/ids.hpp"
#include "billing/money.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace maedal::sqlite {

/// One value of a row on its way into a statement or a journal image. Texts are only looked at:
/// they live as long as the row.
struct Cell {
    enum class Kind { null, integer, text, blob };

    Cell(int value) : kind{Kind::integer}, integer{value} {}
    Cell(bool value) : kind{Kind::integer}, integer{value ? 1 : 0} {}
    Cell(std::int64_t value) : kind{Kind::integer}, integer{value} {}
    Cell(Instant value) : kind{Kind::integer}, integer{value.time_since_epoch().count()} {}
    Cell(Seconds value) : kind{Kind::integer}, integer{value.count()} {}
    Cell(billing::Won value) : kind{Kind::integer}, integer{value.count()} {}
    Cell(const char* value) : kind{Kind::text}, text{value} {}
    Cell(std::string_view value) : kind{Kind::text}, text{value} {}
    Cell(const std::string& value) : kind{Kind::text}, text{value} {}
    template <class Tag>
    Cell(const StrongId<Tag>& id) : kind{Kind::text}, text{id.text()} {}
    template <class Tag>
    Cell(billing::NumberId<Tag> id) : kind{Kind::integer}, integer{id.value} {}
    template <class T>
    Cell(const std::optional<T>& value) : Cell{value ? Cell{*value} : Cell{}} {}

    [[nodiscard]] static Cell blob(std::string_view bytes) {
        Cell cell{bytes};
        cell.kind = Kind::blob;
        return cell;
    }

    Kind kind = Kind::null;
    std::int64_t integer = 0;
    std::string_view text;

private:
    Cell() = default;
};

}  // namespace maedal::sqlite
