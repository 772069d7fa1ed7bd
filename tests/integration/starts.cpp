#include "starts.hpp"

#include <filesystem>
#include <vector>

namespace maedal::integration {

long EveryCallOfAStart::calls_of_a_start() {
    return static_cast<long>(listed_calls_of_a_start("").size());
}

std::vector<std::string> EveryCallOfAStart::listed_calls_of_a_start(const std::string& on) {
    Blow count;
    count.on = on;
    ground_.forget();
    ground_.arm();
    EXPECT_TRUE(pair_.start_daemon(ground_.under(count)));
    ground_.disarm();
    return ground_.calls();
}

bool EveryCallOfAStart::dies_at(long call, const std::string& does) {
    ground_.arm();
    auto& daemon = pair_.launch_daemon(ground_.under({does, call}));
    eventually([&] { return !daemon.running() || pair_.ready(); });
    ground_.disarm();
    if (daemon.running()) {
        daemon.kill();
        return false;
    }
    EXPECT_EQ(daemon.ending(), killed_) << pair_.log();
    return true;
}

bool EveryCallOfAStart::gives_way_at(const Blow& blow) {
    constexpr Ending ground_gave_way{1, 0}, cannot_listen{69, 0};
    ground_.arm();
    auto& daemon = pair_.launch_daemon(ground_.under(blow));
    EXPECT_TRUE(eventually([&] { return !daemon.running() || pair_.ready(); })) << pair_.log();
    ground_.disarm();
    if (daemon.running()) {
        daemon.kill();
        return false;
    }
    // A door that cannot be put into its place is no fault of the ledger's disk.
    const auto ending = daemon.ending();
    EXPECT_TRUE(ending == ground_gave_way || ending == cannot_listen)
        << "code " << ending->code << ", signal " << ending->signal << '\n'
        << pair_.log();
    return true;
}

void EveryCallOfAStart::fail_at_each(
    long times, const std::function<void()>& before, const std::function<void()>& after
) {
    before();
    const auto calls = listed_calls_of_a_start(calls_on_files);
    after();
    int gave_way = 0, struck = 0, points = 0;
    for (const long at : points_among(calls, decisive_)) {
        points += 1;
        for (const std::string fault : {"EIO", "ENOSPC"}) {
            // In turn is enough for the short form.
            if (!long_form() && (fault == "EIO") != (points % 2 == 0)) continue;
            SCOPED_TRACE(
                fault + " at call " + std::to_string(at) + ", " +
                calls.at(static_cast<std::size_t>(at - 1))
            );
            before();
            gave_way += gives_way_at({fault, at, times, calls_on_files}) ? 1 : 0;
            ASSERT_TRUE(pair_.start_daemon());
            after();
            struck += 1;
            if (HasFailure()) return;
        }
    }
    EXPECT_GE(struck, points);
    EXPECT_GE(gave_way, times == 0 ? struck / 2 : 1) << "of " << struck;
}

void EveryCallOfAStart::expect_it_sends() const {
    const auto held = [this] {
        return pair_.admin("GET", "/v1/status").body.at("sending_held").dump();
    };
    eventually([&] { return held().find("being checked") == std::string::npos; });
    EXPECT_EQ(held(), "null");
}

void EveryCallOfAStart::remove_ledger() const {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{pair_.folder().path()}) {
        const auto name = entry.path().filename().string();
        if (name.starts_with("ledger.") && name != "ledger.key") files.push_back(entry.path());
    }
    for (const auto& file : files)
        std::filesystem::remove_all(file);
}

}  // namespace maedal::integration
