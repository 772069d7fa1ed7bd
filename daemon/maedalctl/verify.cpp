#include "maedalctl/clock_text.hpp"
#include "maedalctl/command.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <utility>

namespace maedal::ctl {
namespace {

using nlohmann::json;

constexpr auto part_max = std::chrono::hours{6};  // the history of an old ledger

std::string verdict(const json& row) {
    const auto count = row.at("violations").size();
    return count == 0 ? "holds" : counted(static_cast<std::int64_t>(count), "violation");
}

const std::vector<Column> columns{
    text("CHECK", "part"),
    {"MS",
     [](const json& row) {
         const auto tenths = number_in(row, "took_us") / 100;
         return fmt::format("{}.{}", tenths / 10, tenths % 10);
     },
     true},
    {"RESULT", verdict},
    text("PROMISE", "promise")};

void draw_violations(const Screen& screen, const json& violations) {
    for (const auto& violation : violations)
        screen.line(screen.toned(
            text_in(violation, "invariant") + ": " + text_in(violation, "subject") + ": " +
                text_in(violation, "what"),
            Tone::bad
        ));
}

void draw_progress(
    const Screen& screen, std::size_t done, std::size_t of, const std::string& part
) {
    if (done >= of) return screen.progress(1'000, {});
    screen.progress(static_cast<int>(done * 1'000 / of), part);
}

void verify(const Session& session) {
    const auto names = session.admin.get("/v1/verify").at("items");
    auto parts = json::array();
    std::int64_t violations = 0;
    for (const auto& name : names) {
        draw_progress(
            session.screen, parts.size(), names.size(), printable(name.get<std::string>())
        );
        parts.push_back(session.admin.post("/v1/verify", {{"part", name}}, {}, part_max));
        violations += static_cast<std::int64_t>(parts.back().at("violations").size());
    }
    draw_progress(session.screen, parts.size(), names.size(), {});
    if (!shown_as_json(session, {{"items", parts}, {"next", nullptr}})) {
        print_table(session.screen, columns, parts);
        for (const auto& part : parts)
            draw_violations(session.screen, part.at("violations"));
        if (violations == 0)
            session.screen.line(session.screen.toned("the book is whole", Tone::good));
    }
    if (violations > 0)
        throw Failure{ExitCode::found, "the book has " + counted(violations, "violation")};
}

/// Under systemd the daemon has a /tmp of its own: what it writes there goes when it stops, and an
/// older file of the same name may lie in the one that is seen here.
void refuse_unless_seen(const std::string& path, std::int64_t bytes) {
    std::error_code cannot_look;  // its folder may be closed to whoever asks
    const bool there = std::filesystem::exists(path, cannot_look);
    if (cannot_look) return;
    if (there && std::cmp_equal(std::filesystem::file_size(path, cannot_look), bytes)) return;
    if (cannot_look) return;
    throw Failure{
        ExitCode::refused,
        path +
            ": the daemon has written it, and it is not there: the daemon sees another folder of "
            "this name (PrivateTmp= in its unit), which goes when it stops. Name a file beside the "
            "ledger, or one below a ReadWritePaths= of the unit"};
}

void back_up(const Session& session, const std::string& file) {
    const auto path = std::filesystem::absolute(file).lexically_normal().string();
    const auto done = session.admin.post("/v1/backup", {{"path", path}}, {}, part_max);
    refuse_unless_seen(path, number_in(done, "bytes"));
    const auto& violations = done.at("violations");
    if (!shown_as_json(session, done)) {
        session.screen.line(
            text_in(done, "path") + ": " + amount_in(done, "bytes") +
            " bytes, whole, up to entry " + amount_in(done, "journal_entries") + " of the journal"
        );
        draw_violations(session.screen, violations);
    }
    if (!violations.empty())
        throw Failure{
            ExitCode::found,
            "the copy is whole, and the book that was copied has " +
                counted(static_cast<std::int64_t>(violations.size()), "violation")};
}

}  // namespace

void add_verify(CLI::App& line, Run& run) {
    auto* verb =
        line.add_subcommand("verify", "hold the book against everything that must be true");
    verb->callback([&run] { run = verify; });

    const auto file = std::make_shared<std::string>();
    auto* backup = line.add_subcommand("backup", "copy the book and verify the copy");
    backup->add_option("FILE", *file, "where; the daemon writes it, and it must not exist")
        ->required();
    backup->callback([&run, file] {
        run = [file](const Session& session) { back_up(session, *file); };
    });
}

}  // namespace maedal::ctl
