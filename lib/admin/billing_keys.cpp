#include "admin/body.hpp"
#include "admin/handlers.hpp"
#include "admin/query.hpp"
#include "admin/replies.hpp"
#include "admin/rows.hpp"

namespace maedal::admin {

Task<net::Response> list_billing_keys(Visit visit) {
    Query query{visit.request};
    const auto customer = query.text("customer_id");
    const auto page = query.page();

    ReadAnswer read = [customer, page, times = visit.times](engine::Reads& reads) {
        const auto keys = reads.billing_keys(customer, page);
        return list_answer(all_shown(keys, times), page, keys.empty() ? "" : keys.back().id.text());
    };
    return looked_up(visit.desk, query, std::move(read));
}

Task<net::Response> show_billing_key(Visit visit) {
    const billing::BillingKeyId id{visit.path["id"]};
    ReadAnswer read = [id, times = visit.times](engine::Reads& reads) {
        const auto key = reads.billing_key(id);
        if (!key) return nothing_called("billing key", id.text());
        auto row = shown(*key, times);
        row["slots_held"] = reads.slots_held(id);
        row["slots_max"] = billing::BillingKey::slots_max;
        return answer(200, row);
    };
    return looked_up(visit.desk, std::move(read));
}

Task<net::Response> add_billing_key(Visit visit) {
    Body body{visit.request};
    engine::AddBillingKey wanted{
        body.text("customer_id"),
        body.secret_or_empty("billing_key"),
        body.text_or_empty("receipt_id"),
        {}};
    if (const auto fault = body.fault()) return told(problem(body.fault_status(), *fault));
    if (wanted.billing_key.empty() == wanted.receipt_id.empty()) {
        return told(problem(
            400,
            {Errc::invalid,
             "key_or_receipt",
             "exactly one of billing_key and receipt_id has to be given",
             "billing_key"}
        ));
    }

    auto render = rendered<billing::BillingKey>(201, visit.times);
    return carried_out(
        std::move(visit),
        std::move(wanted),
        std::move(render),
        Location{"/v1/billing-keys", "billing_key_id"}
    );
}

}  // namespace maedal::admin
