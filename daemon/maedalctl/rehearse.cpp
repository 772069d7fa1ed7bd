#include "maedalctl/child.hpp"
#include "maedalctl/clock_text.hpp"
#include "maedalctl/command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>

namespace maedal::ctl {
namespace {

using nlohmann::json;

struct Asked {
    int months = 3;
    std::string mix = "everyday", rule, ledger, config, now;
    std::vector<std::string> faults;
    std::int64_t seed = 1;
};

/// The newest entry of the living journal, or the one of this number.
json entry_of(const Session& session, std::int64_t number = 0) {
    QueryPairs query{{"limit", "1"}};
    if (number > 0) query.emplace_back("after", std::to_string(number + 1));
    const auto items = session.admin.get("/v1/journal", query).at("items");
    return items.empty() ? json{{"entry_number", 0}, {"hash", ""}} : items.front();
}

/// While this lives, Ctrl-C and its like wait.
class Undisturbed {
public:
    Undisturbed() {
        sigset_t ends;
        ::sigemptyset(&ends);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT})
            ::sigaddset(&ends, signal);
        ::sigprocmask(SIG_BLOCK, &ends, &before_);
    }
    ~Undisturbed() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }
    Undisturbed(const Undisturbed&) = delete;
    Undisturbed& operator=(const Undisturbed&) = delete;

private:
    sigset_t before_{};
};

/// Takes away the copies of rehearsals that were ended by force: "LEDGER.rehearsal-PID" of a
/// process that is no more.
void remove_leftovers(const std::string& prefix) {
    std::error_code unreadable;
    const std::filesystem::path beside{prefix};
    for (const auto& file : std::filesystem::directory_iterator{beside.parent_path(), unreadable}) {
        const auto name = file.path().string();
        if (!name.starts_with(prefix)) continue;
        // A copy that the daemon was writing when it was ended itself has this behind it.
        constexpr std::string_view unfinished = ".unfinished";
        const auto size = name.size() - (name.ends_with(unfinished) ? unfinished.size() : 0);
        if (size < prefix.size()) continue;
        const char* const end = name.data() + size;
        ::pid_t pid = 0;
        const auto read = std::from_chars(name.data() + prefix.size(), end, pid);
        if (read.ec != std::errc{} || read.ptr != end || pid <= 0) continue;
        if (::kill(pid, 0) == 0 || errno != ESRCH) continue;
        std::error_code nothing_more_to_do;
        std::filesystem::remove(file.path(), nothing_more_to_do);
    }
}

/// A copy that the daemon made. It holds all that the ledger holds, so it goes as soon as it was
/// read; until then nobody ends this program without it.
class Copy {
public:
    Copy(const Session& session, const std::string& ledger) {
        const auto prefix = ledger + ".rehearsal-";
        remove_leftovers(prefix);
        path_ = prefix + std::to_string(::getpid());
        constexpr auto copying_max = std::chrono::hours{1};
        try {
            session.admin.post("/v1/backup", {{"path", path_}}, {}, copying_max);
        } catch (const Failure&) {
            remove();  // it may have been written before its answer was lost
            throw;
        }
    }
    ~Copy() { remove(); }
    Copy(const Copy&) = delete;
    Copy& operator=(const Copy&) = delete;
    void remove() {
        std::error_code nothing_more_to_do;
        std::filesystem::remove(path_, nothing_more_to_do);
        undisturbed_.reset();
    }
    [[nodiscard]] const std::string& path() const noexcept { return path_; }

private:
    std::optional<Undisturbed> undisturbed_{std::in_place};
    std::string path_;
};

