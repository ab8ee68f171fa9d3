package reach

import (
	"mooring/internal/inventory"
)

// encrypted asks a VPC's encryption controls about a door of it. In mode enforce
// only what is excluded may carry traffic in the clear (VPC User Guide,
// vpc-encryption-controls).
func (w *way) encrypted(env *environment, exclusion, object string, already bool) {
}

// inspect is what stands behind a Gateway Load Balancer endpoint.
func (w *way) inspect(at station, v *inventory.VPCEndpoint, l Leg) {
	w.beyond(inventory.GateGatewayBalancer, l, v.ID, "what the appliances behind the endpoint do")
	w.end()
}
