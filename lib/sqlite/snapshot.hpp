#pragma once
#include "sqlite/connection.hpp"

namespace maedal::sqlite {

/// Lets several statements see one state of the book while others write. Inside a transaction,
/// which sees one state anyhow, it does nothing.
class Snapshot {
public:
    explicit Snapshot(Connection& connection)
        : connection_{connection}, ours_{!connection.in_transaction()} {
        if (ours_) connection_.run("BEGIN");
    }
    ~Snapshot() {
        if (ours_) connection_.end_snapshot();
    }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    Connection& connection_;
    bool ours_;
};

}  // namespace maedal::sqlite
