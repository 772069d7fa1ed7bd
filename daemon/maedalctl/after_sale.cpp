// Shipping and cash receipts.
#include "maedalctl/errand.hpp"
#include "maedalctl/fields.hpp"

namespace maedal::ctl {
namespace {

using nlohmann::json;

/// A verb whose options become the body of one POST.
class Asking {
public:
    Asking(CLI::App& noun, const char* name, const char* help)
        : verb_{*noun.add_subcommand(name, help)} {}

    Asking& id(const char* help) {
        verb_.add_option("ID", *id_, help)->required();
        return *this;
    }
    CLI::Option* text(const char* option, const char* field, const char* help) {
        return add_text(verb_, body_, option, field, help);
    }
    CLI::Option* number(const char* option, const char* field, const char* help) {
        return add_number(verb_, body_, option, field, help);
    }
    void kind() {
        text("--type", "type", "income_deduction or expense_proof")
            ->required()
            ->check(CLI::IsMember({"income_deduction", "expense_proof"}));
        text("--identity", "identity_no", "phone or business number")->required();
    }
    void posts(Run& run, const std::string& collection, const std::string& behind) {
        verb_.callback([&run, collection, behind, id = id_, body = body_] {
            run = [=](const Session& session) {
                const auto path = id->empty() ? collection : path_of(collection, *id) + behind;
                show_errand(session, session.admin.post(path, *body));
            };
        });
    }

private:
    CLI::App& verb_;
    std::shared_ptr<std::string> id_ = std::make_shared<std::string>();
    std::shared_ptr<json> body_ = std::make_shared<json>(json::object());
};

}  // namespace

void add_shipping(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand("shipping", "goods of escrow payments: start");
    noun->require_subcommand(1);
    Asking start{*noun, "start", "tell that the goods are on their way"};
    start.id("receipt id");
    start.text("--tracking", "tracking_number", "of the carrier")->required();
    start.text("--carrier", "delivery_corp", "such as CJ대한통운")->required();
    start.text("--receipt-url", "receipt_url", "of the payment");
    start.number("--days", "shipping_day", "until they come");
    start.posts(run, "/v1/receipts", "/shipping");
}

void add_cash_receipt(CLI::App& line, Run& run) {
    auto* noun = line.add_subcommand("cash-receipt", "cash receipts: publish, cancel, alone");
    noun->require_subcommand(1);
    Asking publish{*noun, "publish", "on a payment that came without a card"};
    publish.id("receipt id of the payment").kind();
    publish.posts(run, "/v1/receipts", "/cash-receipt");
    Asking cancel{*noun, "cancel", "take the one of a payment back"};
    cancel.id("receipt id of the payment").text("--reason", "reason", "why");
    cancel.posts(run, "/v1/receipts", "/cash-receipt/cancel");
    Asking alone{*noun, "publish-alone", "for money that did not come through Bootpay"};
    alone.kind();
    alone.text("--order", "order_id", "order id")->required();
    alone.text("--name", "order_name", "what was sold")->required();
    alone.number("--price", "price", "whole won")->required();
    alone.number("--tax-free", "tax_free", "part of the price without VAT");
    alone.text("--pg", "pg", "left out: the usual one");
    alone.text("--at", "purchased_at", "RFC 3339; left out: now");
    alone.posts(run, "/v1/cash-receipts", "");
    Asking cancel_alone{*noun, "cancel-alone", "take one that stands alone back"};
    cancel_alone.id("its receipt id").text("--reason", "reason", "why");
    cancel_alone.posts(run, "/v1/cash-receipts", "/cancel");
}

}  // namespace maedal::ctl
