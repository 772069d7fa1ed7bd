// What each mistake is answered with, to the letter: an administrator reads this at night.
#include "config/load.hpp"
#include "unit/config/sample_file.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace maedal::config {
namespace {

using sample::least_with;
using sample::load_text;
using sample::report_behind;
using sample::report_of;

TEST(LoadFault, NamesTheNearestKnownKey) {
    EXPECT_EQ(
        report_of(least_with("  path:", "  pth:")),
        "m.yaml:1:1: ledger.path is missing; it must be an absolute path, beginning with /\n"
        "m.yaml:2:3: ledger: unknown key \"pth\"; did you mean \"path\"?\n"
    );
    EXPECT_EQ(
        report_behind("plan: []"), "m.yaml:10:1: unknown key \"plan\"; did you mean \"plans\"?\n"
    );
    EXPECT_EQ(
        report_behind("law: {verbose: 1}"),
        "m.yaml:10:7: law: unknown key \"verbose\"; known here: trial_notice_days\n"
    );
    const std::string known =
        "; known here: installation, time_zone, test_clock, ledger, bootpay, webhook, admin, "
        "dunning, plans, orders, payment_links, law, log\n";
    EXPECT_EQ(report_behind("metrics: {}"), "m.yaml:10:1: unknown key \"metrics\"" + known);
    EXPECT_EQ(report_behind("notify: {}"), "m.yaml:10:1: unknown key \"notify\"" + known);
    EXPECT_EQ(report_behind("\"\\e[2J\": 1"), "m.yaml:10:1: unknown key \"\\x1B[2J\"" + known)
        << "the file must not paint the terminal";
}

TEST(LoadFault, ASecretWrittenIntoTheFileIsNotRepeated) {
    const auto wrong_key =
        least_with("secret_key_file: /etc/maedal/bootpay.secret", "secret_key: S3");
    EXPECT_EQ(
        report_of(wrong_key),
        "m.yaml:4:1: bootpay.secret_key_file is missing; it must be an absolute path, beginning "
        "with / (or give secret_key_credential)\n"
        "m.yaml:7:3: bootpay: unknown key \"secret_key\"; did you mean \"secret_key_file\"?\n"
    );
    EXPECT_EQ(
        report_of(least_with("/etc/maedal/bootpay.secret", "S3cret=")),
        "m.yaml:7:20: bootpay.secret_key_file has a value that does not fit (not shown here); it "
        "must be an absolute path, beginning with /\n"
    );
    EXPECT_EQ(
        report_of(least_with("https://pay.example.com", "https://u:S3@pay.example.com")),
        "m.yaml:9:15: webhook.public_url has a value that does not fit (not shown here); it must "
        "be an https URL that Bootpay can reach, such as https://pay.example.com (http on loopback "
        "only)\n"
    );
}

TEST(LoadFault, ADuplicateKeyNamesTheFirst) {
    EXPECT_EQ(
        report_of(least_with("  client_key: ck\n", "  client_key: ck\n  client_key: cl\n")),
        "m.yaml:7:3: bootpay.client_key is given twice, first at 6:3; keep one\n"
    );
    EXPECT_EQ(
        report_behind("ledger: {}"), "m.yaml:10:1: ledger is given twice, first at 1:1; keep one\n"
    );
}

TEST(LoadFault, ANullIsNoValue) {
    const std::string path_needed = "it must be an absolute path, beginning with /\n";
    for (const auto* null : {"", "~", "null"}) {
        EXPECT_EQ(
            report_of(least_with("/var/lib/maedal/ledger.db", null)),
            "m.yaml:2:3: ledger.path has no value; " + path_needed
        );
    }
    EXPECT_EQ(
        report_behind("log:"),
        "m.yaml:10:1: log has no value; it must be a map (lines of \"key: value\" below it)\n"
    );
    EXPECT_EQ(
        report_behind("plans:\n  -\nlaw: {}"),
        "m.yaml:11:3: plans[1] has no value; it must be a map (lines of \"key: value\" below it)\n"
    );
}

TEST(LoadFault, AWrongKindOfValueSaysWhichIsRight) {
    EXPECT_EQ(
        report_of(least_with("/var/lib/maedal/ledger.db", "[/a]")),
        "m.yaml:2:9: ledger.path is a list; it must be an absolute path, beginning with /\n"
    );
    EXPECT_EQ(
        report_behind("log: loud"),
        "m.yaml:10:6: log is \"loud\"; it must be a map (lines of \"key: value\" below it)\n"
    );
    EXPECT_EQ(
        report_behind("plans: {}"), "m.yaml:10:8: plans is a map; it must be a list of plans\n"
    );
    EXPECT_EQ(
        report_behind("test_clock: yes"),
        "m.yaml:10:13: test_clock is \"yes\"; it must be true or false\n"
    );
    EXPECT_EQ(
        report_behind("installation: 7"),
        "m.yaml:10:15: installation is \"7\" without quotes; text is needed, so put it in quotes\n"
    );
    EXPECT_EQ(
        report_behind("log: {level: loud}"),
        "m.yaml:10:14: log.level is \"loud\"; it must be one of debug, info, warning, error\n"
    );
    EXPECT_EQ(report_of("- a\n"), "m.yaml:1:1: the file is a list; it must be a map of sections\n");
}

TEST(LoadFault, NumbersAreWholePlainAndInRange) {
    for (const auto* number :
         {"61", "-1", "07", "7.0", "7d", "0x7", "1e1", "1_0", "+7", "99999999999999999999"}) {
        EXPECT_EQ(
            report_behind(fmt::format("law: {{trial_notice_days: {}}}", number)),
            fmt::format(
                "m.yaml:10:26: law.trial_notice_days is \"{}\"; it must be a whole number of days "
                "from 0 to 60\n",
                number
            )
        );
    }
    EXPECT_EQ(
        report_behind("law: {trial_notice_days: \"7\"}"),
        "m.yaml:10:26: law.trial_notice_days is the quoted text \"7\"; it must be a whole number "
        "of days from 0 to 60\n"
    );
}

TEST(LoadFault, DurationsHaveAUnitAndARange) {
    for (const auto* duration : {"30", "0s", "61s", "2m", "1.5s", "30 s", "-1s"}) {
        EXPECT_EQ(
            report_of(
                least_with("  client_key", fmt::format("  deadline: {}\n  client_key", duration))
            ),
            fmt::format(
                "m.yaml:6:13: bootpay.deadline is \"{}\"; it must be a duration from 1s to 1m: a "
                "whole number and s, m, h, d or w\n",
                duration
            )
        );
    }
}

TEST(LoadFault, AnAddressIsNumericWithAWholePort) {
    for (const auto* listen :
         {"127.0.0.1:80a",
          "localhost:80",
          "127.0.0.1",
          "127.0.0.1:65536",
          "127.0.0.1:0443",
          "256.0.0.1:80",
          "::1:80",
          "8780"}) {
        EXPECT_EQ(
            report_behind(fmt::format("  listen: {}", listen)),
            fmt::format(
                "m.yaml:10:11: webhook.listen is \"{}\"; it must be a numeric address and a port, "
                "such as 127.0.0.1:8780 or \"[::1]:8780\"\n",
                listen
            )
        );
    }
    for (const auto* proxy : {"proxy", "10.0.0.0/0", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.1/"}) {
        EXPECT_EQ(
            report_behind(fmt::format("  trusted_proxies: [{}]", proxy)),
            fmt::format(
                "m.yaml:10:21: webhook.trusted_proxies[1] is \"{}\"; it must be a numeric address, "
                "or one with a prefix length, such as 10.0.0.0/8\n",
                proxy
            )
        );
    }
}

TEST(LoadFault, PlainHttpIsForLoopbackOnly) {
    for (const auto* url :
         {"http://api.bootpay.co.kr/v2",
          "https://api.bootpay.co.kr",
          "ftp://127.0.0.1/v2",
          "http://127.0.0.1.example.com/v2",
          "https://a.example:0/v2",
          "https:///v2",
          "https://a.example/v2?x=1"}) {
        EXPECT_EQ(
            report_of(least_with("https://api.bootpay.co.kr/v2", url)),
            fmt::format(
                "m.yaml:5:11: bootpay.pg_url is \"{}\"; it must be an https URL that ends in /v2, "
                "such as https://api.bootpay.co.kr/v2 (http on loopback only)\n",
                url
            )
        );
    }
    for (const auto* url : {"http://localhost:1/v2", "http://127.8.9.1/v2", "http://[::1]:9/v2"})
        EXPECT_EQ(report_of(least_with("https://api.bootpay.co.kr/v2", url)), "");
}

TEST(LoadFault, ASocketModeIsFourOctalDigits) {
    for (const auto* mode : {"660", "0888", "0777", "0060", "1660", "0x1b0", "rw-rw----"}) {
        EXPECT_EQ(
            report_behind(fmt::format("admin: {{mode: {}}}", mode)),
            fmt::format(
                "m.yaml:10:15: admin.mode is \"{}\"; it must be four octal digits from \"0600\" to "
                "\"0666\", such as \"0660\"\n",
                mode
            )
        );
    }
    for (const auto* mode : {"0600", "\"0600\"", "'0600'"}) {
        const auto loaded = load_text(sample::least + fmt::format("admin: {{mode: {}}}\n", mode));
        ASSERT_TRUE(loaded) << loaded.report();
        EXPECT_EQ(loaded.settings->admin.mode, 0600U);
    }
}

TEST(LoadFault, WholePairsOfKeys) {
    EXPECT_EQ(
        report_of(least_with("  client_key: ck\n", "")),
        "m.yaml:4:1: bootpay.client_key is missing; it must be the key as Bootpay's console shows "
        "it, without spaces\n"
    );
    EXPECT_EQ(
        report_of(least_with(
            "client_key: ck\n  secret_key_file: /etc/maedal/bootpay.secret", "application_id: a"
        )),
        "m.yaml:4:1: bootpay.private_key_file is missing; it must be an absolute path, beginning "
        "with / (or give private_key_credential)\n"
    );
    EXPECT_EQ(
        report_of(least_with("  client_key: ck\n", "  client_key: ck\n  application_id: a\n")),
        "m.yaml:4:1: bootpay.private_key_file is missing; it must be an absolute path, beginning "
        "with / (or give private_key_credential)\n"
    );
    EXPECT_EQ(
        report_of(least_with(
            "  key_file: /etc/maedal/ledger.key\n", "  key_file: /a\n  key_credential: b\n"
        )),
        "m.yaml:4:3: ledger.key_file and ledger.key_credential are both given; keep one\n"
    );
    EXPECT_EQ(
        report_of(least_with("key_file: /etc/maedal/ledger.key", "key_credential: ../b")),
        "m.yaml:3:19: ledger.key_credential has a value that does not fit (not shown here); it "
        "must be a credential's name: letters, digits, dots, _ and -, not beginning with a dot\n"
    );
}

TEST(LoadFault, TheTestClockNeedsASandbox) {
    EXPECT_EQ(
        report_behind("test_clock: true"),
        "m.yaml:10:1: test_clock is true, but bootpay.pg_url is not on loopback; set it to false, "
        "or use a sandbox such as http://127.0.0.1:8790/v2\n"
    );
}

TEST(LoadFault, AZoneHasToExist) {
    EXPECT_EQ(
        report_behind("time_zone: Seoul"),
        "m.yaml:10:12: time_zone is \"Seoul\"; it must be an IANA time zone that this host knows, "
        "such as Asia/Seoul\n"
    );
    EXPECT_EQ(
        report_behind("time_zone: ../../etc/passwd"),
        "m.yaml:10:12: time_zone is \"../../etc/passwd\"; it must be an IANA time zone, such as "
        "Asia/Seoul\n"
    );
}

TEST(LoadFault, CodesMapCodesToMeanings) {
    EXPECT_EQ(
        report_of(least_with("  client_key", "  codes: {RC A: refused, RC_B: fine}\n  client_key")),
        "m.yaml:6:11: bootpay.codes.\"RC A\": the key must be an error code of the gateway: "
        "letters, digits, _, - and dots\n"
        "m.yaml:6:32: bootpay.codes.RC_B is \"fine\"; it must be one of refused, declined, "
        "dead_key, doubt, duplicate, not_found\n"
    );
}

TEST(LoadFault, AllOfTheFileAreReportedAtOnceInItsOrder) {
    const auto loaded = load_text(
        "log: {level: loud, target: null}\n"
        "law: {trial_notice_days: 0600}\n"
        "ledger: {path: relative, key_file: /k}\n"
        "bootpay: {pg_url: http://example.com/v2, client_key: ck, secret_key_credential: s}\n"
        "webhook: {public_url: &u https://a.example, listen: *u}\n"
        "extra: 1\n"
        "log: {}\n"
    );
    EXPECT_FALSE(loaded);
    std::string places;
    for (const auto& fault : loaded.faults)
        places += fmt::format("{}:{} ", fault.at.line, fault.at.column);
    EXPECT_EQ(places, "1:14 1:20 2:26 3:16 4:19 5:53 6:1 7:1 ") << loaded.report();
}

TEST(LoadFault, AnEmptyFileLacksWhatIsRequired) {
    const std::string expected =
        "m.yaml:1:1: ledger.path is missing; it must be an absolute path, beginning with /\n"
        "m.yaml:1:1: ledger.key_file is missing; it must be an absolute path, beginning with / (or "
        "give key_credential)\n"
        "m.yaml:1:1: bootpay.pg_url is missing; it must be an https URL that ends in /v2, such as "
        "https://api.bootpay.co.kr/v2 (http on loopback only)\n"
        "m.yaml:1:1: bootpay.client_key is missing; it must be the key as Bootpay's console shows "
        "it, without spaces\n"
        "m.yaml:1:1: bootpay.secret_key_file is missing; it must be an absolute path, beginning "
        "with / (or give secret_key_credential)\n"
        "m.yaml:1:1: webhook.public_url is missing; it must be an https URL that Bootpay can "
        "reach, such as https://pay.example.com (http on loopback only)\n";
    EXPECT_EQ(report_of(""), expected);
    EXPECT_EQ(report_of("# nothing\n"), expected);
}

}  // namespace
}  // namespace maedal::config
