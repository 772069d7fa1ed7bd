// A payment link from its intent to its end: paid by proof, over only after its own end.
#include "billing/payment_link.hpp"

#include <gtest/gtest.h>

namespace maedal::billing {
namespace {

constexpr Instant now{Seconds{1'800'000'000}};
constexpr Instant ends = now + Seconds{7 * 86'400};

Won won(std::int64_t count) {
    return *Won::from_count(count);
}

PaymentLink link(LinkState state) {
    PaymentLink it{
        .order_id = OrderId{"o-1"},
        .charge = std::nullopt,
        .customer = std::nullopt,
        .name = "Pro",
        .amount = won(29'900),
        .tax_free = won(0),
        .send_by = "sms",
        .lives = std::nullopt,
        .expires_at = ends,
        .state = state,
        .link_id = std::nullopt,
        .url = {},
        .request_id = "o-1",
        .order_number = {},
        .receipt = std::nullopt,
        .remind_at = std::nullopt,
        .next_look_at = now,
        .created_at = now,
        .sent_at = now,
        .closed_at = std::nullopt,
        .code = {}};
    if (state == LinkState::open) it.link_id = LinkId{"inv-1"};
    return it;
}

GatewayReceipt receipt(ReceiptStatus status = ReceiptStatus::paid) {
    return {ReceiptId{"r-1"}, OrderId{"o-1"}, won(29'900), won(0), status, "KRW", now, {}, false};
}

GatewayLink told() {
    return {
        .link_id = LinkId{"inv-1"},
        .order_id = "o-1",
        .request_id = "o-1",
        .price = won(29'900),
        .url = "https://pay.example/1",
        .expires_at = ends,
        .paid_at = std::nullopt,
        .order_number = {}};
}

LinkState after(LinkState state, const LinkEvidence& evidence, Instant at = now) {
    return link_looked_up(link(state), evidence, {}, at).link.state;
}

using enum LinkState;

TEST(PaymentLink, HasANameForEveryState) {
    for (const auto state :
         {planned, sending, doubt, quarantined, open, paid, lapsed, refused, absent, dropped})
        EXPECT_EQ(link_state_names.from(link_state_names.of(state)), state);
}

TEST(PaymentLink, IsPaidOnlyByAReceiptThatAgrees) {
    EXPECT_EQ(after(open, {told(), false, {{receipt()}}}), paid);
    auto cheap = receipt();
    cheap.price = won(100);
    EXPECT_EQ(after(open, {told(), false, {{cheap}}}), quarantined);
    auto foreign = receipt();
    foreign.order_id = OrderId{"o-2"};
    EXPECT_EQ(after(open, {told(), false, {{foreign}}}), quarantined);
    EXPECT_EQ(after(open, {told(), false, {{receipt(ReceiptStatus::pending)}}}), open);
    auto says_paid = told();
    says_paid.paid_at = now;
    EXPECT_EQ(after(open, {says_paid, false, {{}}}), open);  // the link's word is no proof
}

TEST(PaymentLink, LapsesOnlyAfterItsEndAndAGraceWithEveryQuestionAnswered) {
    const Instant over = ends + LinkTiming{}.grace;
    const LinkEvidence unpaid{told(), false, {std::vector<GatewayReceipt>{}}};
    EXPECT_EQ(after(open, unpaid, ends), open);
    EXPECT_EQ(after(open, unpaid, over - Seconds{1}), open);
    EXPECT_EQ(after(open, unpaid, over), lapsed);
    EXPECT_EQ(after(open, {told(), false, std::nullopt}, over), open);
    EXPECT_EQ(after(open, {std::nullopt, false, {std::vector<GatewayReceipt>{}}}, over), open);
    auto says_paid = unpaid;
    says_paid.link->paid_at = now;
    EXPECT_EQ(after(open, says_paid, over), open);
    // Money for a virtual account may come after the end of the link that gave it out.
    EXPECT_EQ(after(open, {told(), false, {{receipt(ReceiptStatus::pending)}}}, over), open);
}

TEST(PaymentLink, InDoubtIsFoundInTheListOrAbsentAfterItsEnd) {
    const std::vector<GatewayReceipt> none;
    const auto found = link_looked_up(link(doubt), {told(), false, none}, {}, now).link;
    EXPECT_EQ(found.state, open);
    EXPECT_EQ(found.link_id, LinkId{"inv-1"});
    EXPECT_EQ(after(doubt, {std::nullopt, true, none}), doubt);
    EXPECT_EQ(after(doubt, {std::nullopt, true, none}, ends), doubt);
    // Nobody could read the list for two days after its end: a person has to.
    const Instant unread = ends + LinkTiming{}.grace + LinkTiming{}.doubt_window;
    EXPECT_EQ(after(doubt, {std::nullopt, false, none}, unread), quarantined);
    auto short_lived = link(doubt);
    short_lived.expires_at = now + Seconds{7'200};
    const auto at = short_lived.expires_at + LinkTiming{}.grace;
    EXPECT_EQ(link_looked_up(short_lived, {std::nullopt, true, none}, {}, at).link.state, absent);
    EXPECT_EQ(link_looked_up(short_lived, {std::nullopt, false, none}, {}, at).link.state, doubt);
    EXPECT_EQ(after(doubt, {std::nullopt, true, {{receipt()}}}), paid);
}

TEST(PaymentLink, IsADoubtForEveryAnswerThatProvesNothing) {
    const auto become = [](Errc code) {
        return link_answered(link(sending), Error{code, "x", "", ""}, now);
    };
    for (const auto code : {Errc::in_doubt, Errc::conflict, Errc::unavailable})
        EXPECT_EQ(become(code).state, doubt);
    EXPECT_EQ(become(Errc::refused).state, refused);
    EXPECT_EQ(become(Errc::unsent).state, planned);
    auto of_charge = link(sending);
    of_charge.charge = ChargeNumber{1};
    EXPECT_EQ(link_answered(of_charge, Error{Errc::unsent, "x", "", ""}, now).state, dropped);
    EXPECT_EQ(link_answered(link(paid), Error{Errc::refused, "x", "", ""}, now).state, paid);
}

TEST(PaymentLink, IsLookedAtAtItsEnd) {
    auto it = link(open);
    it.looks = 10;
    const Instant end = ends + LinkTiming{}.grace;
    EXPECT_EQ(next_look_at_open(it, {}, end - Seconds{60}), end);
    it.remind_at = now + Seconds{120};
    EXPECT_EQ(next_look_at_open(it, {}, now), *it.remind_at);
}

TEST(SendBy, GivesItsWordsBack) {
    EXPECT_EQ(send_by_text(*send_by_from("sms,kakao,email,push")), "sms,kakao,email,push");
    EXPECT_FALSE(send_by_from("sms,sms"));
    EXPECT_FALSE(send_by_from("pigeon"));
    EXPECT_TRUE(send_by_from("")->empty());
}

}  // namespace
}  // namespace maedal::billing
