#include "net/router.hpp"

#include "base/contract.hpp"
#include "net/form_text.hpp"
#include "net/utf8.hpp"

#include <algorithm>
#include <optional>

namespace maedal::net {
namespace {

std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> segments;
    path.remove_prefix(path.empty() ? 0 : 1);
    for (;;) {
        const auto slash = path.find('/');
        segments.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return segments;
        path.remove_prefix(slash + 1);
    }
}

/// The segments of a request's path, decoded one by one, so that "%2F" divides nothing.
std::optional<std::vector<std::string>> decoded_segments(std::string_view path) {
    std::vector<std::string> decoded;
    for (const auto segment : split(path)) {
        auto text = percent_decode(segment);
        if (!text || text->find('\0') != std::string::npos || !valid_utf8(*text))
            return std::nullopt;
        decoded.push_back(*std::move(text));
    }
    return decoded;
}

bool is_parameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
    const auto fits = [](const std::string& wanted, const std::string& given) {
        return is_parameter(wanted) ? !given.empty() : wanted == given;
    };
    return std::equal(pattern.begin(), pattern.end(), path.begin(), path.end(), fits);
}

/// Of two patterns that match one path: whether `a` says a word where `b` takes anything.
bool more_exact(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    const auto words_first = [](const std::string& x, const std::string& y) {
        return !is_parameter(x) && is_parameter(y);
    };
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), words_first);
}

PathParameters parameters_of(
    const std::vector<std::string>& pattern, const std::vector<std::string>& path
) {
    PathParameters parameters;
    for (std::size_t i = 0; i < pattern.size(); ++i)
        if (is_parameter(pattern[i]))
            parameters.emplace(pattern[i].substr(1, pattern[i].size() - 2), path[i]);
    return parameters;
}

}  // namespace

void Router::add(std::string method, std::string pattern, RouteHandler handler) {
    MAEDAL_EXPECTS(!method.empty() && pattern.starts_with('/') && handler);
    std::vector<std::string> segments;
    for (const auto segment : split(pattern))
        segments.emplace_back(segment);
    for (const auto& known : routes_)
        MAEDAL_EXPECTS(known.method != method || known.segments != segments);
    routes_.push_back({std::move(method), std::move(segments), std::move(handler)});
}

Task<Response> Router::route(Request request) const {
    const auto path = decoded_segments(request.path());
    const Route* best = nullptr;
    std::string allowed;
    for (const auto& candidate : routes_) {
        if (!path || !matches(candidate.segments, *path)) continue;
        if (candidate.method != request.method) {
            if (allowed.find(candidate.method) == std::string::npos)
                allowed += (allowed.empty() ? "" : ", ") + candidate.method;
        } else if (best == nullptr || more_exact(candidate.segments, best->segments)) {
            best = &candidate;
        }
    }
    if (best == nullptr) {
        auto answer = miss_(request, allowed.empty() ? 404 : 405);
        if (!allowed.empty()) answer.headers.set("Allow", allowed);
        co_return answer;
    }
    auto parameters = parameters_of(best->segments, *path);
    auto handled = best->handler(std::move(request), std::move(parameters));
    co_return co_await std::move(handled);
}

}  // namespace maedal::net
