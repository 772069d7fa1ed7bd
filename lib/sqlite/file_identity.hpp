#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace maedal::sqlite {

/// Which file this is, whatever it is called and whatever stands in it: its inode and, where the
/// file system tells one, the handle it would give to NFS, which no later file gets again. The same
/// over restarts and reboots; the device is left out because its number may change with a reboot.
/// Empty when there is no such file. Does not open the file.
[[nodiscard]] std::string file_identity(const std::string& path);

/// Whether two identities may be of one file. A handle counts only where both have one.
[[nodiscard]] bool may_be_one_file(std::string_view a, std::string_view b);

}  // namespace maedal::sqlite
