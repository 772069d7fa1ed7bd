#include "admin/body.hpp"
#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"
#include "admin/shop_rows.hpp"

namespace maedal::admin {
namespace {

constexpr std::int64_t rows_max = 50, pages_max = 10'000;

net::Response browsed(Result<engine::Browsed> told, const LocalTimes& times) {
    if (!told) return problem(told.error());
    if (const auto* one = std::get_if<billing::GatewayHosted>(&*told))
        return response_of(answer(200, shown(*one, times)));
    if (const auto* one = std::get_if<engine::GatewayProduct>(&*told))
        return response_of(answer(200, shown(*one)));
    auto items = nlohmann::json::array();
    if (const auto* products = std::get_if<engine::ProductPage>(&*told))
        for (const auto& product : products->products)
            items.push_back(shown(product));
    if (const auto* page = std::get_if<engine::HostedPage>(&*told))
        for (const auto& hosted : *page)
            items.push_back(shown(hosted, times));
    if (const auto* bills = std::get_if<engine::HostedBills>(&*told))
        for (const auto& bill : *bills)
            items.push_back(shown(bill, times));
    return response_of(list_answer(std::move(items)));
}

Task<net::Response> browse(Visit visit, engine::Browse what) {
    auto asking = visit.desk.browse(std::move(what));
    co_return browsed(co_await std::move(asking), visit.times);
}

Task<net::Response> change(Visit visit, billing::HostedWish wish) {
    Body body{visit.request};
    engine::ChangeHosted wanted{visit.path["id"], wish, body.text("reason"), std::nullopt};
    engine::Render render = [times = visit.times](const Result<engine::Outcome>& outcome) {
        if (!outcome) return problem_answer(outcome.error());
        const auto& hosted = std::get<billing::HostedSubscription>(*outcome);
        const bool done = hosted.wish_state == billing::WishState::done;
        return done ? answer(200, shown(hosted, times)) : awaiting_answer(shown(hosted, times));
    };
    return carried_out(std::move(visit), body, std::move(wanted), std::move(render));
}

}  // namespace

Task<net::Response> list_products(Visit visit) {
    Query query{visit.request};
    const auto keyword = query.text("keyword");
    const auto page = query.number("page", 1, pages_max),
               limit = query.number("limit", 20, rows_max);
    if (const auto fault = query.fault()) return told(problem(400, *fault));
    engine::Browse what = engine::BrowseProducts{keyword, page, limit};
    return browse(std::move(visit), std::move(what));
}

Task<net::Response> show_product(Visit visit) {
    engine::Browse what = engine::ShowProduct{visit.path["id"]};
    return browse(std::move(visit), std::move(what));
}

Task<net::Response> list_hosted(Visit visit) {
    Query query{visit.request};
    const auto page = query.number("page", 1, pages_max),
               limit = query.number("limit", 20, rows_max);
    if (const auto fault = query.fault()) return told(problem(400, *fault));
    engine::Browse what = engine::BrowseHosted{page, limit};
    return browse(std::move(visit), std::move(what));
}

Task<net::Response> show_hosted(Visit visit) {
    engine::Browse what = engine::ShowHosted{billing::HostedId{visit.path["id"]}};
    return browse(std::move(visit), std::move(what));
}

Task<net::Response> list_hosted_bills(Visit visit) {
    engine::Browse what = engine::ShowHostedBills{billing::HostedId{visit.path["id"]}};
    return browse(std::move(visit), std::move(what));
}

Task<net::Response> pause_hosted(Visit visit) {
    return change(std::move(visit), billing::HostedWish::pause);
}

Task<net::Response> resume_hosted(Visit visit) {
    return change(std::move(visit), billing::HostedWish::resume);
}

Task<net::Response> terminate_hosted(Visit visit) {
    return change(std::move(visit), billing::HostedWish::terminate);
}

}  // namespace maedal::admin
