#pragma once
#include "admin/body.hpp"
#include "admin/visit.hpp"
#include "engine/commands.hpp"
#include "engine/errand_desk.hpp"

#include <optional>

namespace maedal::admin {

/// The Idempotency-Key of a request with the digest of what it stands for; empty when there is
/// none. Errors: invalid.
[[nodiscard]] Result<std::optional<engine::Idempotency>> idempotency_of(const net::Request& request
);

/// The desk for errands. Errors: conflict ("no_errands") where nobody runs them.
[[nodiscard]] Result<engine::ErrandDesk*> errand_desk(const Visit& visit);

/// Puts what may be kept of a request in the place of its body, which held a card or the like: of
/// what is left a digest is stored with the Idempotency-Key.
void keep_only(Visit& visit, std::string what);

/// Runs the errand and says what became of it: 201 when it is done, 202 while it is in doubt.
Task<net::Response> errand_run(Visit visit, engine::ErrandForm form);
/// The same, or the fault of a body of which all that may stand in it was asked.
Task<net::Response> errand_run(Visit visit, Body& body, engine::ErrandForm form);
/// The errand as JSON, with the status that its state has.
[[nodiscard]] net::Response errand_answer(
    const Result<billing::Errand>& errand, const Visit& visit, int when_done
);

}  // namespace maedal::admin
