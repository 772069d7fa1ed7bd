#include "bootpay/pg/reservation.hpp"

#include "unit/bootpay/samples.hpp"

#include <gtest/gtest.h>

namespace maedal::bootpay::pg {
namespace {

using namespace samples;
using ports::ReservationStatus;

const Codes codes{{}};

Result<ports::Reservation> read(const json& body) {
    return reservation_from(ok(body), reserve_id, codes);
}

TEST(Reservation, IsLookedUpByItsEncodedId) {
    EXPECT_EQ(
        reservation_request(billing::ReserveId{"a/b?c"}).target,
        "/subscribe/payment/reserve/a%2Fb%3Fc"
    );
}

TEST(Reservation, IsReadWhole) {
    const auto found = read(samples::reservation());
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->reserve_id, reserve_id);
    EXPECT_EQ(found->order_id, order_id);
    EXPECT_EQ(found->price, won(29'900));
    EXPECT_EQ(found->status, ReservationStatus::done);
    EXPECT_EQ(found->execute_at, at("2026-11-30T06:00:00Z"));
    EXPECT_EQ(found->receipt, receipt_id);
}

TEST(Reservation, MayLeaveItsIdAndItsReceiptOut) {
    auto body = samples::reservation();
    body.erase("reserve_id");
    body["receipt_id"] = nullptr;
    const auto found = read(body);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->reserve_id, reserve_id);
    EXPECT_EQ(found->receipt, std::nullopt);
}

TEST(Reservation, HasOneOfTheDocumentedStates) {
    auto body = samples::reservation();
    const std::pair<int, ReservationStatus> known[]{
        {-1, ReservationStatus::failed},
        {0, ReservationStatus::waiting},
        {1, ReservationStatus::done},
        {3, ReservationStatus::revoked}};
    for (const auto& [number, status] : known) {
        body["status"] = number;
        EXPECT_EQ(read(body)->status, status);
    }
    for (const json& other : json::array({2, 4, -2, 20, "1", 1.0, nullptr})) {
        body["status"] = other;
        EXPECT_EQ(read(body).error().code, Errc::unavailable) << other;
    }
}

TEST(Reservation, IsUnavailableWhenItCannotBeReadStrictly) {
    for (const auto* name : {"order_id", "price", "status", "reserve_execute_at"}) {
        auto body = samples::reservation();
        body.erase(name);
        EXPECT_EQ(read(body).error().code, Errc::unavailable) << name;
        body[name] = "~ ~";
        EXPECT_EQ(read(body).error().code, Errc::unavailable) << name;
    }
    auto other = samples::reservation();
    other["reserve_id"] = "another";
    EXPECT_EQ(read(other).error().code, Errc::unavailable);
    EXPECT_EQ(read(json::array()).error().code, Errc::unavailable);
}

TEST(Revoke, IsDoneOnlyBySuccessOfTheSameReservation) {
    const auto revoke = [](const json& body) { return revoked_from(ok(body), reserve_id, codes); };
    EXPECT_EQ(revoke_request(reserve_id).method, "DELETE");
    EXPECT_EQ(revoke_request(reserve_id).body, "");
    EXPECT_TRUE(revoke(revoked()).has_value());
    for (const auto* name : {"reserve_id", "success"})
        for (const json& value : json::array({nullptr, false, "true", 1, "another"})) {
            auto body = revoked();
            body[name] = value;
            EXPECT_EQ(revoke(body).error().code, Errc::in_doubt) << name << ' ' << value;
        }
    EXPECT_EQ(revoke(json::object()).error().code, Errc::in_doubt);
    EXPECT_EQ(
        revoked_from(failure(404, "RC_NOT_FOUND"), reserve_id, codes).error().code, Errc::refused
    );
}

}  // namespace
}  // namespace maedal::bootpay::pg
