#pragma once
#include <string_view>

/// One line to standard error, which systemd's journal keeps. Never a body, never a secret.
namespace maedal::log {

enum class Level { debug, info, warning, error };

/// What is less than `least` is not written. Safe to call at any time.
void set_level(Level least);
/// With `true` each line begins with journald's <priority> in place of a time.
void use_journal_prefix(bool journal);

void debug(std::string_view line);
void info(std::string_view line);
void warning(std::string_view line);  ///< someone should know, nobody has to act now
void error(std::string_view line);    ///< a person has to act

}  // namespace maedal::log
