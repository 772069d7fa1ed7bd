#pragma once
#include "sqlite/cell.hpp"

#include <memory>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace maedal::sqlite {

/// A statement that is prepared once and run many times: the hottest thing in the house, so it
/// speaks to SQLite itself. Everything that can fail throws SQLite::Exception.
class KeptStatement {
public:
    /// `sql` is one statement.
    KeptStatement(sqlite3* database, const char* sql);

    /// How many parameters it has.
    [[nodiscard]] int parameters() const noexcept { return parameters_; }
    /// Where a parameter stands, from 1; 0: it has none of this name. Quick for whoever asks in the
    /// same order in each run.
    [[nodiscard]] int place_of(const char* name);
    void bind(int place, const Cell& cell);

    /// The next row, if there is one.
    [[nodiscard]] bool step();
    /// Runs it to its end; gives the number of rows that it changed.
    int run();
    /// Ready for the next run. What the step before met was told then.
    void reset() noexcept;

    /// For reading columns. Stays ours.
    [[nodiscard]] sqlite3_stmt* handle() const noexcept { return handle_.get(); }

    bool in_use = false;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    struct Place {
        const char* name;
        int place;
    };
    [[noreturn]] void fail(int code) const;

    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
    int parameters_ = 0;
    std::vector<Place> places_;  ///< in the order in which they were first asked for
    std::size_t next_ = 0;
};

}  // namespace maedal::sqlite
