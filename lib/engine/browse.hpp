#pragma once
#include "base/error.hpp"
#include "ports/commerce.hpp"

#include <string>
#include <variant>
#include <vector>

namespace maedal::engine {

// What is only asked of the gateway's shop and never kept: the desk passes it on.
using ports::GatewayProduct;
using ports::HostedBill;
using ports::ProductPage;
using HostedPage = std::vector<billing::GatewayHosted>;
using HostedBills = std::vector<HostedBill>;

struct BrowseProducts {
    std::string keyword;
    int page, limit;
};
struct ShowProduct {
    std::string product_id;
};
struct BrowseHosted {
    int page, limit;
};
struct ShowHosted {
    billing::HostedId id;
};
struct ShowHostedBills {
    billing::HostedId id;
};
using Browse = std::variant<BrowseProducts, ShowProduct, BrowseHosted, ShowHosted, ShowHostedBills>;
using Browsed =
    std::variant<ProductPage, GatewayProduct, HostedPage, billing::GatewayHosted, HostedBills>;

}  // namespace maedal::engine
