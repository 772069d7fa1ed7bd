// What `cmake --install` puts where, and whether systemd likes it.
#include "process.hpp"
#include "temp_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace maedal::integration {
namespace {

constexpr Ending in_order{0, 0};

void install_into(const TempFolder& root) {
    const auto [ending, said] = outcome_of(
        {"/usr/bin/env",
         "DESTDIR=" + root.path().string(),
         MAEDAL_CMAKE,
         "--install",
         MAEDAL_BUILD_DIR}
    );
    ASSERT_EQ(ending, in_order) << said;
}

/// The one file of this name below the root; a build may have any prefix.
std::string found(const TempFolder& root, const std::string& end_of_path) {
    std::string place;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{root.path()})
        if (entry.path().string().ends_with(end_of_path)) place = entry.path();
    return place;
}

TEST(Installation, PutsEverythingIntoItsUsualPlace) {
    const TempFolder root;
    install_into(root);
    for (const char* file :
         {"/sbin/maedald",
          "/bin/maedalctl",
          "/bin/bootpay-sandbox",
          "/lib/systemd/system/maedald.service",
          "/lib/sysusers.d/maedal.conf",
          "/lib/tmpfiles.d/maedal.conf",
          "/etc/maedal/maedald.yaml",
          "/share/maedal/admin-api.yaml",
          "/share/maedal/maedald.schema.json",
          "/share/doc/maedal/maedald.yaml"})
        EXPECT_FALSE(found(root, file).empty()) << file;
    const auto [ending, said] = outcome_of({found(root, "/sbin/maedald"), "--version"});
    EXPECT_EQ(ending, in_order) << said;
    const auto [checked, report] = outcome_of(
        {found(root, "/sbin/maedald"),
         "--check-config",
         "--config",
         root.file("etc/maedal/maedald.yaml")}
    );
    EXPECT_EQ(checked, in_order) << report;
}

TEST(Installation, LeavesAnEditedConfigurationAlone) {
    const TempFolder root;
    install_into(root);
    std::ofstream{root.file("etc/maedal/maedald.yaml")} << "mine\n";
    install_into(root);
    EXPECT_EQ(root.read("etc/maedal/maedald.yaml"), "mine\n");
}

TEST(Unit, NamesProgramsThatAreThereAndNothingUnknown) {
    const TempFolder root;
    install_into(root);
    std::ostringstream text;
    text << std::ifstream{found(root, "/maedald.service")}.rdbuf();
    std::string unit = text.str();
    // The programs lie below the root of this test: point to them there.
    for (const char* program : {"/sbin/maedald", "/bin/maedalctl"}) {
        const std::string here = found(root, program);
        const std::string installed = here.substr(root.path().string().size());
        const auto at = unit.find("=" + installed + " ");
        ASSERT_NE(at, std::string::npos) << installed << " is not what the unit runs:\n" << unit;
        unit.replace(at + 1, installed.size(), here);
    }
    const auto path = root.write("maedald.service", unit);
    const auto [ending, said] = outcome_of({MAEDAL_SYSTEMD_ANALYZE, "verify", "--man=no", path});
    EXPECT_EQ(ending, in_order) << said;
    EXPECT_EQ(said, "");
}

TEST(Unit, GivesTheDaemonNoMoreThanItNeeds) {
    const TempFolder root;
    install_into(root);
    const auto [ending, said] = outcome_of(
        {MAEDAL_SYSTEMD_ANALYZE,
         "security",
         "--offline=yes",
         "--threshold=12",
         "--no-pager",
         found(root, "/maedald.service")}
    );
    EXPECT_EQ(ending, in_order) << said;
}

}  // namespace
}  // namespace maedal::integration
