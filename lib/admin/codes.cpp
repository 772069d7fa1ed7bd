// What was learned about the gateway: its codes, and what a probe found out.
#include "admin/body.hpp"
#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"
#include "engine/night.hpp"
#include "engine/probe_record.hpp"

namespace maedal::admin {
namespace {

bool is_the_engines_own(const billing::Finding& finding) {
    return finding.question == engine::last_night;
}

/// The record of a probe still says "under way" after its process died over it.
void say_when_cut_short(billing::Finding& finding) {
    namespace state = engine::probe_state;
    if (finding.question != engine::probe_run) return;
    if (finding.answer.starts_with(state::under_way))
        finding.answer.replace(0, state::under_way.size(), state::cut_short);
}

}  // namespace

Task<net::Response> list_codes(Visit visit) {
    Query query{visit.request};

    ReadAnswer read = [times = visit.times](engine::Reads& reads) {
        return list_answer(all_shown(reads.gateway_codes(), times));
    };
    return looked_up(visit.desk, query, std::move(read));
}

Task<net::Response> decide_code(Visit visit) {
    Body body{visit.request};
    engine::DecideCode wanted{body.text("call"), body.text("code"), {}, {}};
    const auto meaning = body.word("meaning", {"refused", "declined", "unknown"});
    wanted.reason = body.text("reason");
    if (const auto fault = body.fault()) return told(problem(body.fault_status(), *fault));
    wanted.meaning = *billing::code_meaning_names.from(meaning);

    std::function<nlohmann::json(const engine::CodeDecided&)> row =
        [times = visit.times](const engine::CodeDecided& decided) {
            auto code = shown(decided.code, times);
            code["doubts_resolved"] = decided.doubts_resolved;
            return code;
        };
    return carried_out(std::move(visit), std::move(wanted), rendered(200, std::move(row)));
}

Task<net::Response> list_findings(Visit visit) {
    Query query{visit.request};

    ReadAnswer read = [times = visit.times,
                       probing = visit.desk.probe_progress().running](engine::Reads& reads) {
        auto findings = reads.findings();
        std::erase_if(findings, is_the_engines_own);
        for (auto& finding : findings)
            if (!probing) say_when_cut_short(finding);
        return list_answer(all_shown(findings, times));
    };
    return looked_up(visit.desk, query, std::move(read));
}

}  // namespace maedal::admin
