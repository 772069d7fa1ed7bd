#pragma once
#include "bad_ground.hpp"
#include "pair.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace maedal::integration {

/// A day in which everything happens once: a subscription is made, its first period is reserved,
/// executed, told by a webhook and paid; it is canceled while its second is reserved, which is
/// revoked; and the payment is given back. Every step may be asked for again.
class Day {
public:
    /// `billing_key` is one of its own customer: see key_for.
    Day(const Pair& pair, int number, std::string billing_key);

    /// The configuration that a day needs: the second period is reserved while the first is not
    /// over.
    static Wishes wishes();
    static std::string key_for(const Pair& pair, int number);

    static constexpr int steps = 5;
    [[nodiscard]] Reply take(int step) const;
    [[nodiscard]] const std::string& date() const noexcept { return date_; }
    /// What became of it, the same for every day that went well. Needs a daemon that runs.
    [[nodiscard]] std::string fate() const;

private:
    [[nodiscard]] Reply post(
        const std::string& target, const std::string& step, const nlohmann::json& body
    ) const;
    [[nodiscard]] Reply give_back() const;
    [[nodiscard]] std::string at(std::string_view hour) const;

    const Pair& pair_;
    std::string date_, name_, billing_key_;
};

/// Lives days on bad ground: when the daemon ends, it is started again and the day goes on.
class Survivor {
public:
    Survivor(Pair& pair, const BadGround& ground);

    /// The ground is armed from the first step to the first blow, or to the end of the day.
    /// Afterwards the daemon runs, and waits for `next`.
    void live(const Day& day, const Blow& blow, const Blow& next);
    /// How often the daemon ended by itself, or was killed.
    [[nodiscard]] int ends() const noexcept { return ends_; }
    [[nodiscard]] const std::vector<Ending>& endings() const noexcept { return endings_; }

private:
    void start(const Blow& blow);
    bool ended();
    void go_on_if_ended(const Blow& next);

    Pair& pair_;
    const BadGround& ground_;
    Blow waiting_{"nothing yet"};  // what the daemon that runs was started for
    int ends_ = 0;
    std::vector<Ending> endings_;
};

}  // namespace maedal::integration
