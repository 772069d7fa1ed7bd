#pragma once
#include "base/instant.hpp"
#include "net/http.hpp"
#include "ports/clock.hpp"
#include "ports/gateway.hpp"

#include <nlohmann/json.hpp>

#include <string>

/// What Bootpay answers when all is well, and the requests that belong to it.
namespace maedal::bootpay::samples {

using nlohmann::json;

inline net::Response answer(int status, std::string body) {
    net::Response response;
    response.status = status;
    response.headers.set("Content-Type", "application/json; charset=utf-8");
    response.body = std::move(body);
    return response;
}

inline net::Response ok(const json& body) {
    return answer(200, body.dump());
}

inline net::Response failure(int status, const std::string& code) {
    return answer(status, json{{"error_code", code}, {"message", "no"}}.dump());
}

inline net::Response page(int status) {
    net::Response response;
    response.status = status;
    response.headers.set("Content-Type", "text/html");
    response.body = "<html>oops</html>";
    return response;
}

inline billing::Won won(std::int64_t count) {
    return *billing::Won::from_count(count);
}

inline Instant at(const char* text) {
    return *instant_from_rfc3339(text);
}

inline const billing::OrderId order_id{"m1-4-1"};
inline const billing::ReserveId reserve_id{"6490149ca575b40024f0b70d"};
inline const billing::ReceiptId receipt_id{"6490149ca575b40024f0b7aa"};

inline Secret billing_key() {
    return Secret{"62b3d166cf9f6d001bd20d59"};
}

inline ports::ReserveRequest reserve_asked() {
    return ports::ReserveRequest{
        order_id,
        billing_key(),
        "월간 이용권",
        won(29'900),
        won(900),
        at("2026-11-30T06:00:00Z"),
        billing::CustomerId{"user_1001"}};
}

inline ports::RefundRequest refund_asked() {
    return ports::RefundRequest{
        billing::CancelId{"m1-r-7"}, receipt_id, won(10'000), "asked for by the customer"};
}

inline json reserved() {
    return json{
        {"reserve_id", reserve_id.text()}, {"reserve_execute_at", "2026-11-30T15:00:00+09:00"}};
}

inline json revoked() {
    return json{{"reserve_id", reserve_id.text()}, {"success", true}};
}

/// Section 5.3 of the working reference.
inline json reservation() {
    return json::parse(R"text({"reserve_id":"6490149ca575b40024f0b70d",
        "receipt_id":"6490149ca575b40024f0b7aa","billing_key":"62b3d166cf9f6d001bd20d59",
        "order_id":"m1-4-1","price":29900,"tax_free":900,"order_name":"월간 이용권",
        "user":{"id":"user_1001"},"items":[],"metadata":{"cycle":4},"extra":{},"card_quota":"00",
        "version":2,"reserve_requested_at":"2026-11-01T10:00:00+09:00",
        "reserve_execute_at":"2026-11-30T15:00:00+09:00",
        "reserve_started_at":"2026-11-30T15:00:01+09:00",
        "reserve_finished_at":"2026-11-30T15:00:03+09:00","reserve_revoked_at":null,"status":1})text"
    );
}

/// Section 4.2.
inline json receipt() {
    return json::parse(R"text({"receipt_id":"6490149ca575b40024f0b7aa","order_id":"m1-4-1",
        "price":29900,"tax_free":900,"cancelled_price":0,"cancelled_tax_free":0,
        "order_name":"월간 이용권","company_name":"예시상점","metadata":{"cycle":3},"sandbox":true,
        "pg":"나이스페이먼츠","method_symbol":"card_rebill_rest",
        "purchased_at":"2026-11-30T15:00:02+09:00","requested_at":"2026-11-30T15:00:01+09:00",
        "status":1,"status_locale":"결제완료","currency":"KRW","card_data":{"card_quota":"00"}})text"
    );
}

inline json canceled() {
    auto body = receipt();
    body["cancelled_price"] = 10'000;
    body["cancelled_at"] = "2026-12-01T10:00:00+09:00";
    return body;
}

/// Section 5.2.
inline json issued_key() {
    return json::parse(R"text({"receipt_id":"6490149ca575b40024f0b7aa","subscription_id":"sub_1001",
        "metadata":{},"pg":"나이스페이먼츠","method":"카드자동결제(REST)","status":11,
        "billing_key":"62b3d166cf9f6d001bd20d59","billing_data":{"card_no":"55704204****1074",
        "card_company":"국민","card_company_code":"02","card_type":0},
        "billing_expire_at":"2099-12-31T23:59:59+09:00"})text");
}

/// Section 4.10.
inline json usable_key() {
    return json::parse(R"text({"billing_key":"62b3d166cf9f6d001bd20d59","pg":"나이스페이먼츠",
        "method":"카드자동결제(REST)","billing_data":{"card_no":"55704204****1074",
        "card_company":"국민"},"version":2,"sandbox":1,"status":1})text");
}

/// A clock that stands where a test puts it.
class StandingClock final : public ports::Clock {
public:
    explicit StandingClock(Instant now) : at_{now} {}
    [[nodiscard]] Instant now() const override { return at_; }
    void go(Seconds by) { at_ += by; }

private:
    Instant at_;
};

}  // namespace maedal::bootpay::samples
