#include "bootpay/options.hpp"

namespace maedal::bootpay {
namespace {

bool given(const std::optional<Secret>& key) {
    return key && !key->empty();
}

Error refuse(std::string detail, std::string field) {
    return Error{Errc::invalid, "credentials", std::move(detail), std::move(field)};
}

}  // namespace

Result<Done> check(const BootpayOptions& options) {
    const bool today = options.client_key || options.secret_key;
    const bool older = options.application_id || options.private_key;
    if (today && !given(options.client_key))
        return refuse("secret_key needs a client_key", "client_key");
    if (today && !given(options.secret_key))
        return refuse("client_key needs a secret_key", "secret_key");
    if (older && !given(options.application_id))
        return refuse("private_key needs an application_id", "application_id");
    if (older && !given(options.private_key))
        return refuse("application_id needs a private_key", "private_key");
    if (!today && !older) return refuse("no credentials are given", "client_key");
    return Done{};
}

}  // namespace maedal::bootpay
