#include "engine/shop_dispatcher.hpp"

#include "base/contract.hpp"

namespace maedal::engine {
namespace {

const Error no_shop{Errc::unsent, "no_shop", "bootpay.commerce_url is not configured", ""};

ports::LinkRequest request_of(const MakeLink& write) {
    const auto ways = billing::send_by_from(write.link.send_by);
    MAEDAL_EXPECTS(ways);
    return {
        .order_id = write.link.order_id,
        .request_id = write.link.request_id,
        .name = write.link.name,
        .price = write.link.amount,
        .tax_free = write.link.tax_free,
        .send_by = *ways,
        .lives = write.link.lives,
        .expires_at = write.link.expires_at,
        .details = write.details};
}

Task<Event> wish(ports::Commerce& commerce, WishHosted write) {
    Result<Done> answer = no_shop;
    if (write.wish == billing::HostedWish::pause)
        answer = co_await commerce.pause(write.id, write.reason, write.at);
    else if (write.wish == billing::HostedWish::resume)
        answer = co_await commerce.resume(write.id, write.reason);
    else
        answer = co_await commerce.terminate(write.id, write.reason);
    co_return HostedAnswered{write.call, write.id, std::move(answer)};
}

Task<Event> make_link(ports::Commerce& commerce, MakeLink write) {
    auto request = request_of(write);
    auto answer = co_await commerce.make_link(std::move(request));
    co_return LinkAnswered{write.call, write.link.order_id, std::move(answer)};
}

Task<Event> send_again(ports::Commerce& commerce, SendLinkAgain write) {
    auto answer = co_await commerce.send_link_again(write.link_id, write.send_by);
    co_return LinkSent{write.call, write.order_id, std::move(answer)};
}

Task<Event> look_at_link(ports::Commerce* commerce, ports::Gateway& gateway, LookAtLink look) {
    LinkLookedUp found{look.order_id, {}};
    if (commerce != nullptr && look.link_id) {
        auto link = co_await commerce->link(*look.link_id);
        found.evidence.absent = !link && link.error().code == Errc::not_found;
        if (link) found.evidence.link = std::move(*link);
    } else if (commerce != nullptr) {
        auto link = co_await commerce->link_of(look.order_id, look.request_id);
        if (link) {
            found.evidence.absent = !link->has_value();
            found.evidence.link = std::move(*link);
        } else {
            found.evidence.list_too_long = link.error().reason == ports::list_too_long;
        }
    }
    auto receipts = co_await gateway.receipts_of(look.order_id);
    if (receipts) found.evidence.receipts = std::move(*receipts);
    co_return found;
}

}  // namespace

bool goes_to_shop(const Write& write) {
    return std::holds_alternative<MakeLink>(write) ||
           std::holds_alternative<SendLinkAgain>(write) ||
           std::holds_alternative<WishHosted>(write);
}

bool asks_shop(const Look& look) {
    return std::holds_alternative<LookAtLink>(look) || std::holds_alternative<LookAtHosted>(look);
}

Task<Event> send_to_shop(ports::Commerce* commerce, Write write) {
    MAEDAL_EXPECTS(commerce != nullptr);  // without one no place was given
    if (auto* link = std::get_if<MakeLink>(&write))
        co_return co_await make_link(*commerce, std::move(*link));
    if (auto* again = std::get_if<SendLinkAgain>(&write))
        co_return co_await send_again(*commerce, std::move(*again));
    co_return co_await wish(*commerce, std::move(std::get<WishHosted>(write)));
}

Task<Event> look_at_shop(ports::Commerce* commerce, ports::Gateway& gateway, Look look) {
    if (auto* link = std::get_if<LookAtLink>(&look))
        co_return co_await look_at_link(commerce, gateway, std::move(*link));
    const auto id = std::get<LookAtHosted>(look).id;
    if (commerce == nullptr) {
        co_return HostedLookedUp{id, Error{Errc::unavailable, "no_shop", no_shop.detail, ""}};
    }
    auto answer = co_await commerce->hosted(id);
    co_return HostedLookedUp{id, std::move(answer)};
}

}  // namespace maedal::engine
