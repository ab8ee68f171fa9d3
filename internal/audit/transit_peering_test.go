package audit

import (
	"testing"
)

// TestTransitPeering breaks each part of a path over two peered transit gateways
// (pure, on saved answers).
func TestTransitPeering(t *testing.T) {
	const peered = "transit-gateways-peered"
	attachment := func(id string, change func(item)) func(*world) {
		return func(w *world) {
			w.one("describe-transit-gateway-attachments", "TransitGatewayAttachments", "TransitGatewayAttachmentId", id, change)
		}
	}
	unassociated := func(i item) { delete(i, "Association") }
	modifying := func(i item) { i["State"] = "modifying" }
	pending := func(i item) { i["State"] = "pendingAcceptance" }
	routes := func(table, old, new string) func(*world) {
		return func(w *world) { w.swap("search-transit-gateway-routes-"+table, old, new) }
	}
	zone := func(w *world) { // one of the two zones denies what comes from the hub
		w.subnetACL("acl-000000e2", "subnet-000000e2", "vpc-00000001", [3]string{"out", "deny", "0.0.0.0/0"})
	}
	for _, s := range []shown{
		see(peered, "s3", reachable),
		see(peered, "exposure", "filtered"),
		see(peered, "s3", blocked, "transit-gateway tgw-rtb-00000001").after("no route to the peer", routes("tgw-rtb-00000001", "0.0.0.0/0", "10.99.0.0/16")),
		see(peered, "s3", blocked, "transit-gateway tgw-rtb-00000002").after("no route back", func(w *world) {
			w.each("search-transit-gateway-routes-tgw-rtb-00000002", "Routes", func(i item) {
				if i["DestinationCidrBlock"] == "10.20.0.0/16" {
					i["State"] = "blackhole"
				}
			})
		}),
		see(peered, "s3", blocked, "transit-gateway tgw-rtb-00000002").after("no route on from the peer", routes("tgw-rtb-00000002", "0.0.0.0/0", "10.99.0.0/16")),
		see(peered, "s3", blocked, "transit-gateway tgw-attach-00000052").after("the peer's end associated with no table", attachment("tgw-attach-00000052", unassociated)),
		see(peered, "s3", blocked, "transit-gateway tgw-attach-00000051").after("the near end associated with no table", attachment("tgw-attach-00000051", unassociated)),
		see(peered, "s3", blocked, "transit-gateway tgw-attach-00000051").after("the peering not accepted", attachment("tgw-attach-00000051", pending)),
		see(peered, "s3", "unknown", "transit-gateway tgw-attach-00000051").after("the peering being modified", attachment("tgw-attach-00000051", modifying)),
		see(peered, "s3", "unknown", "transit-gateway tgw-attach-00000001").after("the spoke's attachment being modified", func(w *world) {
			w.one("describe-transit-gateway-vpc-attachments", "TransitGatewayVpcAttachments", "TransitGatewayAttachmentId", "tgw-attach-00000001", modifying)
		}),
		see(peered, "s3", "unknown", "transit-gateway tgw-attach-00000051").after("an account of the peer's that was not read", func(w *world) {
			w.swap("describe-transit-gateway-peering-attachments", `"AccepterTgwInfo": {"TransitGatewayId": "tgw-00000002", "OwnerId": "111122223333"`, `"AccepterTgwInfo": {"TransitGatewayId": "tgw-00000003", "OwnerId": "444455556666"`)
		}),
		see(peered, "s3", "unknown", "network-acl-egress acl-000000e2", "transit-gateway tgw-attach-00000001").after("a zone that fares worse", zone),
	} {
		t.Run(s.asks+" "+s.edit, s.demand)
	}
}
