#include "maedalctl/calls_table.hpp"

namespace maedal::ctl {

void print_calls(const Session& session, const nlohmann::json& answer) {
    const auto calls = answer.find("calls");
    if (calls == answer.end() || calls->empty()) return;
    session.screen.line("");
    print_table(
        session.screen,
        {text("CALL", "kind"),
         minute("DECIDED", "intent_at"),
         minute("ANSWERED", "closed_at"),
         text("OUTCOME", "outcome"),
         text("CODE", "gateway_code")},
        *calls
    );
}

}  // namespace maedal::ctl
