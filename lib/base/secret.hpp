#pragma once
#include <string>
#include <string_view>

namespace maedal {

/// A text that must not reach a log, an error or a core file: it cannot be printed, compares
/// without telling how far it agreed, and is wiped when it goes.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text) noexcept;
    Secret(const Secret& other);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret other) noexcept;
    ~Secret();

    /// The text itself: only for the place that sends or seals it.
    [[nodiscard]] std::string_view reveal() const noexcept { return text_; }
    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
    /// What people may see: "…" and the last four characters; "…" alone below eight characters.
    [[nodiscard]] std::string masked() const;
    [[nodiscard]] bool same_as(const Secret& other) const noexcept;

private:
    std::string text_;
};

}  // namespace maedal
