#include "webhook/door.hpp"

#include "net/json_text.hpp"
#include "webhook/mark.hpp"
#include "webhook/notice_text.hpp"
#include "webhook/source.hpp"

namespace maedal::webhook {
namespace {

net::Response answered(int status, const nlohmann::json& body) {
    net::Response response;
    response.status = status;
    response.headers.set("Content-Type", "application/json");
    response.body = net::json_text(body);
    return response;
}

net::Response turned_away(int status, const Error& error) {
    nlohmann::json body{{"success", false}, {"code", error.reason}, {"detail", error.detail}};
    if (!error.field.empty()) body["field"] = error.field;
    return answered(status, body);
}

bool let_in(const net::Request& request, const DoorOptions& options) {
    if (options.allow.empty()) return true;
    const bool by_proxy = any_holds(options.trusted_proxies, request.peer);
    if (!by_proxy && request.peer.is_loopback()) return true;
    const auto source = source_of(request, options.trusted_proxies);
    return source && any_holds(options.allow, *source);
}

}  // namespace

Door::Door(engine::Desk& desk, DoorOptions options) : desk_{desk}, options_{std::move(options)} {
    if (options_.path.empty()) options_.path = "/";
}

Task<net::Response> Door::handle(net::Request request) {
    if (request.path() != options_.path)
        co_return turned_away(404, {Errc::not_found, "unknown_path", "nothing answers here", {}});
    if (request.method != "POST") {
        auto response =
            turned_away(405, {Errc::invalid, "method_not_allowed", "notices come by POST", {}});
        response.headers.set("Allow", "POST");
        co_return response;
    }
    if (!let_in(request, options_)) {
        co_return turned_away(
            403, {Errc::invalid, "source_not_allowed", "this address is not on the list", {}}
        );
    }

    if (options_.mark_key && !mark_fits(request, *options_.mark_key)) {
        co_return turned_away(
            403, {Errc::invalid, "wrong_mark", "this address belongs to another payment", {}}
        );
    }

    auto hint = hint_from(request);
    if (!hint)
        co_return turned_away(hint.error().reason == "content_type" ? 415 : 400, hint.error());

    auto storing = desk_.take_notice(*std::move(hint));
    const auto stored = co_await std::move(storing);
    if (!stored)
        co_return turned_away(stored.error().code == Errc::invalid ? 400 : 503, stored.error());
    co_return answered(200, {{"success", true}});
}

}  // namespace maedal::webhook
