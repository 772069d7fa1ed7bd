#pragma once
#include "conformance/sample_book.hpp"
#include "sqlite/ledger.hpp"
#include "sqlite/reads.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

/// The ledgers that have to keep the contract. A second one adds its host to `LedgerHosts`.
namespace maedal {

/// A ledger on disk that can be closed and opened again, and read beside its writer.
class SqliteHost {
public:
    SqliteHost() {
        std::string pattern = (std::filesystem::temp_directory_path() / "ledger-XXXXXX").string();
        directory_ = ::mkdtemp(pattern.data());
    }
    ~SqliteHost() { std::filesystem::remove_all(directory_); }
    SqliteHost(const SqliteHost&) = delete;
    SqliteHost& operator=(const SqliteHost&) = delete;

    [[nodiscard]] std::unique_ptr<ports::Ledger> open() const {
        return sqlite::SqliteLedger::open(
            {.path = path(),
             .key_hex = Secret{std::string(64, 'a')},
             .installation = "m1",
             .vfs = ""}
        );
    }
    [[nodiscard]] std::unique_ptr<ports::LedgerReads> reads() const {
        return sqlite::SqliteReads::open(path());
    }

private:
    [[nodiscard]] std::string path() const { return (directory_ / "ledger.db").string(); }
    std::filesystem::path directory_;
};

using LedgerHosts = testing::Types<SqliteHost>;

/// A fresh ledger with a key, a plan and a subscription in it.
template <class Host>
class LedgerTest : public testing::Test {
protected:
    LedgerTest() : ledger{host.open()}, book{*ledger} {}

    /// Closes the ledger and opens it again: what was committed is there. The book's is gone.
    void reopen() {
        ledger.reset();
        ledger = host.open();
    }
    /// Whether the ledger accepts `work`, all of which is then rolled back.
    template <class Work>
    bool accepts(Work work) {
        ledger->begin();
        bool accepted = true;
        try {
            work();
        } catch (const ports::LedgerRefusal&) {
            accepted = false;
        }
        ledger->roll_back();
        return accepted;
    }

    Host host;
    std::unique_ptr<ports::Ledger> ledger;
    sample::Book book;
};

}  // namespace maedal
