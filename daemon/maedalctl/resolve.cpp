#include "maedalctl/resolve.hpp"

#include "maedalctl/confirm.hpp"

namespace maedal::ctl {
namespace {

using nlohmann::json;

struct Told {
    std::string order_id, receipt, reason, confirmed, from, to, code;
    bool absent = false, waive = false, all = false;
};

json body_of(const Session& session, const Told& told) {
    json body{{"reason", told.reason}, {"as", told.waive ? "waived" : "paid"}};
    if (!told.receipt.empty()) body["receipt_id"] = told.receipt;
    if (!told.absent) {
        if (!told.confirmed.empty() && told.confirmed != told.order_id)
            throw Failure{
                ExitCode::usage,
                "--confirm names " + printable(told.confirmed) + ", and not " +
                    printable(told.order_id)};
        return body;
    }
    body["as"] = "absent";
    body["typed"] = confirmation(
        session,
        "Bootpay's console shows no payment of this order id. Type it once more",
        told.confirmed,
        "--confirm ORDER_ID"
    );
    return body;
}

void resolve_one(const Session& session, const Told& told) {
    const auto body = body_of(session, told);
    const auto path = path_of("/v1/doubts", told.order_id) + "/resolve";
    const auto row = session.admin.post(path, body);
    if (shown_as_json(session, row)) return;
    const auto word = text_in(row, "state");
    session.screen.line(
        text_in(row, "order_id") + " is " + session.screen.toned(word, tone_of(word)) +
        (told.waive ? "; nobody waits for its payment, and money that comes all the same goes back"
                    : "")
    );
}

void resolve(const Session& session, const Told& told) {
    const bool one = !told.order_id.empty();
    if (one == told.all)
        throw Failure{ExitCode::usage, "name one ORDER_ID, or --all with --absent"};
    if (one && !(told.from + told.to + told.code).empty())
        throw Failure{ExitCode::usage, "--from, --to and --code go with --all"};
    if (one) return resolve_one(session, told);
    if (!told.absent) throw Failure{ExitCode::usage, "--all goes with --absent only"};
    resolve_all_absent(session, {told.from, told.to, told.code, told.reason, told.confirmed});
}

}  // namespace

void add_resolve(CLI::App& line, Run& run) {
    const auto told = std::make_shared<Told>();
    auto* verb = line.add_subcommand("resolve", "say what became of a doubt");
    verb->add_option("ORDER_ID", told->order_id, "which; or --all");
    auto* as = verb->add_option_group("as");
    as->add_option("--paid", told->receipt, "by this receipt; it is fetched and compared");
    as->add_flag("--absent", told->absent, "you looked in Bootpay's console: there is no payment");
    as->add_flag(
        "--waive", told->waive, "forgive the charge and wait no longer; money that comes goes back"
    );
    as->require_option(1);
    verb->add_option("--reason", told->reason, "how you know; the journal keeps it")->required();
    verb->add_option(
        "--confirm", told->confirmed, "for programs: the order id, or with --all the number"
    );
    verb->add_flag("--all", told->all, "with --absent: all that are past their window");
    verb->add_option("--from", told->from, "with --all: executed at this time or later");
    verb->add_option("--to", told->to, "with --all: executed before this time");
    verb->add_option("--code", told->code, "with --all: the gateway's last word was this");
    verb->callback([&run, told] {
        run = [told](const Session& session) { resolve(session, *told); };
    });
}

}  // namespace maedal::ctl
