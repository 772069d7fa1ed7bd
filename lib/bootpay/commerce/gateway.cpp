#include "bootpay/commerce/gateway.hpp"

#include "bootpay/commerce/hosted.hpp"
#include "bootpay/commerce/link.hpp"
#include "bootpay/commerce/order.hpp"
#include "bootpay/commerce/request.hpp"
#include "bootpay/pg/gateway_time.hpp"
#include "net/json_text.hpp"

#include <utility>

namespace maedal::bootpay::commerce {
namespace {

/// Credentials know two ways; a token of Commerce is got with today's pair in the place of the
/// older one.
BootpayOptions pair_of(const CommerceOptions& options) {
    BootpayOptions pair;
    if (options.authentication == Authentication::basic) {
        pair.client_key = options.client_key;
        pair.secret_key = options.secret_key;
    } else {
        pair.application_id = options.client_key;
        pair.private_key = options.secret_key;
    }
    return pair;
}

net::ClientOptions part_of(net::ClientOptions options, int part) {
    options.deadline /= part;
    return options;
}

/// The newer answer says when a token ends [J], the older how long it lives [T]: the second is
/// made of the first where it is missing.
net::Response with_length(net::Response response, Instant now) {
    auto body = net::parse_json(response.body);
    if (!body || !body->is_object() || body->contains("expire_in")) return response;
    const auto ends = body->find("expired_at");
    if (ends == body->end() || !ends->is_string()) return response;
    const auto at = pg::instant_from_gateway(ends->get_ref<const std::string&>());
    if (!at || *at <= now) return response;
    (*body)["expire_in"] = (*at - now).count();
    response.body = net::json_text(*body);
    return response;
}

}  // namespace

CommerceGateway::CommerceGateway(
    const boost::asio::any_io_executor& executor,
    const net::Origin& origin,
    const net::ClientOptions& client,
    const CommerceOptions& options,
    const ports::Clock& clock
)
    : options_{options},
      codes_{options.codes},
      clock_{clock},
      token_client_{executor, origin, part_of(client, 6)},
      credentials_{
          executor,
          pair_of(options),
          codes_,
          clock,
          [this](net::Request) { return fetch_token(); }},
      api_{
          executor,
          origin,
          part_of(client, options.authentication == Authentication::token ? 3 : 1),
          credentials_,
          options.wait_max} {}

Task<Result<net::Response>> CommerceGateway::fetch_token() {
    auto request = token_request(options_.client_key, options_.secret_key);
    sign(request, pg::basic_authorization(options_.client_key, options_.secret_key));
    auto exchanging = token_client_.exchange(std::move(request), net::Reuse::any);
    auto answer = co_await std::move(exchanging);
    if (!answer) co_return answer;
    co_return with_length(*std::move(answer), clock_.now());
}

Task<int> CommerceGateway::warm(int wanted) {
    return api_.warm(wanted);
}

Task<Result<billing::MadeLink>> CommerceGateway::make_link(ports::LinkRequest request) {
    auto message = link_request(request, options_.feedback_url);
    return api_.write(
        std::move(message),
        [this, request = std::move(request)](const net::Response& answer) {
            return link_made_from(answer, request, codes_);
        }
    );
}

Task<Result<Done>> CommerceGateway::change(net::Request request) {
    return api_.write(std::move(request), [this](const net::Response& answer) {
        return done_from(answer, codes_);
    });
}

Task<Result<Done>> CommerceGateway::send_link_again(
    billing::LinkId id, std::vector<billing::SendBy> send_by
) {
    return change(send_again_request(id, send_by));
}

Task<Result<billing::GatewayLink>> CommerceGateway::link(billing::LinkId id) {
    return api_.look_up(one_link_request(id), [this, id](const net::Response& answer) {
        return link_from(answer, id, codes_);
    });
}

Task<Result<std::optional<billing::GatewayLink>>> CommerceGateway::link_of(
    billing::OrderId order_id, std::string request_id
) {
    constexpr int page_rows = 24;  // Commerce's own [N]
    constexpr int pages_max = 50;
    const LinkNames names{std::move(order_id), std::move(request_id)};
    std::int64_t seen = 0;
    for (int page = 1; page <= pages_max; ++page) {
        const auto read = [this, &names](const net::Response& answer) {
            return links_from(answer, names, codes_);
        };
        auto asking = api_.look_up(links_request(page, page_rows), read);
        auto links = co_await std::move(asking);
        if (!links) co_return links.error();
        seen += links->rows;
        if (links->found || is_last(*links, seen, page_rows)) co_return std::move(links->found);
    }
    co_return Error{
        Errc::unavailable, ports::list_too_long, "the list of links could not be read whole", {}};
}

Task<Result<billing::GatewayOrder>> CommerceGateway::order(std::string order_number) {
    return api_.look_up(
        order_request(order_number),
        [this, order_number](const net::Response& answer) {
            return order_from(answer, order_number, codes_);
        }
    );
}

Task<Result<ports::ProductPage>> CommerceGateway::products(
    std::string keyword, int page, int limit
) {
    return api_.look_up(
        products_request(keyword, page, limit),
        [this](const net::Response& answer) { return products_from(answer, codes_); }
    );
}

Task<Result<ports::GatewayProduct>> CommerceGateway::product(std::string product_id) {
    return api_.look_up(product_request(product_id), [this](const net::Response& answer) {
        return product_from(answer, codes_);
    });
}

Task<Result<std::vector<billing::GatewayHosted>>> CommerceGateway::hosted_list(
    int page, int limit
) {
    return api_.look_up(hosted_list_request(page, limit), [this](const net::Response& answer) {
        return hosted_list_from(answer, codes_);
    });
}

Task<Result<billing::GatewayHosted>> CommerceGateway::hosted(billing::HostedId id) {
    return api_.look_up(hosted_request(id), [this, id](const net::Response& answer) {
        return hosted_from(answer, id, codes_);
    });
}

Task<Result<std::vector<ports::HostedBill>>> CommerceGateway::bills_of(billing::HostedId id) {
    return api_.look_up(bills_request(id), [this](const net::Response& answer) {
        return bills_from(answer, codes_);
    });
}

Task<Result<Done>> CommerceGateway::pause(billing::HostedId id, std::string reason, Instant at) {
    return change(pause_request(id, reason, at));
}

Task<Result<Done>> CommerceGateway::resume(billing::HostedId id, std::string reason) {
    return change(resume_request(id, reason));
}

Task<Result<Done>> CommerceGateway::terminate(billing::HostedId id, std::string reason) {
    return change(terminate_request(id, reason));
}

}  // namespace maedal::bootpay::commerce
