#include "sandbox/model/tokens.hpp"

#include <utility>

namespace maedal::sandbox {

IssuedToken Tokens::issue(Instant now) {
    if (last_.text.empty() || now - last_.issued_at >= token_reissued) {
        before_ = std::move(last_);
        last_ = Token{ids_.next(), now};
    }
    return IssuedToken{last_.text, last_.issued_at + token_life - now};
}

bool Tokens::valid(std::string_view token, Instant now) const {
    for (const Token* known : {&last_, &before_}) {
        if (known->text.empty() || known->text != token) continue;
        return now - known->issued_at < token_life;
    }
    return false;
}

}  // namespace maedal::sandbox
