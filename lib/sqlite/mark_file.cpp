#include "sqlite/mark_file.hpp"

#include "ports/ledger.hpp"
#include "sqlite/failure.hpp"
#include "sqlite/file_mode.hpp"
#include "sqlite/image.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <system_error>
#include <vector>

namespace maedal::sqlite {
namespace {

constexpr std::size_t place_bytes = 512;  // a sector: written whole or not at all
constexpr std::string_view head = "maedal mark 1";

std::string checksum_of(std::string_view text) {
    std::string sum(16, '\0');
    crypto_generichash(
        reinterpret_cast<unsigned char*>(sum.data()),
        sum.size(),
        reinterpret_cast<const unsigned char*>(text.data()),
        text.size(),
        nullptr,
        0
    );
    return hex(sum);
}

/// One line of words, its checksum last, blanks up to the end of the place.
std::string place_of(const Mark& mark, std::uint64_t sequence) {
    std::string text = fmt::format(
        "{} {} {} {} {} {} ", head, sequence, mark.epoch, mark.file, mark.entry, mark.hash
    );
    text += checksum_of(text);
    text.resize(place_bytes - 1, ' ');
    return text + '\n';
}

struct Place {
    std::uint64_t sequence = 0;
    Mark mark;
};

template <class Number>
bool read_number(std::string_view word, Number& number) {
    const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    return error == std::errc{} && stop == word.data() + word.size();
}

std::optional<Place> place_from(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        if (end > begin) words.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    // "maedal", "mark", "1", sequence, epoch, file, entry, hash ("-" for none), checksum, newline
    if (words.size() != 10 || !text.starts_with(head)) return std::nullopt;
    const auto signed_part = static_cast<std::size_t>(words[8].data() - text.data());
    if (checksum_of(text.substr(0, signed_part)) != words[8]) return std::nullopt;
    Place place;
    if (!read_number(words[3], place.sequence) || !read_number(words[6], place.mark.entry))
        return std::nullopt;
    place.mark.epoch = words[4];
    place.mark.file = words[5];
    place.mark.hash = words[7];
    return place;
}

}  // namespace

MarkFile::MarkFile(const std::string& ledger_path) : path_{ledger_path + ".mark"} {}

MarkFile::~MarkFile() {
    close();
}

void MarkFile::close() noexcept {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
}

void MarkFile::fail(const char* doing) const {
    throw ports::LedgerFailure{failure_text(
        path_,
        fmt::format("{}: {}", doing, std::generic_category().message(errno)),
        "the user that runs the daemon must be able to write it; then start again"
    )};
}

MarkFile::Found MarkFile::read(Mark& mark) {
    close();
    file_ = ::open(path_.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (file_ < 0) {
        if (errno == ENOENT) return Found::none;
        fail("opening the mark");
    }
    std::array<char, 2 * place_bytes> bytes{};
    const ssize_t length = ::pread(file_, bytes.data(), bytes.size(), 0);
    if (length < 0) fail("reading the mark");
    const std::string_view text{bytes.data(), static_cast<std::size_t>(length)};
    std::optional<Place> newest;
    for (std::size_t begin = 0; begin < text.size(); begin += place_bytes) {
        auto place = place_from(text.substr(begin, place_bytes));
        if (place && (!newest || place->sequence > newest->sequence)) newest = std::move(place);
    }
    if (!newest) return Found::damaged;
    sequence_ = newest->sequence;
    mark = std::move(newest->mark);
    return Found::whole;
}

void MarkFile::make(const Mark& mark) {
    close();
    const std::string unfinished = path_ + ".new";
    file_ = ::open(unfinished.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file_ < 0) fail("making the mark");
    write(mark);
    sync();
    if (::rename(unfinished.c_str(), path_.c_str()) != 0) fail("naming the mark");
    sync_directory_of(path_);
}

void MarkFile::write(const Mark& mark) {
    const std::string place = place_of(mark, sequence_ + 1);
    const auto at = static_cast<off_t>(((sequence_ + 1) % 2) * place_bytes);
    if (::pwrite(file_, place.data(), place.size(), at) != static_cast<ssize_t>(place.size()))
        fail("writing the mark");
    sequence_ += 1;
}

void MarkFile::sync() {
    if (file_ >= 0 && ::fdatasync(file_) != 0) fail("syncing the mark");
}

}  // namespace maedal::sqlite
