#pragma once
#include "base/task.hpp"
#include "net/peer.hpp"
#include "net/server.hpp"

#include <memory>

namespace maedal::net {

/// What the sessions of one server have in common with it.
struct SessionRules {
    Handler handler;
    ServerLimits limits;
    bool stopping = false;  ///< finish the request under way, take no other
    bool closed = false;    ///< the server is gone: call the handler no more
};

/// One accepted connection, from its first byte to its last.
class Session {
public:
    virtual ~Session() = default;
    /// Answers requests until the peer, a bound or an error ends it.
    virtual Task<void> serve() = 0;
    /// Answers 503 without reading anything.
    virtual Task<void> turn_away() = 0;
    /// Whether no request is under way: nothing is lost when it is closed now.
    [[nodiscard]] virtual bool idle() const = 0;
    virtual void close() = 0;
};

std::shared_ptr<Session> make_session(
    StreamSocket socket, Peer peer, std::shared_ptr<const SessionRules> rules
);

}  // namespace maedal::net
