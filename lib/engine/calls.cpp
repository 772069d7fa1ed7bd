#include "engine/calls.hpp"

#include "billing/transition.hpp"

#include <string_view>

namespace maedal::engine {
namespace {

std::string_view outcome_of(Errc code) {
    switch (code) {
        case Errc::refused:
            return "refused";
        case Errc::declined:
            return "declined";
        case Errc::unauthorized:
            return "unauthorized";
        case Errc::unsent:
            return "unsent";
        case Errc::conflict:
            return "duplicate";
        default:
            return "in_doubt";
    }
}

/// The gateway's codes are in capitals; our own words for what went wrong are not.
bool is_gateway_code(std::string_view reason) {
    return !reason.empty() && reason.front() >= 'A' && reason.front() <= 'Z';
}

/// Counts a code that the built-in list does not know, and gives what a person has decided.
std::optional<Errc> decided(Papers& papers, const std::string& kind, const std::string& code) {
    auto known = papers.ledger.gateway_code(kind, code);
    if (!known) {
        known = billing::GatewayCode{
            kind, code, billing::CodeMeaning::unknown, 0, papers.now, papers.now, {}, 0};
        // What a revoke was answered does not matter: the look-up after it proves what became of
        // it. An errand in doubt says so itself.
        if (kind != call_kind::revoke && kind != call_kind::errand)
            papers.alarm(fmt::format(
                "{} was answered with {}, which nobody knows: see maedalctl codes", kind, code
            ));
    }
    known->seen += 1;
    known->last_at = papers.now;
    papers.ledger.put(*known, papers.cause("gateway_code.seen"));
    switch (known->meaning) {
        case billing::CodeMeaning::unknown:
            return std::nullopt;
        case billing::CodeMeaning::refused:
            return Errc::refused;
        case billing::CodeMeaning::declined:
            return Errc::declined;
    }
    return std::nullopt;
}

}  // namespace

std::int64_t write_down_call(Papers& papers, const std::string& kind, std::string subject) {
    ports::GatewayCall call{
        .number = 0,
        .kind = kind,
        .subject = std::move(subject),
        .intent_at = papers.now,
        .closed_at = std::nullopt,
        .outcome = {},
        .code = {}};
    write_sent(papers);
    papers.ledger.add(call, papers.cause("call." + kind));
    return call.number;
}

void presume_call(
    Papers& papers, const std::string& kind, const std::string& subject, Instant sent_at
) {
    ports::GatewayCall call{
        .number = 0,
        .kind = kind,
        .subject = subject,
        .intent_at = sent_at,
        .closed_at = std::nullopt,
        .outcome = {},
        .code = {}};
    papers.ledger.add(call, papers.cause("call.presumed"));
    papers.ledger.close_call(
        call.number, "in_doubt", std::string{billing::presumed_sent}, papers.cause("call.in_doubt")
    );
}

Error close_failed_call(Papers& papers, std::int64_t call, const std::string& kind, Error error) {
    if (error.code == Errc::in_doubt && is_gateway_code(error.reason))
        error.code = decided(papers, kind, error.reason).value_or(error.code);
    const std::string outcome{outcome_of(error.code)};
    const bool clear =
        error.code == Errc::refused || error.code == Errc::declined || error.code == Errc::conflict;
    // A look-up follows, or a person decides: the gateway is well, whatever it meant.
    const bool spoken =
        (kind == call_kind::revoke || kind == call_kind::errand) && is_gateway_code(error.reason);
    const bool doubt = outcome == "in_doubt" && !spoken;
    write_answered(papers, clear || spoken, error.code == Errc::unauthorized, doubt);
    papers.ledger.close_call(call, outcome, error.reason, papers.cause("call." + outcome));
    return error;
}

void close_done_call(Papers& papers, std::int64_t call) {
    write_answered(papers, true, false, false);
    papers.ledger.close_call(call, "done", "", papers.cause("call.done"));
}

}  // namespace maedal::engine
