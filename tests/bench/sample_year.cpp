// The book that the quickstart bills, walked through its year.
#include "benches.hpp"

#include <fstream>
#include <stdexcept>

namespace maedal::bench {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

void load_book(Stage& stage, const std::filesystem::path& path) {
    std::ifstream file{path};
    const json book = json::parse(file);
    for (const auto& customer : book.at("customers")) {
        const char* const kind = customer.contains("billing_key") ? "billing_key" : "receipt_id";
        const std::string name = customer.at("customer_id");
        const auto key = stage.add_card(name, {{kind, customer.at(kind)}});
        for (json subscription : customer.at("subscriptions")) {
            subscription["customer_id"] = name;
            subscription["billing_key_id"] = key;
            stage.admin("POST", "/v1/subscriptions", subscription);
        }
    }
}

}  // namespace

void measure_sample_year(
    Figures& figures,
    const Load& load,
    const Programs& programs,
    const std::filesystem::path& folder
) {
    const Instant end = *instant_from_rfc3339(
        load.whole_year ? "2029-01-01T00:00:00+09:00" : "2028-02-01T00:00:00+09:00"
    );
    in_rounds(load.rounds, 45s, [&](int) {
        Stage stage{programs, folder / "year"};
        load_book(stage, programs.samples / "book.json");
        const auto cost = cost_of(stage.maedald().cpu_clock(), [&] { stage.walk(end); });
        const auto paid = stage.count("charges", "paid");
        if (paid == 0) throw std::runtime_error{"nothing was paid in the sample year"};
        figures.add("sample year: time", "s", cost.seconds);
        add_rate(figures, "sample year: charges", static_cast<double>(paid), cost);
        const auto peak = static_cast<double>(stage.maedald().peak_memory_kib()) / 1024;
        figures.add(peak_memory, "MiB", peak);
    });
}

}  // namespace maedal::bench
