#pragma once
#include "ports/gateway.hpp"
#include "sandbox/model/bootpay.hpp"
#include "simulation/tally.hpp"
#include "simulation/weather.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace maedal::simulation {

/// The sandbox's model behind the gateway's port, in weather. Answers at once; `took()` says how
/// long it would have taken, and the house delivers the answer that much later.
///
/// What is doubled on the way arrives twice, and the second answer is the one that comes back: only
/// where the gateway refuses a second use of an order id, because elsewhere nobody at this end of
/// the line could help it.
class ModelGateway : public ports::Gateway {
public:
    /// All outlive it. `weather` may change at any time.
    ModelGateway(
        sandbox::Bootpay& bootpay, const Weather& weather, std::uint64_t seed, Tally& tally
    );

    /// How long the calls since the last time it was asked have taken.
    [[nodiscard]] Seconds took();
    /// When the next request that is still on its way arrives.
    [[nodiscard]] std::optional<Instant> next_arrival() const;
    /// Carries out what has arrived by now.
    void arrive();
    /// No spell of bad weather goes on.
    void clear();
    /// Whether the gateway has told its time since `process_started`.
    [[nodiscard]] bool told_its_time() const noexcept { return told_its_time_; }
    void process_started() { told_its_time_ = false; }
    /// Whether money went back under this cancel id.
    [[nodiscard]] bool gave_back(const std::string& cancel_id) const {
        return gave_back_.contains(cancel_id);
    }
    struct SentAgain {
        std::string order_id;
        Instant at;
    };
    /// The payments that left the house under an order id that had left it before, in their order.
    [[nodiscard]] const std::vector<SentAgain>& sent_again() const noexcept { return sent_again_; }
    /// Whether a payment of this sum was ever refused by a rule that nobody knew.
    [[nodiscard]] bool refused(std::int64_t price) const { return refused_.contains(price); }
    /// Whether it was carried out and answered with 401.
    [[nodiscard]] bool turned_away(const std::string& order_id) const {
        return turned_away_.contains(order_id);
    }
    /// Writes reach the gateway this much after their caller has given up; empty: as the weather
    /// is.
    void hold_back_writes(std::optional<Seconds> by) { held_back_ = by; }
    /// Everything is refused for want of name resolution until then.
    void cut_off(Instant until) { unreachable_until_ = until; }

    Task<int> warm(int wanted) override;
    Task<Result<ports::Reserved>> reserve(ports::ReserveRequest request) override;
    Task<Result<billing::GatewayReceipt>> pay(ports::PayRequest request) override;
    Task<Result<Done>> revoke(billing::ReserveId id) override;
    Task<Result<billing::GatewayReceipt>> refund(ports::RefundRequest request) override;
    Task<Result<billing::GatewayReceipt>> confirm(billing::ReceiptId id) override;
    Task<Result<billing::Reservation>> reservation(billing::ReserveId id) override;
    Task<Result<billing::GatewayReceipt>> receipt(billing::ReceiptId id) override;
    Task<Result<std::vector<billing::GatewayReceipt>>> receipts_of(billing::OrderId id) override;
    Task<Result<ports::IssuedKey>> key_of_receipt(billing::ReceiptId id) override;
    Task<Result<ports::IssuedKey>> key_itself(Secret billing_key) override;

protected:
    Result<ports::Reserved> carry_out(const ports::ReserveRequest& request);

private:
    /// What becomes of one write.
    struct Fate {
        bool arrives = true;
        bool twice = false;
        std::optional<Seconds> arrives_later;  ///< after the caller has given up
        std::optional<Error> answer;           ///< in place of the gateway's own
    };
    Fate fate();
    std::optional<Error> spell();
    std::optional<Error> look_fault();
    /// No adapter knows its code, so that whoever hears it is in doubt.
    std::optional<Error> refusal_by_new_rule();
    Result<billing::GatewayReceipt> carry_out(const ports::PayRequest& request);
    Result<Done> carry_out(const billing::ReserveId& id);
    Result<billing::GatewayReceipt> carry_out(const ports::RefundRequest& request);
    Result<billing::GatewayReceipt> carry_out(const billing::ReceiptId& id);
    template <class T, class Request>
    Result<T> sent(Request request);

    sandbox::Bootpay& bootpay_;
    const Weather& weather_;
    sandbox::Dice dice_;
    Tally& tally_;
    Seconds took_{0};
    bool told_its_time_ = false;
    std::set<std::string> gave_back_;
    std::set<std::string> sent_;  ///< order ids of payments
    std::vector<SentAgain> sent_again_;
    std::set<std::int64_t> refused_;
    std::set<std::string> turned_away_;  ///< order ids of payments
    std::optional<Instant> unauthorized_until_, unreachable_until_;
    std::optional<Seconds> held_back_;
    std::multimap<Instant, std::function<void()>> on_the_way_;
};

}  // namespace maedal::simulation
