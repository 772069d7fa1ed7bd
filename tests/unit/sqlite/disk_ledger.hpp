#pragma once
#include "conformance/sample_book.hpp"
#include "sqlite/ledger.hpp"

#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

namespace maedal::sqlite {

/// A directory of its own that goes with the test; in memory where it can, where a sync costs
/// nothing.
class Directory {
public:
    Directory() {
        const std::filesystem::path memory{"/dev/shm"};
        const auto parent =
            std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
        std::string pattern = (parent / "sqlite-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~Directory() { std::filesystem::remove_all(path_); }
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;
    [[nodiscard]] std::string file(const std::string& name) const {
        return (path_ / name).string();
    }

private:
    std::filesystem::path path_;
};

/// A place for a ledger, and ways round the ledger to its file.
class DiskLedger : public testing::Test {
protected:
    [[nodiscard]] std::string path() const { return directory.file("ledger.db"); }
    [[nodiscard]] LedgerOptions options() const {
        return {
            .path = path(), .key_hex = Secret{std::string(64, 'a')}, .installation = "", .vfs = ""};
    }
    [[nodiscard]] std::unique_ptr<SqliteLedger> open() const {
        return SqliteLedger::open(options());
    }

    /// Makes a ledger with a book in it, and closes it.
    void make() const {
        const auto ledger = open();
        const sample::Book book{*ledger};
    }
    /// Changes the file as anyone with sqlite3 could.
    void change(const std::string& sql) const {
        SQLite::Database raw{path(), SQLite::OPEN_READWRITE};
        raw.exec(sql);
    }
    /// What opening it throws; empty when it opens.
    [[nodiscard]] std::string refusal(const LedgerOptions& asked) const {
        try {
            (void)SqliteLedger::open(asked);
            return {};
        } catch (const ports::LedgerFailure& failure) {
            return failure.what();
        }
    }
    [[nodiscard]] std::string refusal() const { return refusal(options()); }

    Directory directory;
};

[[nodiscard]] inline bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

[[nodiscard]] inline std::string bytes_of(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

}  // namespace maedal::sqlite
