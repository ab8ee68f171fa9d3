package audit

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// edit changes one list of an answer, item by item, and may add to it.
func edit(t *testing.T, answers []inventory.Answer, operation, items string, change func(map[string]any), more ...map[string]any) []inventory.Answer {
	t.Helper()
	out := slices.Clone(answers)
	for i := range out {
		if out[i].Operation != operation {
			continue
		}
		var body map[string][]map[string]any
		if err := json.Unmarshal(out[i].Body, &body); err != nil {
			t.Fatal(err)
		}
		for _, item := range body[items] {
			change(item)
		}
		body[items] = append(body[items], more...)
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		out[i].Body = raw
	}
	return out
}

func dynamoDB(answers []inventory.Answer) map[string][]*reach.Proof {
	s := inventory.Build(answers, inventory.Origin{})
	engine := reach.New(s, nil)
	service, _ := inventory.ServiceByID("dynamodb")
	out := map[string][]*reach.Proof{}
	for _, r := range s.Resources() {
		if inventory.Is(r.Network().Mode, inventory.ModeVPC) && inventory.Is(r.Network().Isolated, false) {
			out[r.Head().ID] = engine.Trace(r, service)
		}
	}
	return out
}

// TestGatewayEndpointOfAnotherVPC: E4, a client that comes by a transit gateway
// cannot use the gateway endpoint of the VPC it comes out in (pure, on an
// oracle world with central egress).
func TestGatewayEndpointOfAnotherVPC(t *testing.T) {
	const list, endpoint = "pl-02cd2c6b", "vpce-0000000000000dddd"
	answers := answersOf(t, os.DirFS("testdata/oracle/t2-015/world"))
	region, vpc := "", ""
	before := dynamoDB(edit(t, answers, "ec2:DescribeRouteTables", "RouteTables", func(table map[string]any) {
		raw, _ := json.Marshal(table)
		if strings.Contains(string(raw), `"egress-tgw-0"`) {
			vpc = table["VpcId"].(string)
		}
	}))
	for _, a := range answers {
		region = max(region, a.Region)
	}
	prefixList := listOf(t, answers, "dynamodb", list)
	changed := edit(t, answers, "ec2:DescribeRouteTables", "RouteTables", func(table map[string]any) {
		raw, _ := json.Marshal(table)
		if strings.Contains(string(raw), `"egress-tgw-`) {
			table["Routes"] = append(table["Routes"].([]any), map[string]any{"DestinationPrefixListId": prefixList, "GatewayId": endpoint, "Origin": "CreateRoute", "State": "active"})
		}
	})
	changed = edit(t, changed, "ec2:DescribeVpcEndpoints", "VpcEndpoints", func(map[string]any) {}, map[string]any{
		"VpcEndpointId": endpoint, "VpcEndpointType": "Gateway", "VpcId": vpc, "ServiceName": "com.amazonaws." + region + ".dynamodb", "State": "available",
		"PolicyDocument": `{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}`,
	})
	reached := 0
	for id, proofs := range dynamoDB(changed) {
		for i, p := range proofs {
			if before[id][i].Verdict == reach.VerdictReachable {
				reached++
				fails := slices.ContainsFunc(p.Failing(), func(g reach.Gate) bool {
					return g.Kind == inventory.GateGatewayEndpoint && slices.Contains(g.Object, endpoint)
				})
				if p.Verdict != reach.VerdictBlocked || !fails {
					t.Errorf("%s: %s, and the endpoint is another VPC's; failing %v", id, p.Verdict, p.Failing())
				}
			}
		}
	}
	if reached == 0 {
		t.Error("nothing reached DynamoDB by the central NAT gateway before")
	}
}

// listOf is the id of an AWS prefix list in the answers.
func listOf(t *testing.T, answers []inventory.Answer, service, otherwise string) string {
	t.Helper()
	found := otherwise
	edit(t, answers, "ec2:DescribePrefixLists", "PrefixLists", func(list map[string]any) {
		if strings.HasSuffix(list["PrefixListName"].(string), "."+service) {
			found = list["PrefixListId"].(string)
		}
	})
	return found
}
