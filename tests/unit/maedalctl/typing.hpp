#pragma once
#include "admin/api.hpp"
#include "maedalctl/program.hpp"
#include "net/server.hpp"
#include "unit/admin/fake_desk.hpp"
#include "unit/net/temp_folder.hpp"

#include <boost/asio/io_context.hpp>
#include <unistd.h>

#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace maedal::ctl::testing {

using admin::testing::FakeDesk;
using admin::testing::FixedReads;

/// The admin API over a socket on a thread of its own, before a desk that is only touched while no
/// command runs.
class Daemon {
public:
    Daemon() : server_{loop_.get_executor(), handler(), {}} {
        if (!server_.listen_unix(socket(), 0600, "")) throw std::runtime_error{"listen_unix"};
        thread_ = std::thread{[this] { loop_.run(); }};
    }
    ~Daemon() {
        loop_.stop();
        thread_.join();
    }
    Daemon(const Daemon&) = delete;
    Daemon& operator=(const Daemon&) = delete;

    [[nodiscard]] std::string socket() const { return folder_.file("admin.sock"); }
    [[nodiscard]] const net::testing::TempFolder& folder() const { return folder_; }

    FakeDesk desk;

private:
    net::Handler handler() {
        return [this](net::Request request) { return api_.handle(std::move(request)); };
    }

    net::testing::TempFolder folder_;
    boost::asio::io_context loop_;
    admin::Api api_{desk, {billing::korea(), {::geteuid(), {}, {}, {}, {}}, {"0.1.0", "", ""}}};
    net::Server server_;
    std::thread thread_;
};

struct Typed {
    int code;
    std::string out, err;
};

/// A command without a terminal.
inline Typed type(std::vector<std::string> arguments, const std::string& socket) {
    std::ostringstream out, err;
    arguments.insert(arguments.begin(), {"--socket", socket});
    const int code = run_program(arguments, {out, err, false, false, "0.1.0"});
    return {code, out.str(), err.str()};
}

/// A command on a terminal at which somebody types `lines`.
inline Typed type_and_answer(
    std::vector<std::string> arguments, const std::string& socket, const std::string& lines
) {
    std::ostringstream out, err;
    std::istringstream in{lines};
    arguments.insert(arguments.begin(), {"--socket", socket});
    const int code = run_program(arguments, {out, err, true, false, "0.1.0", &in});
    return {code, out.str(), err.str()};
}

}  // namespace maedal::ctl::testing
