#include "net/address_book.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <netdb.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <system_error>
#include <thread>

namespace maedal::net {
namespace {

namespace asio = boost::asio;
using Addresses = std::vector<asio::ip::address>;
using namespace std::chrono_literals;

constexpr std::size_t addresses_max = 8;
constexpr auto refreshed_every = 60s;
constexpr auto asked_again_after = 1s;  ///< when the last answer was empty or did not hold

Addresses system_lookup(const std::string& host) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return {};
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> freed{found, &::freeaddrinfo};
    Addresses addresses;
    for (const auto* entry = found; entry != nullptr; entry = entry->ai_next) {
        asio::ip::tcp::endpoint endpoint;
        if (entry->ai_addrlen > endpoint.capacity()) continue;
        std::memcpy(endpoint.data(), entry->ai_addr, entry->ai_addrlen);
        endpoint.resize(entry->ai_addrlen);
        addresses.push_back(endpoint.address());
    }
    return addresses;
}

/// The addresses of hosts that need no look-up. "localhost" is one of them, so that no resolver can
/// send plain http elsewhere.
Addresses addresses_by_spelling(const std::string& host) {
    if (host == "localhost")
        return {asio::ip::address_v4::loopback(), asio::ip::address_v6::loopback()};
    boost::system::error_code ec;
    const auto address = asio::ip::make_address(host, ec);
    return ec ? Addresses{} : Addresses{address};
}

}  // namespace

/// Where the thread lays its answer down, if anyone is still there to take it.
struct AddressBook::Desk {
    std::mutex mutex;
    AddressBook* owner;
};

AddressBook::AddressBook(asio::any_io_executor executor, std::string host, Lookup lookup)
    : executor_{std::move(executor)},
      host_{std::move(host)},
      lookup_{lookup ? std::move(lookup) : Lookup{system_lookup}},
      desk_{std::make_shared<Desk>()},
      line_{executor_},
      known_{addresses_by_spelling(host_)},
      fixed_{!known_.empty()} {
    desk_->owner = this;
}

AddressBook::~AddressBook() {
    close();
}

void AddressBook::close() {
    {
        const std::lock_guard lock{desk_->mutex};
        desk_->owner = nullptr;
    }
    looking_ = false;
    line_.close();
}

Task<Addresses> AddressBook::addresses(SteadyTime until) {
    if (!fixed_ && !looking_ && due()) look();
    if (known_.empty() && looking_) co_await line_.wait(until);
    co_return known_;
}

bool AddressBook::due() const {
    if (!looked_at_) return true;
    const auto age = std::chrono::steady_clock::now() - *looked_at_;
    return age >= (known_.empty() || suspected_ ? asked_again_after : refreshed_every);
}

void AddressBook::look() {
    const auto work = [desk = desk_, host = host_, lookup = lookup_, executor = executor_] {
        Addresses found;
        try {
            found = lookup(host);
        } catch (...) {
            found.clear();  // as good as no answer
        }
        // Under the lock: the owner is there, and so is the loop behind the executor.
        const std::lock_guard lock{desk->mutex};
        if (desk->owner == nullptr) return;
        auto deliver = [desk, found = std::move(found)]() mutable {
            if (desk->owner != nullptr) desk->owner->take(std::move(found));
        };
        asio::post(executor, std::move(deliver));
    };
    looking_ = true;
    suspected_ = false;
    try {
        std::thread{work}.detach();
    } catch (const std::system_error&) {
        take({});  // no thread to be had
    }
}

void AddressBook::take(Addresses found) {
    looking_ = false;
    looked_at_ = std::chrono::steady_clock::now();
    if (found.size() > addresses_max) found.resize(addresses_max);
    if (!found.empty()) known_ = std::move(found);  // old addresses are better than none
    line_.wake_all();
}

}  // namespace maedal::net
