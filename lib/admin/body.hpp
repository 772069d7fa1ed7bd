#pragma once
#include "base/error.hpp"
#include "base/instant.hpp"
#include "base/secret.hpp"
#include "net/http.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace maedal::admin {

/// The JSON object of a request, read strictly: ask for every field that may stand in it, then ask
/// for the fault. The first thing that is wrong is kept; what is asked after it is empty.
class Body {
public:
    static constexpr std::size_t text_max = 1'024;  ///< bytes of one text field

    /// A request that has no body at all reads as `{}` with `may_be_absent`.
    explicit Body(const net::Request& request, bool may_be_absent = false);

    [[nodiscard]] std::string text(const char* name);           ///< has to be there, not empty
    [[nodiscard]] std::string text_or_empty(const char* name);  ///< empty when it is not there
    /// text() as an id. An id is never empty: where there is a fault, it is nobody's.
    template <class Id>
    [[nodiscard]] Id id(const char* name) {
        std::string given = text(name);
        return Id{given.empty() ? "-" : std::move(given)};
    }
    [[nodiscard]] Secret secret_or_empty(const char* name);
    /// Has to be there. Nothing of it stays behind in what was read.
    [[nodiscard]] Secret secret(const char* name);
    /// What was given, with nothing of the secrets that were read.
    [[nodiscard]] std::string without_secrets() const;
    [[nodiscard]] bool flag(const char* name, bool otherwise);
    /// A JSON object of at most `bytes_max` as text; null when it is not there.
    [[nodiscard]] nlohmann::json object_or_null(const char* name, std::size_t bytes_max);
    /// Blames a field that was read already.
    void refuse(const char* name, std::string reason, std::string detail) {
        blame(std::move(reason), std::move(detail), name);
    }
    [[nodiscard]] std::optional<std::int64_t> integer_if_given(const char* name);
    [[nodiscard]] std::int64_t integer(const char* name);                     ///< has to be there
    [[nodiscard]] std::optional<Instant> instant_if_given(const char* name);  ///< RFC 3339
    [[nodiscard]] std::optional<nlohmann::json> object_if_given(const char* name);
    [[nodiscard]] std::optional<nlohmann::json> array_if_given(const char* name);
    /// An array of words as one text with commas between; empty when it is not there.
    [[nodiscard]] std::string words_if_given(const char* name);
    /// Notes a fault that the caller found.
    void refuse(const char* name, std::string why);
    /// One of `words`; has to be there.
    [[nodiscard]] std::string word(const char* name, std::initializer_list<const char*> words);

    /// The same; the first of them when it is not there.
    [[nodiscard]] std::string word_or(const char* name, std::initializer_list<const char*> words);

    /// What is wrong: also a field that was not asked for. 415 is its status when the content type
    /// is, else 400.
    [[nodiscard]] std::optional<Error> fault();
    [[nodiscard]] int fault_status() const noexcept { return fault_status_; }

private:
    const nlohmann::json* find(const char* name);
    const std::string* find_text(const char* name);
    void blame(std::string reason, std::string detail, std::string field);

    nlohmann::json object_ = nlohmann::json::object();
    std::set<std::string, std::less<>> asked_;
    std::optional<Error> fault_;
    int fault_status_ = 400;
};

}  // namespace maedal::admin
