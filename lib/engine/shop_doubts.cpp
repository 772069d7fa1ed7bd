#include "engine/shop_doubts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace maedal::engine {
namespace {

using namespace billing;

std::string next_look(const std::optional<Instant>& at) {
    return at ? "; the next look-up is at " + rfc3339(*at) : "";
}

ShopDoubt doubt_of(Reads& reads, const ShopOrder& order) {
    const std::string receipt = order.receipt ? order.receipt->text() : "";
    ShopDoubt doubt{
        .kind = "order",
        .id = order.id.text(),
        .state = std::string{shop_order_state_names.of(order.state)},
        .amount = order.amount,
        .customer = order.customer,
        .known = "the confirm of receipt " + receipt + " was sent" +
                 what_came_back(reads.calls_of(order.id.text())) + looked_up_so_often(order.looks),
        .settled_by =
            "receipt " + receipt + ", by webhook or look-up" + next_look(order.next_look_at),
        .next_look_at = order.next_look_at,
        .needs_person = !order.next_look_at};
    if (doubt.needs_person)
        doubt.settled_by =
            "a person: another receipt of it (resolve --paid), or the word that no "
            "money was taken (resolve --absent)";
    return doubt;
}

ShopDoubt doubt_of(Reads& reads, const PaymentLink& link) {
    ShopDoubt doubt{
        .kind = "payment_link",
        .id = link.order_id.text(),
        .state = std::string{link_state_names.of(link.state)},
        .amount = link.amount,
        .customer = link.customer,
        .known = "a link that ends " + rfc3339(link.expires_at) + " was asked for" +
                 what_came_back(reads.calls_of(link.order_id.text())) +
                 looked_up_so_often(link.looks),
        .settled_by =
            "the list of links, or a receipt of its order id" + next_look(link.next_look_at),
        .next_look_at = link.next_look_at,
        .needs_person = link.state == LinkState::quarantined};
    if (doubt.needs_person)
        doubt.settled_by =
            "a person: its receipt (resolve --paid), or the word that it was not "
            "paid (resolve --absent, once it has ended)";
    return doubt;
}

ShopDoubt doubt_of(Reads& reads, const HostedSubscription& hosted) {
    return {
        .kind = "hosted_subscription",
        .id = hosted.id.text(),
        .state = std::string{wish_state_names.of(hosted.wish_state)},
        .amount = hosted.price,
        .customer = std::nullopt,
        .known = fmt::format(
            "{} was sent{}; it is {}",
            hosted_wish_names.of(hosted.wish),
            what_came_back(reads.calls_of(hosted.id.text())),
            hosted_status_names.of(hosted.status)
        ),
        .settled_by =
            "its status at the gateway; not seen within the hour it counts as never "
            "carried out, and may be asked for again" +
            next_look(hosted.next_look_at),
        .next_look_at = hosted.next_look_at,
        .needs_person = false};
}

ShopDoubt doubt_of(Reads& reads, const Receipt& receipt) {
    std::optional<CustomerId> customer;
    if (const auto order = reads.shop_order(receipt.order_id)) customer = order->customer;
    if (const auto link = reads.payment_link(receipt.order_id)) customer = link->customer;
    return {
        .kind = "receipt",
        .id = receipt.id.text(),
        .state = "surplus",
        .amount = receipt.paid,
        .customer = customer,
        .known = fmt::format(
            "{} won came for {} at {} and settle nothing",
            receipt.paid.count(),
            receipt.order_id.text(),
            rfc3339(receipt.paid_at)
        ),
        .settled_by = "a person: give it back (refund create --receipt " + receipt.id.text() + ")",
        .next_look_at = receipt.next_look_at,
        .needs_person = true};
}

class List {
public:
    List(Reads& reads, std::size_t limit) : reads_{reads}, limit_{limit} {}

    template <class Row>
    void add(const std::vector<Row>& rows) {
        for (const auto& row : rows)
            if (rows_.size() < limit_) rows_.push_back(doubt_of(reads_, row));
    }
    [[nodiscard]] bool full() const { return rows_.size() == limit_; }
    [[nodiscard]] std::vector<ShopDoubt> taken() { return std::move(rows_); }

private:
    Reads& reads_;
    std::size_t limit_;
    std::vector<ShopDoubt> rows_;
};

/// Those that stand for themselves, however many that collect a charge come before them.
void add_links(Reads& reads, const char* state, List& list) {
    Page page{.after = {}, .limit = Page::limit_max};
    while (!list.full()) {
        auto links = reads.payment_links(state, page);
        if (links.empty()) return;
        page.after = links.back().order_id.text();
        const bool last = links.size() < static_cast<std::size_t>(page.limit);
        std::erase_if(links, [](const PaymentLink& link) { return link.charge.has_value(); });
        list.add(links);
        if (last) return;
    }
}

}  // namespace

std::string what_came_back(const std::vector<GatewayCall>& calls) {
    std::string text;
    for (const auto& call : calls) {
        if (call.outcome == "done" || call.code == billing::presumed_sent) continue;
        const bool unclear = call.outcome.empty() || call.outcome == "in_doubt";
        text += fmt::format(
            "; {} of {} {}{}",
            call.kind,
            rfc3339(call.intent_at),
            unclear ? "had no clear answer" : "ended " + call.outcome,
            call.code.empty() ? "" : ": " + call.code
        );
    }
    return text;
}

std::string looked_up_so_often(int looks) {
    if (looks == 0) return "";
    return fmt::format(
        "; looked up {} since, nothing proven", looks == 1 ? "once" : fmt::format("{} times", looks)
    );
}

std::vector<ShopDoubt> shop_doubts(Reads& reads, std::size_t limit) {
    List list{reads, limit};
    const auto rows = static_cast<int>(std::min<std::size_t>(limit, Page::limit_max));
    list.add(reads.unclaimed_receipts(rows));
    for (const char* state : {"quarantined", "doubt"})
        add_links(reads, state, list);
    list.add(reads.shop_orders("doubt", {.after = {}, .limit = rows}));
    list.add(reads.hosted_in_doubt(rows));
    auto all = list.taken();
    std::ranges::stable_sort(all, std::ranges::greater{}, &ShopDoubt::needs_person);
    return all;
}

}  // namespace maedal::engine
