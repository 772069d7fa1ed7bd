#include "engine/errands.hpp"

#include "base/contract.hpp"
#include "base/log.hpp"
#include "base/rethrow.hpp"
#include "billing/timing.hpp"
#include "engine/errand_forms.hpp"

#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>

#include <memory>
#include <utility>

namespace maedal::engine {
namespace {

using billing::Errand;
using billing::ErrandKind;
using billing::ErrandState;

constexpr Seconds round_gap{30};
constexpr int due_max = 16;

/// A write's answer as the end of its errand. `told` is what it says when all is well.
template <class T, class Told>
EndErrand ended(const std::string& id, const Result<T>& answer, Instant now, Told told) {
    EndErrand end{.id = id, .state = ErrandState::done};
    if (answer) {
        told(end, *answer);
        return end;
    }
    end.failure = answer.error();
    end.next_look_at = now + Seconds{60};  // should it be a doubt
    return end;
}

void keep_key(EndErrand& end, const ports::RegisteredKey& made) {
    end.billing_key = made.key.billing_key;
    end.method = made.key.method;
    end.told = fmt::format(R"("receipt_id":"{}")", made.receipt.text());
}

/// Of a sale only what is no personal data: the receipt, where it can be looked up again.
void keep_sale(EndErrand& end, const Sale& sale) {
    end.told = fmt::format(R"("receipt_id":"{}","status":{})", sale.receipt.text(), sale.status);
}

Error invalid_receipt(const char* reason, const char* detail) {
    return Error{Errc::invalid, reason, detail, "receipt_id"};
}

}  // namespace

/// Counts one for as long as its coroutine lives.
class Errands::UnderWay {
public:
    explicit UnderWay(std::shared_ptr<Rest> rest) : rest_{std::move(rest)} { ++rest_->under_way; }
    UnderWay(const UnderWay&) = delete;
    UnderWay& operator=(const UnderWay&) = delete;
    ~UnderWay() {
        if (--rest_->under_way == 0 && rest_->told) rest_->told();
    }

private:
    std::shared_ptr<Rest> rest_;
};

Task<std::pair<Answer, std::optional<Result<Outcome>>>> Errands::carry_out(
    Command command, std::string actor, std::optional<Idempotency> idempotency
) {
    auto result = std::make_shared<std::optional<Result<Outcome>>>();
    Render render = [result](const Result<Outcome>& outcome) {
        *result = outcome;
        if (!outcome) return Answer{409, {}};
        const auto* written = std::get_if<ErrandWritten>(&*outcome);
        return Answer{200, written == nullptr ? std::string{} : written->errand.id};
    };
    Order order{std::move(command), std::move(actor), std::move(idempotency), std::move(render)};
    auto carrying = desk_.carry_out(std::move(order));
    Answer answer = co_await std::move(carrying);
    co_return std::pair{std::move(answer), std::move(*result)};
}

Task<Result<ErrandWritten>> Errands::write(
    Command command, std::string actor, std::optional<Idempotency> idempotency
) {
    auto carrying = carry_out(std::move(command), std::move(actor), std::move(idempotency));
    const auto [answer, result] = co_await std::move(carrying);
    if (!result) {  // a repeat: the first answer was the errand's id
        auto finding = stored(answer.body);
        auto found = co_await std::move(finding);
        if (!found) co_return found.error();
        co_return ErrandWritten{*found, {}, true};
    }
    if (!*result) co_return result->error();
    co_return std::get<ErrandWritten>(**result);
}

Task<Result<Secret>> Errands::opened(billing::BillingKeyId id) {
    auto carrying = carry_out(OpenKey{id.text()}, "gateway", std::nullopt);
    const auto [answer, result] = co_await std::move(carrying);
    MAEDAL_EXPECTS(result);  // without an idempotency key nothing is a repeat
    if (!*result) co_return result->error();
    co_return std::get<OpenedKey>(**result).billing_key;
}

Task<Result<KeyTold>> Errands::key_of_receipt(billing::ReceiptId receipt) {
    const auto key = co_await gateway_.key_of_receipt(std::move(receipt));
    if (!key) co_return key.error();
    co_return KeyTold{key->billing_key.masked(), key->method, key->registration_id, true};
}

Task<Result<KeyTold>> Errands::key_itself(billing::BillingKeyId id) {
    auto opening = opened(std::move(id));
    const auto known = co_await std::move(opening);
    if (!known) co_return known.error();
    const auto key = co_await gateway_.key_itself(*known);
    if (!key && key.error().reason == ports::reason::dead_key)
        co_return KeyTold{known->masked(), {}, {}, false};
    if (!key) co_return key.error();
    co_return KeyTold{known->masked(), key->method, key->registration_id, true};
}

Task<Result<Errand>> Errands::stored(std::string id) {
    std::function<std::optional<Errand>(Reads&)> read = [id](Reads& reads) {
        return reads.errand(id);
    };
    auto reading = read_as<std::optional<Errand>>(desk_, std::move(read));
    auto found = co_await std::move(reading);
    if (!found) co_return Error{Errc::not_found, "unknown_errand", "no such errand", "errand_id"};
    co_return *std::move(found);
}

Task<Result<Errand>> Errands::run(
    ErrandForm form, std::string actor, std::optional<Idempotency> idempotency
) {
    if (auto fault = fault_of(form)) co_return *fault;
    const UnderWay counted{rest_};
    auto beginning = write(intent_of(form), actor, std::move(idempotency));
    auto begun = co_await std::move(beginning);
    if (!begun) co_return begun.error();
    if (begun->repeated) co_return begun->errand;
    auto sending = send(*begun, std::move(form));
    EndErrand end = co_await std::move(sending);
    if (only_a_person_settles(begun->errand.kind)) end.next_look_at.reset();
    auto ending = write(std::move(end), "gateway", std::nullopt);
    auto over = co_await std::move(ending);
    if (!over) co_return over.error();
    co_return over->errand;
}

Task<Result<Errand>> Errands::look(std::string id, std::string actor) {
    auto finding = stored(id);
    auto found = co_await std::move(finding);
    if (!found) co_return found.error();
    if (found->state != ErrandState::doubt || only_a_person_settles(found->kind)) co_return *found;
    auto asking = evidence(*found);
    EndErrand end = co_await std::move(asking);
    auto ending = write(std::move(end), std::move(actor), std::nullopt);
    auto over = co_await std::move(ending);
    if (!over) co_return over.error();
    co_return over->errand;
}

Task<Result<EndErrand>> Errands::registered(const Errand& errand, PersonsWord word) {
    EndErrand end{.id = errand.id, .state = ErrandState::done};
    const billing::ReceiptId receipt{word.receipt};
    end.told = fmt::format(R"("receipt_id":"{}")", receipt.text());
    if (errand.kind == ErrandKind::ask_for_account) co_return end;  // the next step proves it
    if (errand.kind == ErrandKind::publish_account && errand.subject != receipt.text())
        co_return invalid_receipt("receipt_of_another", "the errand is about another receipt");
    const auto key = co_await gateway_.key_of_receipt(receipt);
    if (!key) co_return key.error();
    const bool own = key->registration_id.empty() || key->registration_id == errand.id;
    if (errand.kind == ErrandKind::register_card && !own)
        co_return invalid_receipt(
            "receipt_of_another", "it is the receipt of another registration"
        );
    end.billing_key = key->billing_key;
    end.method = key->method;
    co_return end;
}

Task<Result<Errand>> Errands::settle(PersonsWord word, std::string actor) {
    auto finding = stored(word.errand_id);
    const auto found = co_await std::move(finding);
    if (!found) co_return found.error();
    const bool makes = makes_a_key(found->kind) || found->kind == ErrandKind::ask_for_account;
    if ((makes && word.carried_out) == word.receipt.empty())
        co_return invalid_receipt(
            "receipt_with_done", "receipt_id goes with a registration that is done, and only"
        );
    SettleErrand settle{word.errand_id, word.carried_out, word.reason};
    if (!word.receipt.empty()) {
        auto asking = registered(*found, std::move(word));
        auto end = co_await std::move(asking);
        if (!end) co_return end.error();
        settle.found = *std::move(end);
    }
    auto settling = write(std::move(settle), std::move(actor), std::nullopt);
    auto over = co_await std::move(settling);
    if (!over) co_return over.error();
    co_return over->errand;
}

Task<Result<UserToken>> Errands::user_token(UserTokenForm form) {
    return services_.user_token(std::move(form));
}
Task<Result<std::string>> Errands::identity(billing::ReceiptId receipt) {
    return services_.identity(std::move(receipt));
}
Task<Result<Sale>> Errands::sale(billing::ReceiptId receipt, bool with_user) {
    return services_.sale(std::move(receipt), with_user);
}
Task<Result<std::vector<Sale>>> Errands::sales_of(billing::OrderId order_id) {
    return services_.sales_of(std::move(order_id));
}

Task<EndErrand> Errands::send(const ErrandWritten& begun, ErrandForm form) {
    const std::string id = begun.errand.id;
    const Instant now = begun.errand.created_at;
    if (auto* card = std::get_if<CardForm>(&form)) {
        card->registration_id = id;
        const auto answer = co_await services_.register_card(std::move(*card));
        co_return ended(id, answer, now, keep_key);
    }
    if (auto* account = std::get_if<AccountForm>(&form)) {
        account->registration_id = id;
        const auto answer = co_await services_.ask_for_account(std::move(*account));
        const auto told = [](EndErrand& end, const billing::ReceiptId& receipt) {
            end.told = fmt::format(R"("receipt_id":"{}")", receipt.text());
        };
        co_return ended(id, answer, now, told);
    }
    if (auto* publish = std::get_if<PublishAccount>(&form)) {
        const auto answer = co_await services_.publish_account(publish->receipt);
        co_return ended(id, answer, now, keep_key);
    }
    if (std::holds_alternative<DeleteKey>(form)) {
        const auto answer = co_await services_.delete_key(begun.billing_key);
        co_return ended(id, answer, now, [](EndErrand&, const Done&) {});
    }
    if (auto* shipping = std::get_if<ShippingForm>(&form)) {
        const auto answer = co_await services_.ship(std::move(*shipping));
        co_return ended(id, answer, now, keep_sale);
    }
    if (auto* cash = std::get_if<CashReceiptForm>(&form)) {
        const auto answer = co_await services_.publish_cash_receipt(std::move(*cash));
        co_return ended(id, answer, now, keep_sale);
    }
    if (auto* lone = std::get_if<LoneCashReceiptForm>(&form)) {
        const auto answer = co_await services_.publish_lone_cash_receipt(std::move(*lone));
        co_return ended(id, answer, now, keep_sale);
    }
    auto cancel = std::get<CancelCashReceipt>(std::move(form));
    if (cancel.lone) {
        const auto answer =
            co_await services_.cancel_lone_cash_receipt(cancel.receipt, cancel.reason);
        co_return ended(id, answer, now, keep_sale);
    }
    const auto answer = co_await services_.cancel_cash_receipt(cancel.receipt, cancel.reason);
    co_return ended(id, answer, now, keep_sale);
}

Task<EndErrand> Errands::evidence_of_key(const Errand& errand) {
    const Instant now = desk_.health().now;
    EndErrand end{.id = errand.id, .state = ErrandState::doubt};
    end.next_look_at = now + billing::retry_gap(errand.looks + 4);
    if (errand.kind == ErrandKind::publish_account) {
        const billing::ReceiptId receipt{errand.subject};
        const auto key = co_await gateway_.key_of_receipt(receipt);
        if (key) {
            end.state = ErrandState::done;
            keep_key(end, {receipt, *key});
        } else if (key.error().reason == "key_not_issued") {
            end.state = ErrandState::absent;
        }
        co_return end;
    }
    auto opening = opened(billing::BillingKeyId{errand.subject});
    const auto known = co_await std::move(opening);
    if (!known) co_return end;
    const auto key = co_await gateway_.key_itself(*known);
    if (key)
        end.state = ErrandState::absent;
    else if (key.error().code == Errc::refused && key.error().reason == ports::reason::dead_key)
        end.state = ErrandState::done;
    co_return end;
}

Task<EndErrand> Errands::evidence(const Errand& errand) {
    if (errand.kind == ErrandKind::publish_account || errand.kind == ErrandKind::delete_key) {
        auto asking = evidence_of_key(errand);
        co_return co_await std::move(asking);
    }
    const Instant now = desk_.health().now;
    EndErrand end{.id = errand.id, .state = ErrandState::doubt};
    end.next_look_at = now + billing::retry_gap(errand.looks + 4);
    if (errand.kind == ErrandKind::publish_lone_cash_receipt) {
        // Not found proves nothing: whether every list has them is not published.
        const billing::OrderId order{errand.subject};
        const auto sales = co_await services_.sales_of(order);
        if (!sales || sales->empty()) co_return end;
        keep_sale(end, sales->front());
        end.state = ErrandState::done;
        co_return end;
    }
    const billing::ReceiptId receipt{errand.subject};
    const auto sale = co_await services_.sale(receipt, false);
    if (!sale) co_return end;
    keep_sale(end, *sale);
    const bool wanted = errand.kind == ErrandKind::ship                   ? sale->shipped
                        : errand.kind == ErrandKind::publish_cash_receipt ? sale->cash_receipt
                                                                          : !sale->cash_receipt;
    end.state = wanted ? ErrandState::done : ErrandState::absent;
    co_return end;
}

void Errands::kick(Instant now) {
    if (looking_ || (next_round_ && now < *next_round_)) return;
    next_round_ = now + round_gap;
    looking_ = true;
    boost::asio::co_spawn(loop_, look_up_due(), rethrow);
}

Task<void> Errands::look_up_due() {
    const Instant now = desk_.health().now;
    std::function<std::vector<Errand>(Reads&)> read = [now](Reads& reads) {
        return reads.due_errands(now, due_max);
    };
    auto reading = read_as<std::vector<Errand>>(desk_, std::move(read));
    const auto due = co_await std::move(reading);
    for (const auto& errand : due) {
        auto looking = look(errand.id, "gateway");
        const auto over = co_await std::move(looking);
        if (!over) break;  // the daemon ends, or is too busy: the next round goes on
        log::info(
            fmt::format("errand {} is {}", over->id, billing::errand_state_names.of(over->state))
        );
    }
    looking_ = false;
}

}  // namespace maedal::engine
