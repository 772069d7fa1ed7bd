#pragma once
#include "billing/errand.hpp"

#include <optional>
#include <string>
#include <vector>

namespace maedal::ports {

struct Cause;
struct Page;

/// Errands as the doors read them.
class ErrandReads {
public:
    virtual ~ErrandReads() = default;
    virtual std::optional<billing::Errand> errand(const std::string& id) = 0;
    /// The one of this kind about this subject that is being sent or in doubt.
    virtual std::optional<billing::Errand> open_errand(
        billing::ErrandKind kind, const std::string& subject
    ) = 0;
    /// By id; of one state, or of all when it is empty.
    virtual std::vector<billing::Errand> errands(const std::string& state, const Page& page) = 0;
    /// Doubts whose look-up is due, earliest first.
    virtual std::vector<billing::Errand> due_errands(Instant now, int limit) = 0;
};

/// Errands as a turn writes them; add and store as everywhere in ports::Ledger.
class ErrandWrites {
public:
    virtual ~ErrandWrites() = default;
    virtual void add(billing::Errand& errand, const Cause& cause) = 0;
    virtual void store(billing::Errand& errand, const Cause& cause) = 0;
};

}  // namespace maedal::ports
