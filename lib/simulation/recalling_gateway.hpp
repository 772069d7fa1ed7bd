#pragma once
#include "simulation/model_gateway.hpp"
#include "simulation/virtual_house.hpp"

namespace maedal::simulation {

/// Tells the sandbox's model what the gateway holds according to the house's book: every billing
/// key, and every reservation that stands. Of a call whose outcome the book does not know, the dice
/// say whether it was carried out. Once, before anything else.
void recall_past(VirtualHouse& house, sandbox::Dice& dice);

/// A line to a gateway that has a past: a payment that the house's book knows from before is
/// recalled by the model as soon as anyone asks for it.
class RecallingGateway final : public ModelGateway {
public:
    RecallingGateway(VirtualHouse& house, std::uint64_t seed);

    Task<Result<billing::GatewayReceipt>> refund(ports::RefundRequest request) override;
    Task<Result<billing::GatewayReceipt>> receipt(billing::ReceiptId id) override;
    Task<Result<std::vector<billing::GatewayReceipt>>> receipts_of(billing::OrderId id) override;

private:
    void recall(const billing::Receipt& receipt);

    VirtualHouse& house_;
};

}  // namespace maedal::simulation
