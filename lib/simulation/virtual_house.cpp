#include "simulation/virtual_house.hpp"

#include "base/contract.hpp"
#include "engine/dispatcher.hpp"
#include "simulation/story.hpp"
#include "sqlite/harmless_copy.hpp"

#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <cstdlib>

namespace maedal::simulation {
namespace {

using engine::Event;
using engine::TurnInput;
using engine::TurnOutput;

/// The ledger's own file stands in a folder too, because its mode is checked there.
std::filesystem::path new_folder() {
    const std::filesystem::path memory{"/dev/shm"};
    const auto parent =
        std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
    std::string name = (parent / "maedal-XXXXXX").string();
    MAEDAL_EXPECTS(::mkdtemp(name.data()) != nullptr);
    return name;
}

const billing::Zone* zone_named(const std::string& name) {
    static const billing::Zone zone = billing::korea();
    return name == zone.name() ? &zone : nullptr;
}

/// A coroutine that waits for nothing real, run to its end.
template <class T>
T carried(boost::asio::io_context& loop, Task<T> call) {
    std::optional<T> value;
    std::exception_ptr failure;
    const auto run = [&value, &call]() -> Task<void> { value = co_await std::move(call); };
    boost::asio::co_spawn(loop, run, [&failure](std::exception_ptr thrown) { failure = thrown; });
    loop.restart();
    loop.run();
    if (failure) std::rethrow_exception(failure);
    MAEDAL_EXPECTS(value);
    return std::move(*value);
}

Secret ledger_key() {
    return Secret{std::string(64, 'a')};
}

engine::Rules at_home(engine::Rules rules) {
    rules.installation = "m1";
    rules.time_zone = billing::korea().name();
    rules.zone = zone_named;
    return rules;
}

}  // namespace

VirtualHouse::VirtualHouse(
    Bare, std::uint64_t seed, engine::Rules rules, sandbox::OrderIdRule gateway_rule, Instant now
)
    : dice_{sandbox::scattered(seed)},
      rules_{std::move(rules)},
      folder_{new_folder()},
      disk_{folder_.filename().string(), seed},
      bootpay_{seed, now},
      line_{std::make_unique<ModelGateway>(bootpay_, weather, seed + 3, tally_)},
      post_{bootpay_, weather, seed + 4, tally_} {
    MAEDAL_EXPECTS(sodium_init() >= 0);
    bootpay_.switches().order_id_rule = gateway_rule;
    bootpay_.switches().webhook_url = "http://127.0.0.1:1/";
}

VirtualHouse::VirtualHouse(
    std::uint64_t seed, engine::Rules rules, sandbox::OrderIdRule gateway_rule
)
    : VirtualHouse{
          Bare{},
          seed,
          at_home(std::move(rules)),
          gateway_rule,
          *instant_from_rfc3339("2026-01-01T00:00:00+09:00")} {
    start();
}

VirtualHouse::VirtualHouse(
    std::uint64_t seed,
    engine::Rules rules,
    sandbox::OrderIdRule gateway_rule,
    const InheritedBook& book
)
    : VirtualHouse{Bare{}, seed, std::move(rules), gateway_rule, book.now} {
    sqlite::MemoryDisk::Image image{{ledger_path(), book.ledger}};
    if (!book.log.empty()) image[ledger_path() + "-wal"] = book.log;
    disk_.put_back(image);
    sqlite::make_harmless(ledger_path(), disk_.name(), ledger_key());
    ledger_ = sqlite::SqliteLedger::open({ledger_path(), ledger_key(), {}, disk_.name()});
    const auto newest = ledger_->journal({}, {{}, 1});
    if (!newest.empty() && newest.front().at > now()) bootpay_.advance(newest.front().at);
    ledger_.reset();
    disk_.lose_process();
    start();
}

VirtualHouse::~VirtualHouse() {
    turn_.reset();
    disk_.lose_process();
    ledger_.reset();
    std::filesystem::remove_all(folder_);
}

bool VirtualHouse::strikes(int percent) {
    return percent > 0 && dice_.hits(percent);
}

void VirtualHouse::open_ledger() {
    auto lock = sqlite::LockFile::take(ledger_path(), now());
    MAEDAL_EXPECTS(lock);
    lock_ = std::move(*lock);
    ledger_ =
        sqlite::SqliteLedger::open({ledger_path(), ledger_key(), rules_.installation, disk_.name()}
        );
    rules_.installation = ledger_->installation();
    turn_ = std::make_unique<engine::Turn>(*ledger_, rules_);
    doubts_ += turn_->recover(now() + skew_);
    started_at_ = now();
    line_->process_started();
}

/// Everything in memory is gone; of the disk stays what a dead process or a dead machine leaves.
void VirtualHouse::die() {
    crashes_ += 1;
    const auto torn = disk_.torn_writes();
    if (strikes(weather.power_cut)) {
        tally_.hit(Probe::power_cut);
        disk_.lose_power();
    } else {
        disk_.lose_process();
    }
    if (disk_.torn_writes() > torn) tally_.hit(Probe::torn_write);
    turn_.reset();
    ledger_.reset();
    lock_.reset();
    waiting_.clear();
    under_way_.clear();
    asked_.clear();
    answers_.clear();
    post_.door_died();
    writes_wanted_ = 0;
    next_due_.reset();
    stuck_ = false;
    history_.note(now(), "died");
}

void VirtualHouse::start() {
    constexpr int tries_max = 1'000;
    constexpr int tries_until_repaired = 20;
    for (int tries = 0;; ++tries) {
        MAEDAL_EXPECTS(tries < tries_max);
        const bool dies = strikes(weather.recovery_crash);
        if (dies)
            disk_.fail_after(static_cast<int>(dice_.roll() % 40), sqlite::MemoryDisk::Fault::death);
        if (tries == tries_until_repaired) disk_.heal();
        try {
            open_ledger();
            if (dies) disk_.heal();
            constexpr int hardly_lives = 90;
            if (dies && weather.recovery_crash >= hardly_lives)
                throw ports::LedgerFailure{"killed at the end of its recovery"};
            if (tries >= 10) tally_.hit(Probe::crash_ten_in_a_row);
            history_.note(now(), "started");
            return;
        } catch (const ports::LedgerFailure&) {
            if (dies) tally_.hit(Probe::crash_in_recovery);
            die();
            bootpay_.advance(now() + Seconds{5});  // systemd starts it again
        }
    }
}

void VirtualHouse::crash() {
    die();
    start();
}

void VirtualHouse::calm() {
    weather = {};
    disk_.heal();
    line_->clear();
    skew_ = Seconds{0};
    bootpay_.switches().execution_delay = Seconds{0};
    bootpay_.declines().clear();
}

void VirtualHouse::restore(const sqlite::MemoryDisk::Image& image) {
    tally_.hit(Probe::restored);
    die();
    disk_.put_back(image);
    start();
}

std::string VirtualHouse::start_second_daemon() {
    tally_.hit(Probe::second_daemon);
    const auto second = sqlite::LockFile::take(ledger_path(), now());
    return second ? "a second daemon was let in beside the first" : "";
}

std::string VirtualHouse::start_copy_elsewhere(Seconds span) {
    tally_.hit(Probe::copied);
    const auto folder = new_folder();
    sqlite::MemoryDisk disk{folder.filename().string(), 1};
    sqlite::MemoryDisk::Image image;
    for (const auto& [name, bytes] : disk_.image())
        image[(folder / std::filesystem::path{name}.filename()).string()] = bytes;
    disk.put_back(image);
    std::string wrong;
    {
        const auto ledger = sqlite::SqliteLedger::open(
            {(folder / "ledger.db").string(), ledger_key(), rules_.installation, disk.name()}
        );
        engine::Turn turn{*ledger, rules_};
        turn.recover(now());
        constexpr int turns = 8;
        for (int i = 0; i < turns && wrong.empty(); ++i) {
            const TurnOutput output = turn.run({{}, now() + i * span / turns, places, places});
            if (!output.writes.empty()) wrong = "a copy of the ledger sends money elsewhere";
        }
        disk.lose_process();
    }
    std::filesystem::remove_all(folder);
    return wrong;
}

void VirtualHouse::disk_trouble() {
    if (weather.disk_permille == 0) return;
    if (static_cast<int>(dice_.roll() % 1'000) >= weather.disk_permille) return;
    using enum sqlite::MemoryDisk::Fault;
    const bool full_one = strikes(weather.disk_full);
    const bool lasts = strikes(weather.disk_lasting);
    const auto fault = full_one ? (lasts ? full_ever : full) : (lasts ? io_error_ever : io_error);
    disk_.fail_after(static_cast<int>(dice_.roll() % 12), dice_.hits(30) ? death : fault);
    tally_.hit(full_one ? Probe::disk_full : Probe::disk_error);
}

TurnOutput VirtualHouse::turn() {
    TurnInput input{std::move(waiting_), now() + skew_, 0, 0, 0, read_clocks()};
    waiting_.clear();
    for (const auto& event : input.events) {
        if (const auto id = order_id_of_write_answer(event)) asked_.erase(*id);
        history_.note(now(), line_of(event));
        if (settles_by_order_id(event)) tally_.hit(Probe::settled_by_order_id);
    }
    const int free = places - static_cast<int>(asked_.size());
    input.looks_free = places;
    if (free > 0) {
        // As the corridor does it: connections are opened for what waits to be sent.
        const int warm = carried(loop_, line_->warm(free));
        input.writes_free = std::min(free, warm);
        unreachable_ = warm == 0;
        if (warm == 0 && writes_wanted_ > 0) tally_.hit(Probe::unreachable);
    }
    turns_ += 1;
    disk_trouble();
    return turn_->run(std::move(input));
}

std::optional<billing::ClockReading> VirtualHouse::read_clocks() const {
    if (!clocks_watched_) return std::nullopt;
    std::optional<Seconds> ahead;
    if (line_->told_its_time()) ahead = -skew_;
    return billing::ClockReading{now() + skew_, now() - started_at_, ahead};
}

/// Any look-up will do: its answer is dated.
void VirtualHouse::ask_for_the_time() {
    static_cast<void>(carried(loop_, line_->receipts_of(billing::OrderId{"m1-time"})));
    static_cast<void>(line_->took());
}

void VirtualHouse::watch_slots() {
    for (const auto& key : bootpay_.keys())
        open_most_ = std::max(open_most_, key.waiting);
}

void VirtualHouse::release(const TurnOutput& output) {
    writes_wanted_ = output.writes_wanted;
    next_due_ = output.next_due;
    wants_time_ = output.wants_time;
    for (const auto& [ticket, answer] : output.answers)
        answers_[ticket] = answer;
    for (const auto ticket : output.notices_stored)
        post_.answered(ticket, true);
    for (const auto ticket : output.notices_set_aside)
        post_.answered(ticket, false);
    for (const auto& alarm : output.alarms)
        history_.note(now(), alarm);
}

void VirtualHouse::carry(TurnOutput output) {
    release(output);
    if (strikes(weather.crash)) {
        tally_.hit(Probe::crash_before_send);
        crash();
        return;
    }
    for (auto& write : output.writes) {
        history_.note(now(), line_of(write));
        if (const auto id = order_id_of(write)) asked_.insert(*id);
        Event answer = carried(loop_, engine::send(*line_, std::move(write)));
        under_way_.emplace(now() + line_->took(), std::move(answer));
        if (strikes(weather.crash)) {
            tally_.hit(Probe::crash_between_sends);
            crash();
            return;
        }
    }
    if (!output.writes.empty()) watch_slots();
    for (auto& look : output.looks) {
        Event answer = carried(loop_, engine::look_up(*line_, std::move(look)));
        under_way_.emplace(now() + line_->took(), std::move(answer));
    }
}

void VirtualHouse::take_up_arrivals() {
    while (!under_way_.empty() && under_way_.begin()->first <= now()) {
        waiting_.push_back(std::move(under_way_.begin()->second));
        under_way_.erase(under_way_.begin());
    }
}

void VirtualHouse::hand_in_notices() {
    for (auto& notice : post_.brought(ticket_)) {
        if (asked_.contains(notice.hint.order_id)) tally_.hit(Probe::notice_before_answer);
        waiting_.push_back(std::move(notice));
    }
}

void VirtualHouse::settle() {
    constexpr int turns_max = 100'000;
    for (int turns = 0;; ++turns) {
        MAEDAL_EXPECTS(turns < turns_max);
        line_->arrive();
        take_up_arrivals();
        hand_in_notices();
        if (!waiting_.empty() && strikes(weather.crash)) {
            tally_.hit(Probe::crash_before_commit);
            crash();
            continue;
        }
        const bool events = !waiting_.empty();
        try {
            TurnOutput output = turn();
            const bool works = events || !output.writes.empty() || !output.looks.empty();
            wants_time_ = output.wants_time;
            const bool due = output.next_due && *output.next_due <= now() + skew_of_engine();
            const bool wants = output.writes_wanted > 0 || output.looks_wanted;
            const int lives = crashes_;
            carry(std::move(output));
            if (crashes_ != lives) continue;  // whoever starts looks round first
            if (wants_time_ && !line_->told_its_time()) ask_for_the_time();
            const bool arrived = !under_way_.empty() && under_way_.begin()->first <= now();
            stuck_ = (due || wants) && !works && !arrived;
            if (!arrived && !(works && (due || wants))) return;
        } catch (const ports::LedgerRefusal&) {
            throw;  // a turn deals with these by itself
        } catch (const ports::LedgerFailure& failure) {
            history_.note(now(), "the ground gave way");
            crash();
        }
    }
}

std::optional<Instant> VirtualHouse::next_moment() {
    std::optional<Instant> next;
    const auto consider = [&](std::optional<Instant> at) {
        if (at && (!next || *at < *next)) next = at;
    };
    // While nothing can be done the corridor looks round by itself, less and less often.
    constexpr Seconds look_round{60}, look_round_max{3'600};
    const bool waits = stuck_ || unreachable_ || (wants_time_ && !line_->told_its_time());
    idle_rounds_ = waits ? idle_rounds_ + 1 : 0;
    const Seconds gap = std::min(look_round * (1 << std::min(idle_rounds_, 6)), look_round_max);
    if (waits) consider(now() + gap);
    const Seconds skew = skew_of_engine();
    if (next_due_ && *next_due_ - skew > now() && !unreachable_) consider(*next_due_ - skew);
    if (!under_way_.empty()) consider(under_way_.begin()->first);
    consider(line_->next_arrival());
    consider(post_.next_due());
    if (weather.notice_lost < 100) consider(bootpay_.next_execution());
    return next;
}

void VirtualHouse::walk(Instant to) {
    for (;;) {
        settle();
        if (now() >= to) return;
        const auto next = next_moment();
        bootpay_.advance(next ? std::min(to, std::max(*next, now() + Seconds{1})) : to);
    }
}

int VirtualHouse::order(engine::Command command) {
    engine::Order placed{std::move(command), "test", std::nullopt, {}};
    placed.render = [](const Result<engine::Outcome>& result) {
        if (!result)
            return engine::Answer{
                static_cast<int>(result.error().code) + 400, result.error().reason};
        if (const auto* s = std::get_if<billing::Subscription>(&*result))
            return engine::Answer{200, s->id.text()};
        if (const auto* k = std::get_if<billing::BillingKey>(&*result))
            return engine::Answer{200, k->id.text()};
        return engine::Answer{200, ""};
    };
    const std::size_t ticket = ++ticket_;
    waiting_.push_back(engine::OrderPlaced{std::move(placed), ticket});
    try {
        TurnOutput output = turn();
        for (const auto& [number, answer] : output.answers)
            if (number == ticket) {
                said_ = answer.body;
                history_.note(now(), fmt::format("answer {} {}", answer.status, answer.body));
                const int status = answer.status;
                carry(std::move(output));
                return status;
            }
    } catch (const ports::LedgerRefusal&) {
        throw;
    } catch (const ports::LedgerFailure&) {
        crash();
        return 0;
    }
    MAEDAL_EXPECTS(false);
    return 0;
}

int VirtualHouse::resolve(engine::ResolveDoubt said) {
    const billing::OrderId id{said.order_id};
    const auto attempt = ledger_->attempt(id);
    if (!attempt) return order(std::move(said));
    if (said.as == engine::ResolveDoubt::As::paid) {
        auto receipt = carried(loop_, line_->receipt(billing::ReceiptId{said.receipt_id}));
        if (!receipt) return 400;
        said.evidence.receipts = std::vector<billing::GatewayReceipt>{std::move(*receipt)};
    } else if (said.as == engine::ResolveDoubt::As::absent) {
        const engine::Look look = engine::LookAtAttempt{id, attempt->reserve_id};
        const Event found = carried(loop_, engine::look_up(*line_, look));
        said.evidence = std::get<engine::AttemptLookedUp>(found).evidence;
        if (const auto later = ledger_->last_payment_after(attempt->execute_at)) {
            said.control = later->order_id.text();
            const auto control = carried(loop_, line_->receipts_of(later->order_id));
            said.control_found = control && !control->empty();
        }
    }
    static_cast<void>(line_->took());
    return order(std::move(said));
}

std::string VirtualHouse::card(const std::string& customer) {
    const auto made = bootpay_.register_card({});
    const auto& key = *std::get<const sandbox::BillingKey*>(made);
    const Secret secret{key.billing_key};
    MAEDAL_EXPECTS(order(engine::AddBillingKey{customer, secret, "", "card"}) == 200);
    gateway_keys_[said_] = key.billing_key;
    return said_;
}

std::string VirtualHouse::gateway_key(const std::string& our_key) {
    return gateway_keys_.at(our_key);
}

std::string VirtualHouse::subscribe(
    const std::string& customer,
    const std::string& key,
    const std::string& plan,
    const std::string& anchor
) {
    const int status = order(engine::CreateSubscription{"", customer, plan, key, anchor, ""});
    MAEDAL_EXPECTS(status == 200);
    return said_;
}

void VirtualHouse::load(std::vector<billing::Plan> plans) {
    MAEDAL_EXPECTS(order(engine::LoadPlans{std::move(plans)}) == 200);
}

}  // namespace maedal::simulation
