#include "starts.hpp"

#include <filesystem>
#include <vector>

namespace maedal::integration {

long EveryCallOfAStart::calls_of_a_start() {
    ground_.forget();
    ground_.arm();
    EXPECT_TRUE(pair_.start_daemon(ground_.under({})));
    ground_.disarm();
    return static_cast<long>(ground_.calls().size());
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
