#include "net/server.hpp"
#include "unit/net/loop.hpp"
#include "unit/net/raw_peer.hpp"
#include "unit/net/temp_folder.hpp"

#include <grp.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace maedal::net {
namespace {

using namespace testing;

Endpoint unix_at(const std::string& path) {
    return asio::local::stream_protocol::endpoint{path};
}

Task<Response> tell_who(Request request) {
    Response response;
    if (!request.credentials) co_return response;
    response.body =
        std::to_string(request.credentials->uid) + " " + std::to_string(request.credentials->pid);
    for (const gid_t group : request.credentials->groups)
        response.body += " " + std::to_string(group);
    co_return response;
}

/// What the kernel will say of this process.
std::string who_we_are() {
    std::array<gid_t, 1024> groups{};
    const int count = ::getgroups(static_cast<int>(groups.size()), groups.data());
    auto text = std::to_string(::getuid()) + " " + std::to_string(::getpid()) + " " +
                std::to_string(::getgid());
    std::sort(groups.begin(), groups.begin() + count);
    for (int i = 0; i < count; ++i)
        if (groups[static_cast<std::size_t>(i)] != ::getgid())
            text += " " + std::to_string(groups[static_cast<std::size_t>(i)]);
    return text;
}

class ServerOnUnix : public ::testing::Test {
protected:
    std::string talk() {
        const std::string request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        return run(loop, testing::talk(unix_at(path), request));
    }
    /// Leaves a socket file behind that nobody answers on.
    void leave_stale_socket() {
        asio::local::stream_protocol::acceptor left{loop, path};
        ASSERT_EQ(::access(path.c_str(), F_OK), 0);
    }

    asio::io_context loop;
    TempFolder folder;
    std::string path = folder.file("door.sock");
    Server server{loop.get_executor(), tell_who, {}};
};

TEST_F(ServerOnUnix, KnowsWhoConnects) {
    ASSERT_TRUE(server.listen_unix(path, 0600, ""));
    const auto answer = talk();
    EXPECT_TRUE(answer.ends_with("\r\n\r\n" + who_we_are())) << answer;
}

TEST_F(ServerOnUnix, GivesTheFileItsModeAndGroup) {
    const auto* own_group = ::getgrgid(::getgid());
    ASSERT_NE(own_group, nullptr);
    const auto mask = ::umask(0077);
    const auto listening = server.listen_unix(path, 0660, own_group->gr_name);
    ::umask(mask);
    ASSERT_TRUE(listening) << listening.error().detail;
    struct stat file {};
    ASSERT_EQ(::lstat(path.c_str(), &file), 0);
    EXPECT_EQ(file.st_mode & 07777U, 0660U);
    EXPECT_EQ(file.st_gid, ::getgid());
}

TEST_F(ServerOnUnix, ReplacesASocketThatNobodyAnswersOn) {
    leave_stale_socket();
    ASSERT_TRUE(server.listen_unix(path, 0600, ""));
    EXPECT_TRUE(talk().starts_with("HTTP/1.1 200"));
}

TEST_F(ServerOnUnix, LeavesALivingSocketAlone) {
    ASSERT_TRUE(server.listen_unix(path, 0600, ""));
    Server second{loop.get_executor(), tell_who, {}};
    EXPECT_EQ(second.listen_unix(path, 0600, "").error().code, Errc::conflict);
    EXPECT_TRUE(talk().starts_with("HTTP/1.1 200"));
}

TEST_F(ServerOnUnix, LeavesOtherFilesAlone) {
    folder.write("door.sock", "precious");
    EXPECT_EQ(server.listen_unix(path, 0600, "").error().code, Errc::conflict);
    EXPECT_EQ(std::filesystem::file_size(path), 8U);
}

TEST_F(ServerOnUnix, RefusesPlacesAndGroupsThatCannotBe) {
    const auto code = [&](const std::string& where, const std::string& group) {
        const auto listening = server.listen_unix(where, 0600, group);
        return listening ? Errc::unsent : listening.error().code;
    };
    EXPECT_EQ(code("", ""), Errc::invalid);
    EXPECT_EQ(code(folder.file(std::string(200, 'a')), ""), Errc::invalid);
    EXPECT_EQ(code(folder.file("absent/door.sock"), ""), Errc::invalid);
    EXPECT_EQ(code(path, "no-such-group-here"), Errc::invalid);
    EXPECT_TRUE(std::filesystem::is_empty(std::filesystem::path{path}.parent_path()));
}

TEST_F(ServerOnUnix, TakesItsFileAwayButNoOther) {
    {
        Server first{loop.get_executor(), tell_who, {}};
        ASSERT_TRUE(first.listen_unix(path, 0600, ""));
    }
    EXPECT_FALSE(std::filesystem::exists(path));
    {
        Server second{loop.get_executor(), tell_who, {}};
        ASSERT_TRUE(second.listen_unix(path, 0600, ""));
        std::filesystem::remove(path);
        folder.write("door.sock", "another's");
    }
    EXPECT_TRUE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace maedal::net
