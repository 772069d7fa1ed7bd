#include "admin/role.hpp"

#include "unit/admin/knocking.hpp"

#include <gtest/gtest.h>

namespace maedal::admin {
namespace {

using testing::Knocking;

constexpr gid_t admins = 10, operators = 20, viewers = 30, socket_group = 40;

std::optional<net::PeerCredentials> caller(uid_t uid, std::vector<gid_t> groups) {
    return net::PeerCredentials{uid, 1, std::move(groups)};
}

TEST(Role, RootAndTheDaemonsOwnUserAreAdminsWhateverTheListsSay) {
    const RoleRules rules{990, {admins}, {operators}, {viewers}, {}};
    EXPECT_EQ(role_of(caller(0, {}), rules), Role::admin);
    EXPECT_EQ(role_of(caller(990, {}), rules), Role::admin);
}

TEST(Role, FollowsTheHighestOfTheCallersGroups) {
    const RoleRules rules{990, {admins}, {operators}, {}, {}};
    EXPECT_EQ(role_of(caller(1000, {5, operators, admins}), rules), Role::admin);
    EXPECT_EQ(role_of(caller(1000, {5, operators}), rules), Role::operating);
    EXPECT_EQ(role_of(caller(1000, {5}), rules), Role::viewer);
    EXPECT_EQ(role_of(std::nullopt, rules), Role::viewer);
}

TEST(Role, AListOfViewersKeepsEveryoneElseOut) {
    const RoleRules rules{990, {admins}, {}, {viewers}, socket_group};
    EXPECT_EQ(role_of(caller(1000, {viewers}), rules), Role::viewer);
    EXPECT_EQ(role_of(caller(1000, {5, socket_group}), rules), Role::nobody);
    EXPECT_EQ(role_of(std::nullopt, rules), Role::nobody);
}

TEST(Role, WithoutListsTheGroupOfTheSocketMakesAnAdmin) {
    const RoleRules rules{990, {}, {}, {}, socket_group};
    EXPECT_EQ(role_of(caller(1000, {socket_group}), rules), Role::admin);
    EXPECT_EQ(role_of(caller(1000, {5}), rules), Role::viewer);
    EXPECT_EQ(role_of(std::nullopt, rules), Role::viewer);
}

TEST(Api, LetsEachRoleDoItsOwnAndNoMore) {
    struct Case {
        gid_t group;
        const char* method;
        const char* target;
        bool may;
    };
    constexpr Case cases[]{
        {viewers, "GET", "/v1/status", true},
        {viewers, "GET", "/v1/journal", true},
        {viewers, "POST", "/v1/reload", false},
        {viewers, "POST", "/v1/refunds", false},
        {operators, "GET", "/v1/charges", true},
        {operators, "POST", "/v1/reload", true},
        {operators, "POST", "/v1/test-clock", true},
        {operators, "POST", "/v1/subscriptions", false},
        {operators, "POST", "/v1/subscriptions/s/cancel", false},
        {operators, "POST", "/v1/billing-keys", false},
        {admins, "POST", "/v1/refunds", true},
        {admins, "POST", "/v1/subscriptions", true},
    };
    Knocking door;
    door.api.set_options({billing::korea(), {990, {admins}, {operators}, {}, {}}, {"0.1.0", "", ""}}
    );
    for (const auto& asked : cases) {
        auto request = Knocking::request(asked.method, asked.target);
        request.credentials = caller(1000, {asked.group});
        EXPECT_EQ(door.send(request).status != 403, asked.may)
            << asked.group << " " << asked.method << " " << asked.target;
    }
}

TEST(Api, TellsTheCallerWhichRoleIsMissing) {
    Knocking door;
    auto request = Knocking::request("POST", "/v1/refunds");
    request.credentials.reset();
    const auto response = door.send(request);
    EXPECT_EQ(testing::problem_in(response), "403 not_permitted");
    EXPECT_EQ(
        testing::body_of(response)["detail"], "this takes the role admin, the caller has viewer"
    );
    EXPECT_TRUE(door.desk.orders.empty());
}

}  // namespace
}  // namespace maedal::admin
