#pragma once
#include "engine/turn.hpp"
#include "sandbox/model/bootpay.hpp"
#include "sqlite/ledger.hpp"

#include <filesystem>
#include <memory>
#include <random>
#include <string>

namespace maedal::engine {

/// What may go wrong with one call, in percent of all calls.
struct Weather {
    int request_lost = 0;  ///< a write that never arrives, and nobody knows
    int answer_lost = 0;   ///< a write that was carried out, and nobody knows
    int look_lost = 0;     ///< a look-up without an answer
    int notice_lost = 0;
    int crash = 0;  ///< after a commit and before the sends, or before an answer is committed
};

/// The production turn on a production ledger, against the sandbox's model, in virtual time and one
/// thread: what the corridor does with coroutines is done here in a loop.
class VirtualHouse {
public:
    VirtualHouse(std::uint64_t seed, Rules rules, sandbox::OrderIdRule gateway_rule);
    ~VirtualHouse();

    // What an operator or a customer does. All expect to be accepted.
    std::string card(const std::string& customer);  ///< registered and added; gives our id for it
    std::string subscribe(
        const std::string& customer,
        const std::string& key,
        const std::string& plan,
        const std::string& anchor
    );
    void load(std::vector<billing::Plan> plans);
    /// Carries a command out in a turn of its own and gives the status of its answer.
    int order(Command command);

    /// Goes to `to`, doing all that comes due on the way.
    void walk(Instant to);
    /// Turns until nothing is due and nothing is under way.
    void settle();
    /// The process dies here and is started again.
    void crash();

    [[nodiscard]] Instant now() const { return gateway_.now(); }
    [[nodiscard]] ports::Ledger& ledger() { return *ledger_; }
    [[nodiscard]] sandbox::Bootpay& gateway() { return gateway_; }
    [[nodiscard]] std::string gateway_key(const std::string& our_key);
    [[nodiscard]] int crashes() const { return crashes_; }
    [[nodiscard]] int doubts() const { return doubts_; }
    [[nodiscard]] int open_most() const { return open_most_; }
    Weather weather;

private:
    TurnOutput turn();
    void carry(TurnOutput output);
    Event sent(const Write& write);
    Event looked_up(const Look& look);
    void deliver_notices();
    bool strikes(int percent);
    void open_ledger();

    std::mt19937_64 dice_;
    Rules rules_;
    std::filesystem::path folder_;
    sandbox::Bootpay gateway_;
    std::unique_ptr<sqlite::SqliteLedger> ledger_;
    std::unique_ptr<Turn> turn_;
    std::vector<Event> waiting_;
    std::size_t ticket_ = 0;
    std::size_t notices_seen_ = 0;
    std::vector<Answer> answers_;
    std::map<std::string, std::string> gateway_keys_;
    int writes_wanted_ = 0;
    int crashes_ = 0;
    int doubts_ = 0;
    int open_most_ = 0;
};

}  // namespace maedal::engine
