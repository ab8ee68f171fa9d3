package audit

import (
	"encoding/json"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// TestPrivateNameOfAnotherVPC: AWS lists an endpoint's private DNS name among
// its names; it answers in the endpoint's own VPC alone (E16, pure).
func TestPrivateNameOfAnotherVPC(t *testing.T) {
	answers := answersOf(t, readWorld(t, "testdata/worlds/interface-endpoint-other-vpc.txtar").files)
	listed := 0
	answers = edit(t, answers, "ec2:DescribeVpcEndpoints", "VpcEndpoints", func(endpoint map[string]any) {
		if endpoint["VpcEndpointId"] == "vpce-000000c3" {
			listed++
			endpoint["DnsEntries"] = append(endpoint["DnsEntries"].([]any), map[string]any{"DnsName": "sts.eu-west-1.amazonaws.com", "HostedZoneId": "Z0000000000001"})
		}
	})
	if listed != 1 {
		t.Fatal("the world has no such endpoint")
	}
	s := inventory.Build(answers, inventory.Origin{})
	sts, _ := inventory.ServiceByID("sts")
	for _, r := range s.Resources() {
		if r.Head().Kind != inventory.KindNotebook {
			continue
		}
		for _, p := range reach.New(s, nil).Trace(r, sts) {
			if p.DNS.By != "public DNS" {
				text, _ := json.Marshal(p.DNS)
				t.Errorf("%s: %s", r.Head().Name, text)
			}
		}
	}
}
