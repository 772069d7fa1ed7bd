#include "maedald/configuration.hpp"

#include "maedald/zones.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>

namespace maedal::daemon {

config::Loaded read_configuration(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    if (file) text << file.rdbuf();
    if (!file || file.bad()) {
        const std::string why = std::generic_category().message(errno == 0 ? EIO : errno);
        config::Loaded failed;
        failed.file_name = path;
        failed.faults.push_back({1, 1, "cannot be read: " + why});
        return failed;
    }
    return config::load(text.str(), path, Zones::exists);
}

std::string needs_restart(const config::Settings& old, const config::Settings& fresh) {
    // Plans are read anew; everything else is built once, when the daemon starts.
    config::Settings but_plans = fresh;
    but_plans.plans = old.plans;
    but_plans.dunning = old.dunning;
    if (but_plans == old) return {};
    return "something other than plans and dunning has changed: restart the daemon for it";
}

}  // namespace maedal::daemon
