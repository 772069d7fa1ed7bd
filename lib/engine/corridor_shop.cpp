// What the desk asks the gateway before a command about the shop is decided.
#include "base/log.hpp"
#include "engine/corridor.hpp"
#include "engine/input.hpp"
#include "engine/shop_dispatcher.hpp"

#include <algorithm>

namespace maedal::engine {
namespace {

Error no_shop() {
    return {
        Errc::conflict, "no_shop", "bootpay.commerce_url is not configured: there is no shop", ""};
}

/// Not inside the coroutine: there GCC 12 takes the variant for one that is used before it is made.
template <class T>
Result<Browsed> passed_on(Result<T> told) {
    if (!told) return told.error();
    return Browsed{*std::move(told)};
}

}  // namespace

bool writes_to_gateway(const Command& command) {
    const auto* confirm = std::get_if<ConfirmOrder>(&command);
    return confirm != nullptr && !confirm->check_only;
}

bool writes_to_shop(const Command& command) {
    if (const auto* prepare = std::get_if<PrepareOrder>(&command)) return prepare->at_gateway;
    return std::holds_alternative<CreateLink>(command) ||
           std::holds_alternative<SendLink>(command) ||
           std::holds_alternative<ChangeHosted>(command);
}

int orders_that(const std::vector<Event>& events, bool (*writes)(const Command&)) {
    return static_cast<int>(std::count_if(events.begin(), events.end(), [&](const Event& event) {
        const auto* placed = std::get_if<OrderPlaced>(&event);
        return placed != nullptr && writes(placed->order.command);
    }));
}

Error Corridor::no_place(const std::string& whom, Seconds asked_wait) const {
    const char* reason = asked_wait > Seconds{0} ? "gateway_asks_to_wait" : "gateway_unreachable";
    return {Errc::unavailable, reason, why_no_place(whom, asked_wait), ""};
}

Task<Result<Done>> Corridor::gateway_ready() {
    const int places = co_await around_.gateway.warm(1);
    if (places > 0) co_return Done{};
    co_return no_place("the gateway", around_.gateway.asked_wait());
}

Task<Result<Done>> Corridor::shop_ready() {
    if (around_.commerce == nullptr) co_return no_shop();
    const int places = co_await around_.commerce->warm(1);
    if (places > 0) co_return Done{};
    co_return no_place("the shop", around_.commerce->asked_wait());
}

Task<Result<Done>> Corridor::look_up_order(VerifyOrder& command) {
    if (command.order_number.empty() == command.receipt_id.empty())
        co_return Error{
            Errc::invalid, "one_of_two", "give either order_number or receipt_id", "order_number"};
    if (!command.receipt_id.empty()) {
        const billing::ReceiptId receipt{command.receipt_id};
        auto told = co_await around_.gateway.receipt(receipt);
        if (!told) co_return as_asked(told.error(), "receipt_id");
        command.told_receipt = std::move(told);
        co_return Done{};
    }
    if (around_.commerce == nullptr) co_return no_shop();
    auto told = co_await around_.commerce->order(command.order_number);
    if (!told) co_return as_asked(told.error(), "order_number");
    command.told_order = std::move(told);
    co_return Done{};
}

Task<std::optional<billing::ShopOrder>> Corridor::order_called(std::string id) {
    std::function<std::optional<billing::ShopOrder>(Reads&)> find = [&id](Reads& reads) {
        return reads.shop_order(billing::OrderId{id});
    };
    auto finding = read_as<std::optional<billing::ShopOrder>>(*this, std::move(find));
    co_return co_await std::move(finding);
}

Task<Result<Done>> Corridor::look_up_confirm(ConfirmOrder& command) {
    if (command.receipt_id.empty() || command.order_id.empty())
        co_return Error{Errc::invalid, "missing_field", "order_id and receipt_id", "receipt_id"};
    const billing::ReceiptId receipt{command.receipt_id};
    auto told = co_await around_.gateway.receipt(receipt);
    if (!told) co_return as_asked(told.error(), "receipt_id");
    command.told = std::move(told);
    // The merchant is asked only about what might be confirmed at all; the turn judges again.
    auto finding = order_called(command.order_id);
    const auto order = co_await std::move(finding);
    if (!order || around_.order_check == nullptr) co_return Done{};
    const auto may = billing::may_confirm(*order, **command.told, false, around_.clock.now());
    if (!may || order->state != billing::ShopOrderState::open) co_return Done{};
    auto asking = around_.order_check->ask(*order, receipt);
    const auto word = co_await std::move(asking);
    if (!word) command.objection = word.error();
    co_return Done{};
}

Task<Result<Done>> Corridor::look_up_hosted(ChangeHosted& command) {
    if (around_.commerce == nullptr) co_return no_shop();
    const billing::HostedId id{command.hosted_id};
    auto told = co_await around_.commerce->hosted(id);
    if (!told) co_return as_asked(told.error(), "hosted_subscription_id");
    command.told = std::move(told);
    co_return Done{};
}

Task<Result<Done>> Corridor::ask_before(Command& command) {
    Result<Done> ready = Done{};
    if (auto* verify = std::get_if<VerifyOrder>(&command)) {
        auto asking = look_up_order(*verify);
        ready = co_await std::move(asking);
    } else if (auto* confirm = std::get_if<ConfirmOrder>(&command)) {
        auto asking = look_up_confirm(*confirm);
        ready = co_await std::move(asking);
    } else if (auto* hosted = std::get_if<ChangeHosted>(&command)) {
        auto asking = look_up_hosted(*hosted);
        ready = co_await std::move(asking);
    }
    const bool pg_write = writes_to_gateway(command), shop_write = writes_to_shop(command);
    if (!ready || (!pg_write && !shop_write)) co_return ready;
    auto starting = book_is_checked();
    ready = co_await std::move(starting);
    if (ready && pg_write) {
        auto warming = gateway_ready();
        ready = co_await std::move(warming);
    }
    if (ready && shop_write) {
        auto warming = shop_ready();
        ready = co_await std::move(warming);
    }
    co_return ready;
}

Task<int> Corridor::places_for_shop(const std::vector<Event>& events) {
    const int free = options_.writes_max - writes_in_flight_;
    const int wanted = std::max(shop_writes_wanted_, orders_that(events, writes_to_shop));
    if (wanted == 0 || free <= 0 || checking_ || stopping_ || moving_) co_return 0;
    int places = 0;  // a shop that is not configured is none that can be reached
    Seconds asked_wait{0};
    if (around_.commerce != nullptr) {
        places = co_await around_.commerce->warm(std::min(free, wanted));
        asked_wait = around_.commerce->asked_wait();
    }
    if (places > 0) {
        shop_unreachable_ = 0;
    } else {
        why_no_shop_place_ = why_no_place("the shop", asked_wait);
        if (shop_unreachable_++ == 0)
            log::warning(why_no_shop_place_ + ": no payment link is made");
    }
    co_return places;
}

Task<Result<Browsed>> Corridor::browse(Browse what) {
    if (around_.commerce == nullptr) co_return no_shop();
    auto& shop = *around_.commerce;
    if (auto* products = std::get_if<BrowseProducts>(&what)) {
        auto told = co_await shop.products(products->keyword, products->page, products->limit);
        co_return passed_on(std::move(told));
    }
    if (auto* product = std::get_if<ShowProduct>(&what)) {
        auto told = co_await shop.product(product->product_id);
        co_return passed_on(std::move(told));
    }
    if (auto* hosted = std::get_if<BrowseHosted>(&what)) {
        auto told = co_await shop.hosted_list(hosted->page, hosted->limit);
        co_return passed_on(std::move(told));
    }
    if (auto* bills = std::get_if<ShowHostedBills>(&what)) {
        auto told = co_await shop.bills_of(bills->id);
        co_return passed_on(std::move(told));
    }
    auto told = co_await shop.hosted(std::get<ShowHosted>(what).id);
    co_return passed_on(std::move(told));
}

}  // namespace maedal::engine
