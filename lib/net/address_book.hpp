#pragma once
#include "base/task.hpp"
#include "net/client.hpp"
#include "net/waiting_line.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/address.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace maedal::net {

/// The addresses of one host. A look-up cannot be stopped and may take minutes, so it runs on a
/// thread of its own that nobody waits for longer than he wants, not even at the end.
class AddressBook {
public:
    AddressBook(boost::asio::any_io_executor executor, std::string host, Lookup lookup);
    AddressBook(const AddressBook&) = delete;
    AddressBook& operator=(const AddressBook&) = delete;
    ~AddressBook();

    /// The addresses known; waits only while there are none. Empty when none are found in time.
    Task<std::vector<boost::asio::ip::address>> addresses(SteadyTime until);
    void suspect() noexcept { suspected_ = true; }  ///< a connection failed: look again before long
    /// A look-up under way ends without effect; every wait ends.
    void close();

private:
    struct Desk;
    [[nodiscard]] bool due() const;
    void look();
    void take(std::vector<boost::asio::ip::address> found);

    boost::asio::any_io_executor executor_;
    std::string host_;
    Lookup lookup_;
    std::shared_ptr<Desk> desk_;  ///< shared with the thread of a look-up
    WaitingLine line_;
    std::vector<boost::asio::ip::address> known_;
    std::optional<SteadyTime> looked_at_;
    bool fixed_ = false;
    bool looking_ = false;
    bool suspected_ = false;
};

}  // namespace maedal::net
