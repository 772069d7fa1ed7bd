#include "maedalctl/story.hpp"

#include "base/instant.hpp"
#include "maedalctl/words.hpp"

#include <algorithm>

namespace maedal::ctl {
namespace {

using nlohmann::json;

std::string closing(const json& attempt, const std::string& state) {
    const auto code = text_in(attempt, "gateway_code");
    std::string what = "try " + text_in(attempt, "attempt") + " " + state;
    if (!code.empty()) what += ": " + code;
    return what;
}

void tell_attempt(std::vector<StoryLine>& story, const json& attempt) {
    const auto state = text_in(attempt, "state");
    const auto sent = text_in(attempt, "sent_at"), closed = text_in(attempt, "closed_at");
    const auto name =
        "try " + text_in(attempt, "attempt") + " (" + text_in(attempt, "order_id") + ")";
    const auto when = minute_in(attempt, "execute_at");
    if (!sent.empty()) {
        story.push_back(
            {sent,
             name + ": reservation asked for on " + text_in(attempt, "billing_key_id") + ", " +
                 amount_in(attempt, "amount") + " won at " + when,
             Tone::plain}
        );
    } else {
        story.push_back(
            {text_in(attempt, "execute_at"),
             name + ": planned" +
                 (flag_in(attempt, "waits_for_slot") ? ", waits for a free slot" : ""),
             Tone::plain}
        );
    }
    if (!closed.empty()) story.push_back({closed, closing(attempt, state), tone_of(state)});
    const bool wants_a_look = state == "doubt" || state == "quarantined";
    if (closed.empty() && wants_a_look)
        story.push_back(
            {sent, closing(attempt, state == "doubt" ? "is in doubt" : "is " + state), Tone::bad}
        );
}

void tell_refund(std::vector<StoryLine>& story, const json& refund) {
    const auto state = text_in(refund, "state"), closed = text_in(refund, "closed_at");
    const auto sum = amount_in(refund, "amount") + " won";
    story.push_back(
        {text_in(refund, "created_at"),
         "refund of " + sum + " asked for: " + text_in(refund, "reason") + " (" +
             text_in(refund, "cancel_id") + ")",
         Tone::plain}
    );
    if (closed.empty()) return;
    const auto code = text_in(refund, "gateway_code");
    story.push_back(
        {closed,
         "refund of " + sum + " " + state + (code.empty() ? "" : ": " + code),
         tone_of(state)}
    );
}

}  // namespace

std::vector<StoryLine> story_of(const json& charge) {
    std::vector<StoryLine> story{{text_in(charge, "due_at"), "due", Tone::strong}};
    for (const auto& attempt : charge.at("attempts"))
        tell_attempt(story, attempt);
    for (const auto& receipt : charge.at("receipts")) {
        const bool surplus = text_in(receipt, "role") == "surplus";
        story.push_back(
            {text_in(receipt, "paid_at"),
             amount_in(receipt, "amount") + " won taken, receipt " +
                 text_in(receipt, "receipt_id") + (surplus ? ", which nothing asked for" : ""),
             surplus ? Tone::bad : Tone::good}
        );
    }
    for (const auto& refund : charge.at("refunds"))
        tell_refund(story, refund);

    // By the moment and not by the text: the offset of a zone may change on the way.
    const auto moment = [](const StoryLine& line) {
        return instant_from_rfc3339(line.at).value_or(Instant{});
    };
    std::stable_sort(story.begin(), story.end(), [&](const auto& a, const auto& b) {
        return moment(a) < moment(b);
    });
    return story;
}

}  // namespace maedal::ctl
