#pragma once
#include "net/http.hpp"
#include "net/server.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace maedal::net {

/// The decoded segments that a pattern named: "/v1/charges/{number}" gives "number".
using PathParameters = std::map<std::string, std::string, std::less<>>;
using RouteHandler = std::function<Task<Response>(Request, PathParameters)>;

/// A table of endpoints. The answer to an unknown path (404) and to a known path with another
/// method (405, with Allow) are the owner's to shape.
class Router {
public:
    using Miss = std::function<Response(const Request&, int status)>;
    explicit Router(Miss miss) : miss_{std::move(miss)} {}

    void add(std::string method, std::string pattern, RouteHandler handler);
    [[nodiscard]] Task<Response> route(Request request) const;

private:
    struct Route {
        std::string method;
        std::vector<std::string> segments;
        RouteHandler handler;
    };
    std::vector<Route> routes_;
    Miss miss_;
};

}  // namespace maedal::net
