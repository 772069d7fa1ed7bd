#include "sqlite/ledger_file.hpp"

#include "sqlite/migrations.hpp"
#include "sqlite/reads.hpp"
#include "unit/sqlite/disk_ledger.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace maedal::sqlite {
namespace {

using LedgerFile = DiskLedger;
namespace fs = std::filesystem;

int mode_of(const std::string& path) {
    struct stat found {};
    EXPECT_EQ(::stat(path.c_str(), &found), 0) << path;
    return static_cast<int>(found.st_mode & 07777U);
}

TEST_F(LedgerFile, IsMadeForItsOwnerAlone) {
    const auto ledger = open();
    const sample::Book book{*ledger};
    EXPECT_EQ(mode_of(path()), 0600);
    EXPECT_EQ(mode_of(path() + "-wal"), 0600);
    EXPECT_EQ(mode_of(path() + "-shm"), 0600);
}

TEST_F(LedgerFile, OpensAgainWithWhatWasCommitted) {
    make();
    const auto ledger = open();
    EXPECT_TRUE(ledger->subscription(billing::SubscriptionId{"sub_1"}));
    EXPECT_FALSE(ledger->verify_chain());
    SQLite::Database raw{path()};
    EXPECT_EQ(raw.execAndGet("PRAGMA user_version").getInt(), static_cast<int>(migrations.size()));
    EXPECT_EQ(raw.execAndGet("PRAGMA application_id").getInt(), application_id);
    EXPECT_EQ(raw.execAndGet("PRAGMA journal_mode").getString(), "wal");
}

TEST_F(LedgerFile, FillsAnEmptyFileThatACrashLeft) {
    std::ofstream{path()}.close();
    fs::permissions(path(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(refusal(), "");
}

TEST_F(LedgerFile, DrawsAnInstallationOnceAndKeepsIt) {
    const std::string first = open()->installation();
    EXPECT_EQ(first.size(), 7U);
    EXPECT_EQ(open()->installation(), first);
    auto named = options();
    named.installation = "m1";
    const auto text = refusal(named);
    EXPECT_TRUE(contains(text, first) && contains(text, "\"m1\"")) << text;
    EXPECT_THROW((void)SqliteLedger::open(named), ports::LedgerOfOthers);

    named.path = directory.file("other.db");
    EXPECT_EQ(SqliteLedger::open(named)->installation(), "m1");
    EXPECT_EQ(SqliteLedger::open(named)->installation(), "m1");
}

TEST_F(LedgerFile, IsRefusedWhenOthersCanReadIt) {
    make();
    ASSERT_EQ(::chmod(path().c_str(), 0644), 0);
    const auto text = refusal();
    EXPECT_TRUE(contains(text, path())) << text;
    EXPECT_TRUE(contains(text, "0644")) << text;
    EXPECT_TRUE(contains(text, "chmod 0600 " + path())) << text;
    EXPECT_THROW((void)SqliteReads::open(path()), ports::LedgerFailure);
}

TEST_F(LedgerFile, IsRefusedWhenItsLogCanBeReadByOthers) {
    const auto writer = open();  // keeps the log there
    ASSERT_EQ(::chmod((path() + "-wal").c_str(), 0644), 0);
    const auto text = refusal();
    EXPECT_TRUE(contains(text, path() + "-wal")) << text;
}

TEST_F(LedgerFile, IsRefusedWhenItIsALinkOrHasASecondName) {
    make();
    auto linked = options();
    linked.path = directory.file("link.db");
    fs::create_symlink(path(), linked.path);
    EXPECT_TRUE(contains(refusal(linked), "not a plain file")) << refusal(linked);
    fs::remove(linked.path);
    fs::create_hard_link(path(), linked.path);
    EXPECT_TRUE(contains(refusal(linked), "more than one name")) << refusal(linked);
}

TEST_F(LedgerFile, NamesTheDirectoryThatIsMissing) {
    auto lost = options();
    lost.path = directory.file("nowhere/ledger.db");
    EXPECT_TRUE(contains(refusal(lost), "install -d -m 0700 " + directory.file("nowhere")))
        << refusal(lost);
    EXPECT_THROW((void)SqliteReads::open(lost.path), ports::LedgerFailure);
}

TEST_F(LedgerFile, IsRefusedWhenANewerMaedalMadeIt) {
    make();
    change(fmt::format("PRAGMA user_version = {}", migrations.size() + 1));
    EXPECT_TRUE(contains(refusal(), "made by a newer maedal")) << refusal();
    EXPECT_THROW((void)SqliteReads::open(path()), ports::LedgerFailure);
}

TEST_F(LedgerFile, IsRefusedWhenItIsAnotherProgramsAndLeftAsItIs) {
    make();
    change("PRAGMA application_id = 42");
    EXPECT_TRUE(contains(refusal(), "another program's file")) << refusal();

    auto foreign = options();
    foreign.path = directory.file("foreign.db");
    {
        SQLite::Database raw{foreign.path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
        raw.exec("CREATE TABLE notes (text)");
    }
    ASSERT_EQ(::chmod(foreign.path.c_str(), 0600), 0);
    const auto before = bytes_of(foreign.path);
    EXPECT_TRUE(contains(refusal(foreign), "another program's file")) << refusal(foreign);
    EXPECT_THROW((void)SqliteLedger::open(foreign), ports::LedgerOfOthers);
    EXPECT_EQ(bytes_of(foreign.path), before);
}

TEST_F(LedgerFile, IsRefusedWhenItIsNoDatabase) {
    std::ofstream{path()} << std::string(4096, 'x');
    ASSERT_EQ(::chmod(path().c_str(), 0600), 0);
    EXPECT_TRUE(contains(refusal(), "restore the last backup")) << refusal();
}

TEST_F(LedgerFile, IsRefusedWhenAPageIsDamaged) {
    make();
    change("PRAGMA wal_checkpoint(TRUNCATE)");
    std::int64_t page = 0;
    {
        SQLite::Database raw{path()};
        page =
            raw.execAndGet("SELECT rootpage FROM sqlite_schema WHERE name = 'journal'").getInt64();
    }
    std::fstream file{path(), std::ios::in | std::ios::out | std::ios::binary};
    file.seekp((page - 1) * 4096);
    file << std::string(64, '\xff');
    file.close();
    EXPECT_TRUE(contains(refusal(), "restore the last backup")) << refusal();
}

TEST_F(LedgerFile, IsRefusedWithAnotherKey) {
    make();
    auto other = options();
    other.key_hex = Secret{std::string(64, 'b')};
    EXPECT_TRUE(contains(refusal(other), "key")) << refusal(other);
    EXPECT_TRUE(contains(refusal(other), path())) << refusal(other);
    EXPECT_THROW((void)SqliteLedger::open(other), ports::LedgerOfOthers);
    for (const auto* wrong : {"", "abc", "zz"}) {
        other.key_hex = Secret{wrong};
        EXPECT_TRUE(contains(refusal(other), "64 hex digits")) << refusal(other);
    }
    EXPECT_THROW((void)SqliteLedger::open(other), ports::LedgerOfOthers);
    other.key_hex = Secret{std::string(63, 'a') + "g"};
    EXPECT_TRUE(contains(refusal(other), "64 hex digits")) << refusal(other);
    EXPECT_EQ(refusal(), "");
}

TEST_F(LedgerFile, HoldsNoBillingKeyInPlainText) {
    const std::string secret{sample::key_secret().reveal()};
    const std::string key_hex(64, 'a');
    const auto ledger = open();
    const sample::Book book{*ledger};
    for (const auto& name : {path(), path() + "-wal", path() + "-shm"}) {
        const auto bytes = bytes_of(name);
        ASSERT_FALSE(bytes.empty()) << name;
        EXPECT_FALSE(contains(bytes, secret)) << name;
        EXPECT_FALSE(contains(bytes, secret.substr(0, 12))) << name;
        EXPECT_FALSE(contains(bytes, key_hex)) << name;
    }
    EXPECT_TRUE(contains(bytes_of(path() + "-wal"), "sub_1")) << "the search finds what is there";
}

TEST_F(LedgerFile, IsReadWhileNoWriterIsThere) {
    make();
    const auto reads = SqliteReads::open(path());
    EXPECT_TRUE(reads->subscription(billing::SubscriptionId{"sub_1"}));
    EXPECT_FALSE(reads->verify_chain());
    EXPECT_EQ(reads->totals().journal_entries, 3);
}

}  // namespace
}  // namespace maedal::sqlite
