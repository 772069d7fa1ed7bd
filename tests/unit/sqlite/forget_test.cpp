#include "unit/sqlite/disk_ledger.hpp"

namespace maedal::sqlite {
namespace {

using Forgetting = DiskLedger;

TEST_F(Forgetting, TakesOutOldAnswersAndNoticesThatWaitForNothing) {
    const auto ledger = open();
    sample::in_transaction(*ledger, [&] {
        ledger->keep({"book-0", "digest", 200, "{}", sample::noon - Seconds{9}});
        for (int i = 0; i < 4; ++i) {
            const Instant at = sample::noon + Seconds{i};
            ledger->keep({"idem-" + std::to_string(i), "digest", 200, "{}", at});
            auto hint = sample::notice("digest-" + std::to_string(i));
            hint.received_at = at;
            if (i != 1) hint.next_look_at.reset();
            EXPECT_TRUE(ledger->add(hint));
        }
    });
    const auto forget = [&](int limit) {
        return sample::in_transaction(*ledger, [&] {
            return ledger->forget(sample::noon + Seconds{3}, limit);
        });
    };
    EXPECT_EQ(forget(1), 2);
    EXPECT_EQ(forget(10), 3) << "two answers, and one of two notices: the other still waits";
    EXPECT_EQ(forget(10), 0);
    EXPECT_FALSE(ledger->kept_answer("idem-2"));
    EXPECT_TRUE(ledger->kept_answer("idem-3"));
    EXPECT_TRUE(ledger->kept_answer("book-0")) << "a book may be loaded again after years";
    EXPECT_EQ(ledger->totals().notices, 2);
    EXPECT_EQ(ledger->totals().notices_waiting, 1);
    // A number that was given is not given again.
    auto next = sample::notice("digest-9");
    sample::in_transaction(*ledger, [&] { EXPECT_TRUE(ledger->add(next)); });
    EXPECT_EQ(next.number, 5);
}

}  // namespace
}  // namespace maedal::sqlite