void draw_progress(const Screen& screen, const json& said) {
    constexpr std::size_t date_size = 10;  // "2027-01-31"
    const auto done = number_in(said, "done"), of = number_in(said, "of");
    if (done >= of) return screen.progress(1'000, {});
    screen.progress(static_cast<int>(done * 1'000 / of), text_in(said, "day").substr(0, date_size));
}

/// The report of a run on `ledger`, which is not needed any more once `was_read` is called.
json report_of(
    const Session& session,
    const Asked& asked,
    const std::string& ledger,
    const std::function<void()>& was_read
) {
    std::vector<std::string> command{
        companion("maedal-rehearse"),
        "--months",
        std::to_string(asked.months),
        "--mix",
        asked.mix,
        "--seed",
        std::to_string(asked.seed)};
    const auto option = [&command](const char* name, const std::string& value) {
        if (value.empty()) return;
        command.emplace_back(name);
        command.push_back(value);
    };
    option("--config", asked.config);
    option("--ledger", ledger);
    option("--order-id-rule", asked.rule);
    option("--now", asked.now);
    for (const auto& fault : asked.faults)
        option("--fault", fault);
    json report;
    const auto end = run_child(command, [&](const std::string& line) {
        const auto said = json::parse(line);
        if (said.contains("read")) was_read();
        if (said.contains("report")) report = said.at("report");
        if (said.contains("day")) draw_progress(session.screen, said);
    });
    if (end.code != 0 || report.is_null()) {
        auto why = end.complaint.substr(0, end.complaint.find_last_not_of("\n") + 1);
        if (why.empty()) why = fmt::format("the rehearsal ended with {}", end.code);
        throw Failure{end.code == 2 ? ExitCode::usage : ExitCode::refused, printable(why)};
    }
    return report;
}

const std::vector<Column> columns{
    text("MONTH", "month"),
    number("CHARGES", "charges"),
    amount("WON", "won"),
    number("PAID", "paid"),
    amount("PAID WON", "paid_won"),
    number("DECLINED", "failed"),
    number("VOID", "void"),
    number("OPEN", "open")};

void draw_doubts(const Screen& screen, const json& report) {
    const auto all = number_in(report, "doubts_in_all");
    std::int64_t asked = 0;
    for (const auto& doubt : report.at("doubts"))
        asked += flag_in(doubt, "asked_a_person") ? 1 : 0;
    screen.line(fmt::format(
        "{} would be doubted; {} of them would wait for a person",
        counted(all, "payment"),
        thousands(asked)
    ));
    constexpr std::int64_t lines_max = 12;
    std::int64_t lines = 0;
    for (const bool by_a_person : {true, false})
        for (const auto& doubt : report.at("doubts")) {
            if (flag_in(doubt, "asked_a_person") != by_a_person || lines == lines_max) continue;
            lines += 1;
            screen.line(fmt::format(
                "  {}  {} won, ends as {}{}",
                text_in(doubt, "order_id"),
                amount_in(doubt, "won"),
                text_in(doubt, "ended_as"),
                by_a_person ? ", after a person was asked" : ""
            ));
        }
    if (all > lines) screen.line("  and " + thousands(all - lines) + " more (--json)");
}

void draw_breakers(const Screen& screen, const json& report) {
    for (const auto& breaker : report.at("breakers_before"))
        screen.line(screen.toned(
            "tripped in the ledger as it is, so nothing was sent for it: " +
                printable(breaker.get<std::string>()),
            Tone::watch
        ));
    for (const auto& [name, times] : report.at("breakers_released").items())
        screen.line(fmt::format(
            "breaker {} tripped, and a person would have had to release it: {}",
            printable(name),
            counted(times.get<std::int64_t>(), "time")
        ));
}

void draw(const Screen& screen, const json& report) {
    screen.line(fmt::format(
        "from {} to {} with the faults of \"{}\", seed {}; 16 days of fine weather after it",
        minute_in(report, "from"),
        minute_in(report, "to"),
        printable(text_in(report, "mix")),
        number_in(report, "seed")
    ));
    print_table(screen, columns, report.at("months"));
    const auto& gateway = report.at("gateway");
    screen.line(fmt::format(
        "the made-up gateway's books: {}, {} won taken, {} won given back",
        counted(number_in(gateway, "payments"), "payment"),
        amount_in(gateway, "taken_won"),
        amount_in(gateway, "returned_won")
    ));
    draw_doubts(screen, report);
    draw_breakers(screen, report);
    for (const auto& violation : report.at("violations"))
        screen.line(screen.toned(printable(violation.get<std::string>()), Tone::bad));
    screen.line(screen.toned(
        fmt::format(
            "charged twice and kept: {} · lost: {} · the daemon died {}",
            number_in(report, "kept_twice"),
            number_in(report, "lost"),
            counted(number_in(report, "crashes"), "time")
        ),
        flag_in(report, "holds") ? Tone::good : Tone::bad
    ));
}

/// The chain up to where the copy was taken is what it was; what came since, the daemon wrote.
json live_ledger(const Session& session, const json& head) {
    const auto number = number_in(head, "entry_number");
    const auto now = entry_of(session, number);
    return {
        {"entry_number", number},
        {"same", text_in(now, "hash") == text_in(head, "hash")},
        {"written_since_by_the_daemon", number_in(entry_of(session), "entry_number") - number}};
}

void draw_proof(const Screen& screen, const json& report) {
    if (const auto live = report.find("live_ledger"); live != report.end())
        screen.line(
            flag_in(*live, "same")
                ? screen.toned(
                      fmt::format(
                          "the live ledger was not touched: entry {} of its journal is what it "
                          "was, and the daemon itself has written {} since",
                          amount_in(*live, "entry_number"),
                          amount_in(*live, "written_since_by_the_daemon")
                      ),
                      Tone::good
                  )
                : screen.toned("the live ledger has changed its past", Tone::bad)
        );
    else if (flag_in(report, "untouched"))
        screen.line(screen.toned(
            text_in(report, "read") + " was not touched: it is byte for byte what it was",
            Tone::good
        ));
    else
        screen.line(screen.toned(text_in(report, "read") + " has changed meanwhile", Tone::bad));
}

json rehearsed_alive(const Session& session, Asked asked) {
    const auto status = session.admin.get("/v1/status");
    if (asked.config.empty()) asked.config = text_in(status, "configuration");
    asked.now = text_in(status, "now");
    const auto head = entry_of(session);
    Copy copy{session, text_in(status, "ledger")};
    auto report = report_of(session, asked, copy.path(), [&copy] { copy.remove(); });
    report["read"] = text_in(status, "ledger");
    report["live_ledger"] = live_ledger(session, head);
    return report;
}

void rehearse(const Session& session, const Asked& asked) {
    const auto report = asked.ledger.empty() ? rehearsed_alive(session, asked)
                                             : report_of(session, asked, asked.ledger, [] {});
    if (!shown_as_json(session, report)) {
        draw(session.screen, report);
        draw_proof(session.screen, report);
    }
    if (!flag_in(report, "holds"))
        throw Failure{ExitCode::found, "the rehearsal found what must not be"};
    const auto live = report.find("live_ledger");
    const bool same = live != report.end() ? flag_in(*live, "same") : flag_in(report, "untouched");
    if (!same) throw Failure{ExitCode::found, "the ledger is not what it was before the rehearsal"};
}

}  // namespace

void add_rehearse(CLI::App& line, Run& run) {
    const auto asked = std::make_shared<Asked>();
    auto* verb = line.add_subcommand(
        "rehearse", "run the coming months on a copy of the book, with a made-up gateway and faults"
    );
    verb->add_option("--months", asked->months, "how many")
        ->check(CLI::Range(1, 24))
        ->capture_default_str();
    verb->add_option("--mix", asked->mix, "faults: fine, everyday or storm")->capture_default_str();
    verb->add_option(
        "--fault", asked->faults, "one fault of the mix, NAME=STRENGTH; several times"
    );
    verb->add_option(
        "--order-id-rule",
        asked->rule,
        "the gateway's: reserve, charge or none; else the configured one"
    );
    verb->add_option("--seed", asked->seed, "another run of the same")->capture_default_str();
    verb->add_option("--ledger", asked->ledger, "a backup, in place of a copy of the live ledger");
    verb->add_option("--config", asked->config, "the daemon's configuration; else as it says");
    verb->callback([&run, asked] {
        run = [asked](const Session& session) { rehearse(session, *asked); };
    });
}

}  // namespace maedal::ctl
