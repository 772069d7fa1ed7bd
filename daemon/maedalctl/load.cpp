#include "maedalctl/book.hpp"
#include "maedalctl/command.hpp"
#include "maedalctl/file_text.hpp"

#include <algorithm>
#include <map>

namespace maedal::ctl {
namespace {

using nlohmann::json;

/// Posts a book and keeps what became of every request.
class Loading {
public:
    explicit Loading(const AdminDoor& admin) : admin_{admin} {}

    void load(const BookCustomer& customer) {
        const auto key = post(customer.customer_id, "key", "/v1/billing-keys", customer.key);
        for (auto body : customer.subscriptions) {
            if (key.empty()) {
                note(customer.customer_id, "subscription", body, "left out: it has no billing key");
                continue;
            }
            body["billing_key_id"] = key;
            // Two alike of one customer are two subscriptions: the count tells them apart.
            const int twin = ++seen_[body.dump()];
            post(customer.customer_id, "subscription", "/v1/subscriptions", body, twin);
        }
    }

    [[nodiscard]] const json& rows() const { return rows_; }
    [[nodiscard]] bool all_done() const { return all_done_; }

private:
    /// The id of what was made, or was there from an earlier load; empty when it was refused.
    std::string post(
        const std::string& customer,
        const std::string& kind,
        const std::string& path,
        const json& body,
        int twin = 1
    ) {
        try {
            const auto key = book_key(kind + std::to_string(twin), body);
            const auto made = admin_.post(path, body, key);
            const auto id = text_in(made, kind == "key" ? "billing_key_id" : "subscription_id");
            rows_.push_back(
                {{"customer_id", customer},
                 {"kind", kind},
                 {"id", id},
                 {"plan_id", text_in(made, "plan_id")},
                 {"result", "done"}}
            );
            return id;
        } catch (const Failure& failure) {
            if (failure.code() == ExitCode::unreachable) throw;
            note(customer, kind, body, failure.what());
            return {};
        }
    }

    void note(
        const std::string& customer,
        const std::string& kind,
        const json& body,
        const std::string& result
    ) {
        all_done_ = false;
        rows_.push_back(
            {{"customer_id", customer},
             {"kind", kind},
             {"id", text_in(body, "subscription_id")},
             {"plan_id", text_in(body, "plan_id")},
             {"result", result}}
        );
    }

    const AdminDoor& admin_;
    json rows_ = json::array();
    std::map<std::string, int> seen_;
    bool all_done_ = true;
};

const std::vector<Column> columns{
    text("CUSTOMER", "customer_id"),
    text("WHAT", "kind"),
    text("ID", "id"),
    text("PLAN", "plan_id"),
    state("RESULT", "result")};

void load_book(const Session& session, const std::string& name) {
    const auto book = book_from(file_text(name));
    Loading loading{session.admin};
    for (const auto& customer : book)
        loading.load(customer);

    const auto done =
        std::count_if(loading.rows().begin(), loading.rows().end(), [](const auto& r) {
            return r["result"] == "done";
        });
    if (!shown_as_json(session, {{"items", loading.rows()}, {"next", nullptr}})) {
        if (!loading.rows().empty()) print_table(session.screen, columns, loading.rows());
        session.screen.line(thousands(done) + (done == 1 ? " entry done" : " entries done"));
    }
    if (!loading.all_done()) {
        throw Failure{
            done == 0 ? ExitCode::refused : ExitCode::partly,
            thousands(static_cast<std::int64_t>(loading.rows().size()) - done) + " of " +
                thousands(static_cast<std::int64_t>(loading.rows().size())) +
                " entries were not taken; see their results"};
    }
}

}  // namespace

void add_load(CLI::App& line, Run& run) {
    const auto name = std::make_shared<std::string>();
    auto* verb = line.add_subcommand(
        "load", "take in a book of customers, keys and subscriptions; safe to repeat"
    );
    verb->add_option("FILE", *name, "JSON: {\"customers\": [...]}, or one customer a line")
        ->required();
    verb->callback([&run, name] {
        run = [name](const Session& session) { load_book(session, *name); };
    });
}

}  // namespace maedal::ctl
