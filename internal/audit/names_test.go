package audit

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// naming is a change to the base world, and what one dependency of its notebook
// becomes by it.
type naming struct {
	name, row  string
	change     func(w *world)
	assume     []string
	dependency string // sts when it is not said
	verdict    reach.Verdict
	gates      []string // kind and object of each gate that does not pass
	notes      string   // part of one of the proof's notes or assumptions
}

// world is the base world while it is changed.
type world struct {
	t     *testing.T
	files fstest.MapFS
	place string // of the Region's answers
}

func (w *world) put(file, body string) {
	at := w.place + file + ".json"
	if strings.HasPrefix(file, "list-hosted-zones") || strings.HasPrefix(file, "list-resource-record-sets") {
		at = "111122223333/global/" + file + ".json"
	}
	w.files[at] = &fstest.MapFile{Data: []byte(body)}
}

// swap changes a text that must stand in a file, every time it stands there.
func (w *world) swap(file, old, new string) {
	at := w.place + file + ".json"
	text := string(w.files[at].Data)
	if !strings.Contains(text, old) {
		w.t.Fatalf("%s has no %q", file, old)
	}
	w.files[at] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, old, new))}
}

func (w *world) servers(all ...string) {
	var values []string
	for _, s := range all {
		values = append(values, `{"Value":"`+s+`"}`)
	}
	w.swap("describe-dhcp-options", `{"Value": "AmazonProvidedDNS"}`, strings.Join(values, ","))
}

// zone associates a private hosted zone with these records.
func (w *world) zone(id, name string, records ...string) {
	w.put("list-hosted-zones-by-vpc-vpc-00000001", `{"HostedZoneSummaries":[{"HostedZoneId":"`+id+`","Name":"`+name+`.","Owner":{"OwningAccount":"111122223333"}}]}`)
	w.records(id, name, records...)
}

func (w *world) records(id, name string, records ...string) {
	records = append(records, `{"Name":"`+name+`.","Type":"SOA","ResourceRecords":[{"Value":"ns-0.awsdns-00.com. x. 1 7200 900 1209600 86400"}]}`)
	w.put("list-resource-record-sets-"+id, `{"ResourceRecordSets":[`+strings.Join(records, ",")+`]}`)
}

func record(name, kind string, values ...string) string {
	return policyRecord(name, kind, "", values...)
}

func policyRecord(name, kind, policy string, values ...string) string {
	var rows []string
	for _, v := range values {
		rows = append(rows, `{"Value":"`+v+`"}`)
	}
	return `{"Name":"` + name + `.","Type":"` + kind + `",` + policy + `"ResourceRecords":[` + strings.Join(rows, ",") + `]}`
}

func aliasRecord(name, target string) string {
	return `{"Name":"` + name + `.","Type":"A","AliasTarget":{"HostedZoneId":"Z38GZ743OKFT7T","DNSName":"` + target + `.","EvaluateTargetHealth":false}}`
}

// rule associates a Resolver rule.
func (w *world) rule(kind, domain, more string) {
	w.put("list-resolver-rules", `{"ResolverRules":[{"Id":"rslvr-rr-1","DomainName":"`+domain+`.","RuleType":"`+kind+`","Status":"COMPLETE"`+more+`}]}`)
	w.put("list-resolver-rule-associations", `{"ResolverRuleAssociations":[{"Id":"rslvr-rrassoc-1","ResolverRuleId":"rslvr-rr-1","VPCId":"vpc-00000001","Status":"COMPLETE"}]}`)
}

// firewall associates a rule group with these rules; its list rslvr-fdl-N holds
// the domains at N.
func (w *world) firewall(rules []string, domains ...string) {
	w.put("list-firewall-rule-group-associations", `{"FirewallRuleGroupAssociations":[{"Id":"rslvr-frgassoc-1","FirewallRuleGroupId":"rslvr-frg-1","VpcId":"vpc-00000001","Priority":101,"Status":"COMPLETE"}]}`)
	w.group("rslvr-frg-1", rules, domains...)
}

func (w *world) group(id string, rules []string, domains ...string) {
	w.put("list-firewall-rules-"+id, `{"FirewallRules":[`+strings.Join(rules, ",")+`]}`)
	for i, d := range domains {
		w.put("list-firewall-domains-rslvr-fdl-"+string(rune('0'+i)), `{"Domains":["`+strings.ReplaceAll(d, " ", `","`)+`"]}`)
	}
}

func firewallRule(priority, action, list, more string) string {
	return `{"FirewallRuleGroupId":"rslvr-frg-1","FirewallDomainListId":"` + list + `","Name":"r` + priority + `","Priority":` + priority + `,"Action":"` + action + `"` + more + `}`
}

// profile associates a Route 53 Profile that holds these resources.
func (w *world) profile(arns ...string) {
	w.put("list-profile-associations", `{"ProfileAssociations":[{"Id":"rpassoc-1","ProfileId":"rp-1","ResourceId":"vpc-00000001","Status":"COMPLETE"}]}`)
	var parts []string
	for _, arn := range arns {
		parts = append(parts, `{"Id":"rpr-1","ProfileId":"rp-1","ResourceArn":"`+arn+`","ResourceProperties":"{\"priority\":102}","Status":"COMPLETE"}`)
	}
	w.put("list-profile-resource-associations-rp-1", `{"ProfileResourceAssociations":[`+strings.Join(parts, ",")+`]}`)
}

// TestNames demands of each way in which a name can be answered, or not, the
// verdict and the gates that the semantics give (pure, on saved answers).
func TestNames(t *testing.T) {
	for _, n := range slices.Concat(serverNamings(), zoneNamings(), policyNamings(), ruleNamings(), firewallNamings(), profileNamings(), endpointNamings()) {
		t.Run(n.row+" "+n.name, func(t *testing.T) {
			w := &world{t, maps.Clone(readWorld(t, "testdata/worlds/base.txtar").files), "111122223333/eu-west-1/"}
			n.change(w)
			n.demand(t, snapshotOf(t, w.files), "lab")
		})
	}
}

func (n naming) demand(t *testing.T, s *inventory.Snapshot, resource string) {
	t.Helper()
	assume, err := reach.ParseAssumptions(n.assume)
	if err != nil {
		t.Fatal(err)
	}
	id := n.dependency
	if id == "" {
		id = "sts"
	}
	service, ok := inventory.ServiceByID(id)
	if !ok {
		t.Fatalf("no service %s", id)
	}
	proofs := reach.New(s, assume).Trace(resourceOf(s, worldResource{Kind: "notebook", Resource: resource}), service)
	verdict, _ := foldProofs(proofs)
	var gates, said []string
	for _, g := range notPassing(proofs) {
		gates = append(gates, string(g.Kind)+" "+strings.Join(g.Object, ","))
	}
	for _, p := range proofs {
		said = slices.Concat(said, p.Notes, p.Assumptions)
	}
	slices.Sort(gates)
	if verdict != n.verdict || !slices.Equal(slices.Compact(gates), slices.Sorted(slices.Values(n.gates))) {
		t.Errorf("%s: %s %v, want %s %v; %+v", id, verdict, gates, n.verdict, n.gates, proofs[0].DNS)
	}
	if n.notes != "" && !strings.Contains(strings.Join(said, "\n"), n.notes) {
		t.Errorf("nothing says %q, only %q", n.notes, said)
	}
}
