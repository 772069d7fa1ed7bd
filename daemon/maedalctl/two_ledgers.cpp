#include "maedalctl/two_ledgers.hpp"

#include "maedalctl/words.hpp"

#include <map>

namespace maedal::ctl {
namespace {

using nlohmann::json;

/// What one side knows of a receipt.
struct Entry {
    std::string order_id;
    std::int64_t payments = 0;
    std::int64_t paid = 0;
    std::int64_t refunded = 0;
    bool operator==(const Entry&) const = default;
};
using Book = std::map<std::string, Entry>;  // by receipt id

Book book_of_daemon(const json& receipts) {
    Book book;
    for (const auto& receipt : receipts) {
        auto& entry = book[text_in(receipt, "receipt_id")];
        entry.order_id = text_in(receipt, "order_id");
        entry.payments += 1;
        entry.paid += number_in(receipt, "amount");
        entry.refunded += number_in(receipt, "refunded");
    }
    return book;
}

Book book_of_sandbox(const json& movements) {
    Book book;
    for (const auto& movement : movements) {
        auto& entry = book[text_in(movement, "receipt_id")];
        entry.order_id = text_in(movement, "order_id");
        const auto amount = number_in(movement, "amount");
        if (text_in(movement, "kind") != "paid") {
            entry.refunded += amount;
            continue;
        }
        entry.payments += 1;
        entry.paid += amount;
    }
    return book;
}

LedgerSums sums_of(const Book& book) {
    LedgerSums sums;
    for (const auto& [receipt, entry] : book) {
        sums.payments += entry.payments;
        sums.paid += entry.paid;
        sums.refunded += entry.refunded;
    }
    return sums;
}

std::string said(const Entry& entry) {
    std::string text = entry.order_id + ", " + thousands(entry.paid) + " won paid";
    if (entry.payments != 1) text += " in " + counted(entry.payments, "payment");
    if (entry.refunded > 0) text += ", " + thousands(entry.refunded) + " refunded";
    return text;
}

std::string said(const Book& book, const std::string& receipt) {
    const auto entry = book.find(receipt);
    return entry == book.end() ? "nothing" : said(entry->second);
}

/// What was given back is written twice on our side: on the receipts, and as refunds that are done.
void compare_refunds(Comparison& comparison, const Book& ours, const json& refunds) {
    std::map<std::string, std::int64_t> done;
    for (const auto& refund : refunds)
        if (text_in(refund, "state") == "done")
            done[text_in(refund, "receipt_id")] += number_in(refund, "amount");
    for (const auto& [receipt, entry] : ours) {
        const auto sum = done.contains(receipt) ? done[receipt] : 0;
        if (sum != entry.refunded)
            comparison.differences.push_back(
                "receipt " + receipt + ": its refunds sum up to " + thousands(sum) +
                " won, and it says " + thousands(entry.refunded)
            );
    }
}

}  // namespace

Comparison compared(const json& receipts, const json& refunds, const json& movements) {
    const Book ours = book_of_daemon(receipts), theirs = book_of_sandbox(movements);
    Comparison comparison{sums_of(ours), sums_of(theirs), {}};
    Book either = ours;
    either.insert(theirs.begin(), theirs.end());
    for (const auto& [receipt, entry] : either) {
        const auto our = ours.find(receipt), their = theirs.find(receipt);
        if (our != ours.end() && their != theirs.end() && our->second == their->second) continue;
        comparison.differences.push_back(
            "receipt " + receipt + ": ledger has " + said(ours, receipt) + "; sandbox has " +
            said(theirs, receipt)
        );
    }
    compare_refunds(comparison, ours, refunds);
    return comparison;
}

std::string closing_line(const Comparison& comparison) {
    const auto& [ours, theirs, differences] = comparison;
    return "ledger " + thousands(ours.paid) + " won paid, " + thousands(ours.refunded) +
           " refunded " + (comparison.equal() ? "=" : "/") + " sandbox " + thousands(theirs.paid) +
           " / " + thousands(theirs.refunded) + ": " +
           (comparison.equal() ? "equal to the won, " : "NOT EQUAL, ") +
           counted(ours.payments, "payment") + ", " +
           counted(static_cast<std::int64_t>(differences.size()), "difference");
}

}  // namespace maedal::ctl
