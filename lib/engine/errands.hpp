#pragma once
#include "engine/commands.hpp"
#include "engine/desk.hpp"
#include "engine/errand_commands.hpp"
#include "engine/errand_desk.hpp"
#include "ports/gateway.hpp"
#include "ports/services.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace maedal::engine {

/// Runs errands: a turn for the intent, one sending, a turn for its end. What was lost on the way
/// is looked up from time to time. Everything it is made of outlives it.
class Errands final : public ErrandDesk {
public:
    /// `at_rest` is called when the last one that was under way has come to its end.
    Errands(
        boost::asio::any_io_executor loop,
        Desk& desk,
        ports::Services& services,
        ports::Gateway& gateway,
        std::function<void()> at_rest
    )
        : loop_{std::move(loop)}, desk_{desk}, services_{services}, gateway_{gateway} {
        rest_->told = std::move(at_rest);
    }
    ~Errands() override { rest_->told = nullptr; }
    Errands(const Errands&) = delete;
    Errands& operator=(const Errands&) = delete;

    Task<Result<billing::Errand>> run(
        ErrandForm form, std::string actor, std::optional<Idempotency> idempotency
    ) override;
    Task<Result<billing::Errand>> look(std::string id, std::string actor) override;
    Task<Result<billing::Errand>> settle(PersonsWord word, std::string actor) override;

    Task<Result<UserToken>> user_token(UserTokenForm form) override;
    Task<Result<std::string>> identity(billing::ReceiptId receipt) override;
    Task<Result<Sale>> sale(billing::ReceiptId receipt, bool with_user) override;
    Task<Result<std::vector<Sale>>> sales_of(billing::OrderId order_id) override;
    Task<Result<KeyTold>> key_of_receipt(billing::ReceiptId receipt) override;
    Task<Result<KeyTold>> key_itself(billing::BillingKeyId id) override;

    /// Looks up the doubts that are due, one after another, unless that goes on already. Asked
    /// again within a short while it does nothing.
    void kick(Instant now);
    /// How many were begun and have not been told their end: their answers are not to be lost.
    [[nodiscard]] int under_way() const noexcept { return rest_->under_way; }

private:
    /// Outlives this: coroutines that are never resumed go with the loop.
    struct Rest {
        int under_way = 0;
        std::function<void()> told;
    };
    class UnderWay;
    /// The answer, and what it was made of: nothing when it is the first one, given again.
    Task<std::pair<Answer, std::optional<Result<Outcome>>>> carry_out(
        Command command, std::string actor, std::optional<Idempotency> idempotency
    );
    /// The key is opened by the turn that knows it, never by a reader.
    Task<Result<Secret>> opened(billing::BillingKeyId id);
    Task<Result<ErrandWritten>> write(
        Command command, std::string actor, std::optional<Idempotency> idempotency
    );
    /// Sends it, once. What it gives has yet to be written.
    Task<EndErrand> send(const ErrandWritten& begun, ErrandForm form);
    /// What a look-up proves; doubt when it proves nothing.
    Task<EndErrand> evidence(const billing::Errand& errand);
    Task<EndErrand> evidence_of_key(const billing::Errand& errand);
    /// The key that a registration in doubt has made after all, as a person found it.
    Task<Result<EndErrand>> registered(const billing::Errand& errand, PersonsWord word);
    Task<Result<billing::Errand>> stored(std::string id);
    Task<void> look_up_due();

    boost::asio::any_io_executor loop_;
    Desk& desk_;
    ports::Services& services_;
    ports::Gateway& gateway_;
    std::shared_ptr<Rest> rest_ = std::make_shared<Rest>();
    bool looking_ = false;
    std::optional<Instant> next_round_;
};

}  // namespace maedal::engine
