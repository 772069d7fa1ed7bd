#include "base/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>

namespace maedal::log {
namespace {

std::atomic<bool> journal_prefix{false};

spdlog::logger& logger() {
    static const auto it = [] {
        auto made = std::make_shared<spdlog::logger>(
            "maedal", std::make_shared<spdlog::sinks::stderr_sink_mt>()
        );
        made->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
        made->flush_on(spdlog::level::trace);
        return made;
    }();
    return *it;
}

void write(spdlog::level::level_enum level, int priority, std::string_view line) {
    if (journal_prefix)
        logger().log(level, "<{}>{}", priority, line);
    else
        logger().log(level, "{}", line);
}

}  // namespace

void set_level(Level least) {
    switch (least) {
        case Level::debug:
            logger().set_level(spdlog::level::debug);
            break;
        case Level::info:
            logger().set_level(spdlog::level::info);
            break;
        case Level::warning:
            logger().set_level(spdlog::level::warn);
            break;
        case Level::error:
            logger().set_level(spdlog::level::err);
            break;
    }
}

void use_journal_prefix(bool journal) {
    journal_prefix = journal;
    logger().set_pattern(journal ? "%v" : "%Y-%m-%dT%H:%M:%S.%e%z %l %v");
}

void debug(std::string_view line) {
    write(spdlog::level::debug, 7, line);
}
void info(std::string_view line) {
    write(spdlog::level::info, 6, line);
}
void warning(std::string_view line) {
    write(spdlog::level::warn, 4, line);
}
void error(std::string_view line) {
    write(spdlog::level::err, 3, line);
}

}  // namespace maedal::log
