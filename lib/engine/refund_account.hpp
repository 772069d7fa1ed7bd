#pragma once
#include "base/secret.hpp"
#include "ports/gateway.hpp"

#include <string>
#include <string_view>

namespace maedal::engine {

/// A bank account as one sealed text: code, number and holder, a line each.
[[nodiscard]] inline Secret refund_account_text(const ports::RefundAccount& account) {
    std::string text = account.bank_code + "\n";
    text.append(account.bank_account.reveal()).append("\n").append(account.holder.reveal());
    return Secret{std::move(text)};
}

[[nodiscard]] inline ports::RefundAccount refund_account_from(const Secret& sealed) {
    const std::string_view text = sealed.reveal();
    const auto first = text.find('\n');
    const auto second = text.find('\n', first + 1);
    return {
        Secret{std::string{text.substr(first + 1, second - first - 1)}},
        Secret{std::string{text.substr(second + 1)}},
        std::string{text.substr(0, first)}};
}

}  // namespace maedal::engine
