#pragma once
#include "sandbox/front/fields.hpp"
#include "sandbox/model/identity.hpp"

namespace maedal::sandbox {

/// The person that a body names. What does not fit is the fault of `fields`.
[[nodiscard]] inline IdentityCheck identity_from(Fields& fields) {
    IdentityCheck asked;
    asked.authenticate_id = fields.id("authentication_id");
    asked.pg = fields.text("pg");
    asked.method = fields.text("method");
    asked.username = fields.text("username");
    asked.identity_no = fields.id("identity_no");
    asked.carrier = fields.text("carrier");
    asked.phone = fields.id("phone");
    const std::string type = fields.text("authenticate_type");
    if (!type.empty() && type != "sms" && type != "pass")
        fields.wrong("authenticate_type must be sms or pass");
    asked.by_code = type != "pass";
    return asked;
}

}  // namespace maedal::sandbox
