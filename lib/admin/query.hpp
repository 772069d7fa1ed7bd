#pragma once
#include "base/error.hpp"
#include "base/instant.hpp"
#include "billing/names.hpp"
#include "engine/queries.hpp"
#include "net/http.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace maedal::admin {

/// The query of a request, read strictly: ask for every parameter that may stand in it, then ask
/// for the fault. The first thing that is wrong is kept.
class Query {
public:
    explicit Query(const net::Request& request);

    [[nodiscard]] std::string text(const char* name);  ///< empty when it is absent
    [[nodiscard]] bool flag(const char* name);         ///< "true" or "false"; absent: false
    [[nodiscard]] std::optional<Instant> instant(const char* name);                ///< RFC 3339
    [[nodiscard]] int number(const char* name, int otherwise, std::int64_t most);  ///< from 1
    [[nodiscard]] engine::Page page();           ///< `limit` and `after`
    [[nodiscard]] engine::Page numbered_page();  ///< of a list whose `after` is a whole number

    /// A word of `names`, or `also` when that is given; empty when it is absent.
    template <class Enum, std::size_t count>
    [[nodiscard]] std::string word(
        const char* name, const billing::Names<Enum, count>& names, std::string_view also = {}
    ) {
        std::string given = text(name);
        if (given.empty() || given == also || names.from(given)) return given;
        std::string choice{also};
        for (const auto& [value, known] : names.all())
            choice += (choice.empty() ? "" : ", ") + std::string{known};
        blame("unknown_word", std::string{name} + " has to be one of: " + choice, name);
        return {};
    }

    /// What is wrong: also a parameter that was not asked for.
    [[nodiscard]] std::optional<Error> fault();

private:
    void blame(std::string reason, std::string detail, std::string field);

    std::map<std::string, std::string, std::less<>> given_;
    std::set<std::string, std::less<>> asked_;
    std::optional<Error> fault_;
};

}  // namespace maedal::admin
