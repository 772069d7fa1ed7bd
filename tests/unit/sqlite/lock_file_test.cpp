#include "sqlite/lock_file.hpp"

#include "unit/sqlite/disk_ledger.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace maedal::sqlite {
namespace {

const Instant start{Seconds{1'780'000'000}};

TEST(LockFile, IsHeldByOneAndNamesIt) {
    const Directory directory;
    const auto path = directory.file("ledger.db");
    const auto first = LockFile::take(path, start);
    ASSERT_TRUE(first);
    const auto second = LockFile::take(path, start + Seconds{5});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::conflict);
    EXPECT_EQ(second.error().reason, "ledger_locked");
    const auto holder = fmt::format("pid {} since {}", ::getpid(), rfc3339(start));
    EXPECT_TRUE(contains(second.error().detail, holder)) << second.error().detail;
    EXPECT_TRUE(contains(second.error().detail, path)) << second.error().detail;
}

TEST(LockFile, IsFreeWhenItsHolderIsGone) {
    const Directory directory;
    const auto path = directory.file("ledger.db");
    {
        auto first = LockFile::take(path, start);
        ASSERT_TRUE(first);
        const LockFile moved = std::move(*first);
        EXPECT_FALSE(LockFile::take(path, start)) << "moving it does not let go";
    }
    EXPECT_TRUE(LockFile::take(path, start));
}

TEST(LockFile, DoesNotTouchTheLedger) {
    const Directory directory;
    const auto path = directory.file("ledger.db");
    ASSERT_TRUE(LockFile::take(path, start));
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(LockFile, CanBeLookedAtWithoutBeingTaken) {
    const Directory directory;
    const auto path = directory.file("ledger.db");
    EXPECT_FALSE(LockFile::held(path));
    EXPECT_FALSE(std::filesystem::exists(path + ".lock"));
    {
        const auto holder = LockFile::take(path, start);
        ASSERT_TRUE(holder);
        EXPECT_TRUE(LockFile::held(path));
    }
    EXPECT_FALSE(LockFile::held(path));
}

TEST(LockFile, SaysWhereItCannotBeMade) {
    const Directory directory;
    const auto lost = LockFile::take(directory.file("nowhere/ledger.db"), start);
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, Errc::unavailable);
    EXPECT_TRUE(contains(lost.error().detail, "nowhere/ledger.db.lock")) << lost.error().detail;
}

}  // namespace
}  // namespace maedal::sqlite
