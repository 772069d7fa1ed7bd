#pragma once
#include "base/contract.hpp"

#include <string>
#include <utility>
#include <variant>

namespace maedal {

/// What the caller has to do next. A new cause seldom needs a new code: it goes in `reason`.
enum class Errc {
    invalid,       ///< the input breaks a rule: tell whoever sent it
    not_found,     ///< nothing has this id
    conflict,      ///< the present state forbids it, or someone changed it first
    refused,       ///< the gateway said no, for good: never send it again
    declined,      ///< the gateway asked the card and the card said no
    unauthorized,  ///< our credentials were not accepted: not carried out, nothing else will be
    unsent,        ///< no byte left this machine: a next attempt may follow
    in_doubt,      ///< perhaps carried out: look it up before sending anything again
    unavailable,   ///< a read that could not be made: it changes nothing, ask again later
};

struct Error {
    Errc code;
    std::string reason;  ///< a stable snake_case word for programs, or the gateway's own code
    std::string detail;  ///< for people: one clause, no secrets
    std::string field;   ///< which field of the input is meant; empty when none is
};

/// A value or the reason there is none. The members are the ones of C++23's std::expected that we
/// need, so that the alias can take over when the compiler has it.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_{std::in_place_index<0>, std::move(value)} {}
    Result(Error error) : state_{std::in_place_index<1>, std::move(error)} {}

    [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    [[nodiscard]] T& operator*() & {
        MAEDAL_EXPECTS(has_value());
        return *std::get_if<0>(&state_);
    }
    [[nodiscard]] const T& operator*() const& {
        MAEDAL_EXPECTS(has_value());
        return *std::get_if<0>(&state_);
    }
    [[nodiscard]] T&& operator*() && {
        MAEDAL_EXPECTS(has_value());
        return std::move(*std::get_if<0>(&state_));
    }
    [[nodiscard]] T* operator->() { return &**this; }
    [[nodiscard]] const T* operator->() const { return &**this; }
    [[nodiscard]] const Error& error() const {
        MAEDAL_EXPECTS(!has_value());
        return *std::get_if<1>(&state_);
    }

private:
    std::variant<T, Error> state_;
};

struct Done {};  ///< the value of a Result that has nothing to tell

}  // namespace maedal
