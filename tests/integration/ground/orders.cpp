#include "orders.hpp"

#include <cerrno>
#include <cstdlib>

namespace maedal::ground {
namespace {

long number_of(const char* name, long otherwise) {
    const char* const text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtol(text, nullptr, 10);
}

void set_deed(Orders& orders, std::string_view word) {
    orders.deed = Deed::fail;
    if (word == "kill") orders.deed = Deed::kill;
    if (word == "tear") orders.deed = Deed::tear;
    if (word == "EIO") orders.error = EIO;
    if (word == "ENOSPC") orders.error = ENOSPC;
    if (word == "ECONNRESET") orders.error = ECONNRESET;
    // A word that is not known must not pass for a test of something.
    if (orders.deed == Deed::fail && orders.error == 0) std::abort();
}

Orders read() {
    Orders orders;
    if (const char* const does = std::getenv("BAD_GROUND_DOES")) set_deed(orders, does);
    orders.at = number_of("BAD_GROUND_AT", 0);
    orders.times = number_of("BAD_GROUND_TIMES", 1);
    orders.on = std::getenv("BAD_GROUND_ON");
    orders.armed = std::getenv("BAD_GROUND_ARMED");
    orders.log = std::getenv("BAD_GROUND_LOG");
    orders.hold = std::getenv("BAD_GROUND_HOLD");
    orders.little_room = std::getenv("BAD_GROUND_ROOM") != nullptr;
    orders.room = number_of("BAD_GROUND_ROOM", 0);
    return orders;
}

}  // namespace

const Orders& Orders::given() {
    static const Orders orders = read();
    return orders;
}

bool Orders::speak_of(std::string_view call) const {
    if (on == nullptr) return true;
    std::string_view rest{on};
    for (;;) {
        const auto comma = rest.find(',');
        if (rest.substr(0, comma) == call) return true;
        if (comma == std::string_view::npos) return false;
        rest.remove_prefix(comma + 1);
    }
}

}  // namespace maedal::ground
