#pragma once
#include "net/http.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace maedal::ctl {

using QueryPairs = std::vector<std::pair<std::string, std::string>>;  ///< empty values are left out

/// The daemon's admin API over its socket, one call at a time. Good on several threads.
/// Every call throws Failure when it does not succeed: unreachable, not_permitted, unknown_id, or
/// refused with the daemon's reason in one line.
class AdminDoor {
public:
    AdminDoor(std::string socket, std::string idempotency_key)
        : socket_{std::move(socket)}, idempotency_key_{std::move(idempotency_key)} {}

    /// The caller's name for one write of several, or empty when the caller gave none.
    [[nodiscard]] std::string key_for(const std::string& part) const {
        return idempotency_key_.empty() ? std::string{} : idempotency_key_ + "/" + part;
    }

    [[nodiscard]] nlohmann::json get(const std::string& path, const QueryPairs& query = {}) const;

    /// Up to `rows` rows of a list, page by page, as one page.
    [[nodiscard]] nlohmann::json list(const std::string& path, QueryPairs query, int rows) const;

    /// `idempotency_key` stands in for the one of the command line.
    nlohmann::json post(
        const std::string& path,
        const nlohmann::json& body,
        const std::string& idempotency_key = {},
        std::chrono::milliseconds deadline = std::chrono::seconds{60}
    ) const;

private:
    nlohmann::json call(net::Request request, std::chrono::milliseconds deadline) const;

    std::string socket_;
    std::string idempotency_key_;
};

/// A path with one id in it.
[[nodiscard]] std::string path_of(const std::string& collection, const std::string& id);

}  // namespace maedal::ctl
