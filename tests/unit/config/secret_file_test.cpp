#include "config/secret_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace maedal::config {
namespace {

namespace fs = std::filesystem;

class ReadSecret : public testing::Test {
protected:
    void SetUp() override {
        std::string name = fs::temp_directory_path() / "maedal-secret-XXXXXX";
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        directory_ = name;
    }
    void TearDown() override {
        ::unsetenv("CREDENTIALS_DIRECTORY");
        fs::remove_all(directory_);
    }

    std::string write(const std::string& content, mode_t mode = 0600) {
        const auto path = directory_ / "secret";
        std::ofstream{path, std::ios::binary} << content;
        EXPECT_EQ(::chmod(path.c_str(), mode), 0);
        return path;
    }
    static Result<Secret> read_file(const std::string& path) {
        return read_secret({SecretSource::Kind::file, path});
    }

    fs::path directory_;
};

TEST_F(ReadSecret, TrimsOneNewlineAndNoMore) {
    for (const auto& [content, expected] :
         {std::pair<std::string, std::string>{"abc", "abc"},
          {"abc\n", "abc"},
          {"abc\r\n", "abc"},
          {"abc\n\n", "abc\n"},
          {" abc ", " abc "}}) {
        const auto secret = read_file(write(content));
        ASSERT_TRUE(secret) << secret.error().detail;
        EXPECT_EQ(secret->reveal(), expected);
    }
}

TEST_F(ReadSecret, RefusesAFileThatOthersMayTouchAndNamesTheWayOut) {
    for (const mode_t mode : {0640U, 0604U, 0610U, 0602U}) {
        const auto path = write("S3cret", mode);
        const auto secret = read_file(path);
        ASSERT_FALSE(secret);
        EXPECT_EQ(secret.error().code, Errc::invalid);
        EXPECT_EQ(secret.error().reason, "secret_exposed");
        EXPECT_TRUE(
            secret.error().detail.starts_with(path + " is open to others than its owner (mode 06")
        ) << secret.error().detail;
        EXPECT_TRUE(secret.error().detail.ends_with("; run: chmod 0600 " + path));
    }
    EXPECT_TRUE(read_file(write("S3cret", 0400)));
}

TEST_F(ReadSecret, RefusesWhatIsEmptyOrTooLong) {
    for (const auto* content : {"", "\n", "\r\n"})
        EXPECT_EQ(read_file(write(content)).error().reason, "secret_empty");
    EXPECT_TRUE(read_file(write(std::string(secret_bytes_max, 'x'))));
    EXPECT_EQ(
        read_file(write(std::string(secret_bytes_max + 1, 'x'))).error().reason, "secret_too_long"
    );
}

TEST_F(ReadSecret, RefusesWhatIsNoFile) {
    EXPECT_EQ(read_file(directory_ / "none").error().reason, "secret_unreadable");
    EXPECT_EQ(read_file(directory_).error().reason, "secret_not_a_file");
    const auto pipe = directory_ / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_EQ(read_file(pipe).error().reason, "secret_not_a_file") << "and it does not wait";
}

TEST_F(ReadSecret, FindsACredentialInItsDirectory) {
    const SecretSource source{SecretSource::Kind::credential, "secret"};
    write("abc\n", 0440);  // as systemd shows a file that an access list opens to the service
    ::setenv("CREDENTIALS_DIRECTORY", directory_.c_str(), 1);
    const auto secret = read_secret(source);
    ASSERT_TRUE(secret) << secret.error().detail;
    EXPECT_EQ(secret->reveal(), "abc");
}

TEST_F(ReadSecret, SaysWhenThereAreNoCredentials) {
    ::unsetenv("CREDENTIALS_DIRECTORY");
    const auto secret = read_secret({SecretSource::Kind::credential, "ledger-key"});
    ASSERT_FALSE(secret);
    EXPECT_EQ(secret.error().reason, "no_credentials");
    EXPECT_NE(secret.error().detail.find("LoadCredential=ledger-key:FILE"), std::string::npos);
}

}  // namespace
}  // namespace maedal::config
