#include "maedalctl/said.hpp"

namespace maedal::ctl {

nlohmann::json Said::body() const {
    return {{"as", done ? "done" : "absent"}, {"reason", reason}};
}

CLI::App* add_said(CLI::App& noun, const char* about, const char* id, Said& said) {
    auto* verb = noun.add_subcommand("resolve", about);
    verb->add_option("ID", said.id, id)->required();
    auto* as = verb->add_option_group("as");
    as->add_flag("--done", said.done, "Bootpay's console shows it");
    as->add_flag("--absent", said.absent, "you looked in Bootpay's console: it is not there");
    as->require_option(1);
    verb->add_option("--reason", said.reason, "how you know; the journal keeps it")->required();
    return verb;
}

}  // namespace maedal::ctl
