package audit

import (
	"strings"
	"testing"
	"testing/fstest"
)

// shareGateway gives the transit gateway of a world to another account, as an
// organisation shares one: that account alone sees its tables and which of them
// an attachment is associated with.
func shareGateway(w *world) {
	const theirs = "444455556666/eu-west-1/"
	for at, f := range w.files {
		file, own := strings.CutPrefix(at, w.place)
		text := string(f.Data)
		if !own || !strings.Contains(file, "transit-gateway") {
			continue
		}
		text = strings.ReplaceAll(text, `"TransitGatewayOwnerId": "111122223333"`, `"TransitGatewayOwnerId": "444455556666"`)
		w.files[theirs+file] = &fstest.MapFile{Data: []byte(text)}
		w.files[at] = &fstest.MapFile{Data: []byte(text)}
		if strings.HasPrefix(file, "search-") {
			delete(w.files, at)
		}
	}
	w.put("describe-transit-gateway-route-tables", `{"TransitGatewayRouteTables":[]}`)
	w.each("describe-transit-gateway-attachments", "TransitGatewayAttachments", func(i item) { delete(i, "Association") })
}

// TestSharedTransitGateway follows a path through another account's transit
// gateway, and does not guess where that account was not read (pure, on saved
// answers).
func TestSharedTransitGateway(t *testing.T) {
	const central = "firewall-central-filtered"
	alone := func(w *world) {
		shareGateway(w)
		for at := range w.files {
			if strings.HasPrefix(at, "444455556666/") {
				delete(w.files, at)
			}
		}
	}
	for _, s := range []shown{
		see(central, "s3", reachable).after("a shared gateway", shareGateway),
		see(central, "exposure", "filtered").after("a shared gateway", shareGateway),
		see(central, "s3", "unknown", "transit-gateway tgw-00000001").after("an owner that was not read", alone),
		see(central, "exposure", "unknown").after("an owner that was not read", alone),
		see("transit-gateways-peered", "s3", reachable).after("shared gateways", shareGateway),
	} {
		t.Run(s.world+" "+s.asks+" "+s.edit, s.demand)
	}
}
