#pragma once
#include <string>

namespace maedal::integration {

/// Listens as systemd does on $NOTIFY_SOCKET, and remembers all that it hears.
class NotifySocket {
public:
    explicit NotifySocket(const std::string& path);
    ~NotifySocket();
    NotifySocket(const NotifySocket&) = delete;
    NotifySocket& operator=(const NotifySocket&) = delete;

    /// Hears a message with this line within `patience`; messages before it are passed over.
    bool hears(const std::string& line);

private:
    int socket_;
};

}  // namespace maedal::integration
