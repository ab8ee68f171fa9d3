package reach

import (
	"cmp"
	"encoding/json"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

// withPolicy adds a policy and its stateful groups, each by its content; "" is
// a group that could not be read.
func withPolicy(policy string, groups ...string) *answered {
	a := newAnswered("10.0.0.0/16", "10.9.0.0/16")
	var p object
	if err := json.Unmarshal([]byte(policy), &p); err != nil {
		panic(err)
	}
	if p["StatelessDefaultActions"] == nil {
		p["StatelessDefaultActions"] = []string{"aws:forward_to_sfe"}
	}
	var references []object
	for n, content := range groups {
		arn := testARN + "stateful-rulegroup/g" + string(rune('0'+n))
		if content == "managed" {
			arn = "arn:aws:network-firewall:eu-west-1:aws-managed:stateful-rulegroup/ThreatSignatures"
		}
		references = append(references, object{"ResourceArn": arn, "Priority": n + 1})
		var c object
		if json.Unmarshal([]byte(content), &c) == nil {
			a.group(arn, c)
		}
	}
	p["StatefulRuleGroupReferences"] = references
	a.answer("network-firewall:DescribeFirewallPolicy", testARN+"firewall-policy/p", object{
		"FirewallPolicy": p, "FirewallPolicyResponse": object{"FirewallPolicyName": "p", "FirewallPolicyArn": testARN + "firewall-policy/p"},
	})
	return a
}

func header(action, protocol, source, target, port string) string {
	return `{"Action":"` + action + `","RuleOptions":[{"Keyword":"sid","Settings":["1"]}],"Header":{"Protocol":"` + protocol + `","Source":"` + source +
		`","SourcePort":"ANY","Direction":"FORWARD","Destination":"` + target + `","DestinationPort":"` + port + `"}}`
}

func headers(all ...string) string {
	return `{"RulesSource":{"StatefulRules":[` + strings.Join(all, ",") + `]}}`
}

func domains(kind string, targets ...string) string {
	raw, _ := json.Marshal(targets)
	return `{"RulesSource":{"RulesSourceList":{"GeneratedRulesType":"` + kind + `","TargetTypes":["TLS_SNI","HTTP_HOST"],"Targets":` + string(raw) + `}}}`
}

func text(rules string) string {
	raw, _ := json.Marshal(rules)
	return `{"RulesSource":{"RulesString":` + string(raw) + `}}`
}

const (
	strict      = `{"StatefulEngineOptions":{"RuleOrder":"STRICT_ORDER"}`
	established = strict + `,"StatefulDefaultActions":["aws:drop_established"]}`
	denyAll     = strict + `,"StatefulDefaultActions":["aws:drop_strict"]}`
)

// TestFirewall holds what Network Firewall's guide says of single rules, and
// what of it is not decided (pure).
func TestFirewall(t *testing.T) {
	for _, tt := range slices.Concat(orderCases(), domainCases(), undecidedCases()) {
		t.Run(tt.name, func(t *testing.T) {
			if tt.flow == (flow{}) {
				tt.flow = flow{inventory.TCP, 443}
			}
			i := inspectOne(t, tt.a, cmp.Or(tt.src, "10.0.1.7"), cmp.Or(tt.dst, "52.218.4.4"), tt.flow, tt.host, Forward)
			if i.outcome != tt.want || (tt.rule != "" && i.rule != tt.rule) {
				t.Errorf("%s by %q (%s), want %s by %q", i.outcome, i.rule, i.why, tt.want, tt.rule)
			}
			if got := strings.Join(i.filtered, " "); got != tt.filtered {
				t.Errorf("filtered %q, want %q", got, tt.filtered)
			}
			if (i.missing != nil) != (i.outcome == Unclear) {
				t.Errorf("%s, and missing is %v", i.outcome, i.missing)
			}
		})
	}
}

func inspectOne(t *testing.T, a *answered, src, dst string, f flow, host string, l Leg) inspection {
	t.Helper()
	from, to := netip.MustParseAddr(src), netip.MustParseAddr(dst)
	e := a.environment(t, netip.PrefixFrom(from, from.BitLen()).String(), netip.PrefixFrom(to, to.BitLen()).String())
	found := e.firewallOf("vpce-1")
	w, ok := found.Get()
	if !ok || w == nil {
		t.Fatalf("no firewall: %v", found.Why())
	}
	p := inspected{src: e.space.Range(from, from), dst: e.space.Range(to, to), flow: f, client: portRange{40000, 40000}, host: host}
	return partOf(t, w.inspect(p, l), from, to)
}

// TestFirewallLegs: stateless rules see each direction by itself, and the
// stateful engine must see both (pure; guide, asymmetric-routing).
func TestFirewallLegs(t *testing.T) {
	stateless := func(fallback string, rules ...string) *answered {
		a := withPolicy(`{"StatelessDefaultActions":["` + fallback + `"],"StatelessRuleGroupReferences":[{"ResourceArn":"` + testARN + `stateless-rulegroup/s","Priority":1}]}`)
		a.answer("network-firewall:DescribeRuleGroup", testARN+"stateless-rulegroup/s", object{
			"RuleGroup":         object{"RulesSource": object{"StatelessRulesAndCustomActions": object{"StatelessRules": json.RawMessage("[" + strings.Join(rules, ",") + "]")}}},
			"RuleGroupResponse": object{"RuleGroupName": "s", "RuleGroupArn": testARN + "stateless-rulegroup/s"},
		})
		return a
	}
	out := `{"Priority":1,"RuleDefinition":{"Actions":["aws:pass"],"MatchAttributes":{"Protocols":[6],"DestinationPorts":[{"FromPort":443,"ToPort":443}]}}}`
	back := `{"Priority":2,"RuleDefinition":{"Actions":["aws:pass"],"MatchAttributes":{"Protocols":[6],"SourcePorts":[{"FromPort":443,"ToPort":443}]}}}`
	flagged := `{"Priority":1,"RuleDefinition":{"Actions":["aws:drop"],"MatchAttributes":{"TCPFlags":[{"Flags":["SYN"],"Masks":["SYN"]}]}}}`
	for _, tt := range []struct {
		name           string
		a              *answered
		there, return_ Outcome
		stateful       bool
	}{
		{"passes both ways", stateless("aws:drop", out, back), Passes, Passes, false},
		{"no rule for the reply", stateless("aws:drop", out), Passes, Fails, false},
		{"the reply alone is inspected", stateless("aws:forward_to_sfe", out), Passes, Unclear, false},
		{"the opening alone is inspected", stateless("aws:forward_to_sfe", back), Unclear, Passes, true},
		{"all inspected", stateless("aws:forward_to_sfe"), Passes, Passes, true},
		{"flags", stateless("aws:forward_to_sfe", flagged), Unclear, Unclear, true},
		{"default", stateless("aws:pass"), Passes, Passes, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			https := flow{inventory.TCP, 443}
			there := inspectOne(t, tt.a, "10.0.1.7", "52.218.4.4", https, "", Forward)
			back := inspectOne(t, tt.a, "10.0.1.7", "52.218.4.4", https, "", Return)
			if there.outcome != tt.there || back.outcome != tt.return_ || there.stateful != tt.stateful {
				t.Errorf("there %s (stateful %v), back %s; want %s (%v), %s", there.outcome, there.stateful, back.outcome, tt.there, tt.stateful, tt.return_)
			}
		})
	}
}

// TestFirewallReferences resolves a prefix list in a rule (pure).
func TestFirewallReferences(t *testing.T) {
	a := withPolicy(denyAll, `{"ReferenceSets":{"IPSetReferences":{"S3":{"ReferenceArn":"arn:aws:ec2:eu-west-1:111122223333:prefix-list/pl-1"}}},"RulesSource":{"RulesString":"pass tcp $HOME_NET any -> @S3 443 (sid:1;)"}}`)
	a.answer("ec2:DescribePrefixLists", "", object{"PrefixLists": []object{{"PrefixListId": "pl-1", "PrefixListName": "com.amazonaws.eu-west-1.s3", "Cidrs": []string{"52.218.0.0/17"}}}})
	for dst, want := range map[string]Outcome{"52.218.4.4": Passes, "52.219.4.4": Fails} {
		if i := inspectOne(t, a, "10.0.1.7", dst, flow{inventory.TCP, 443}, "", Forward); i.outcome != want {
			t.Errorf("%s: %s (%s), want %s", dst, i.outcome, i.why, want)
		}
	}
}

// TestFirewallUnread: whatever of a firewall was not read is unknown, and an
// endpoint that no firewall owns is said to have none (pure).
func TestFirewallUnread(t *testing.T) {
	for _, drop := range []string{"network-firewall:DescribeFirewall ", "network-firewall:DescribeFirewallPolicy ", "network-firewall:ListFirewalls "} {
		a := withPolicy(denyAll)
		for key := range a.bodies {
			if strings.HasPrefix(key, drop) {
				delete(a.bodies, key)
			}
		}
		e := a.environment(t)
		found := e.firewallOf("vpce-1")
		f, ok := found.Get()
		if ok && f == nil {
			t.Errorf("without %s: surely no firewall", drop)
		}
		if drop == "network-firewall:DescribeFirewallPolicy " && (f == nil || f.unclear == nil) {
			t.Errorf("without a policy: %v", f)
		}
		if other, ok := e.firewallOf("vpce-2").Get(); drop != "network-firewall:DescribeFirewallPolicy " && ok {
			t.Errorf("without %s: %v owns vpce-2", drop, other)
		}
	}
	e := withPolicy(denyAll).environment(t)
	if f, ok := e.firewallOf("vpce-2").Get(); !ok || f != nil {
		t.Errorf("vpce-2: %v, %v", f, ok)
	}
}

// TestFirewallAssociation finds the firewall of an endpoint in another VPC; what
// HOME_NET is there the guide does not say, so a domain list is not decided (pure).
func TestFirewallAssociation(t *testing.T) {
	for host, want := range map[string]Outcome{"a.example.com": Unclear, "": Unclear} {
		a := withPolicy(established, domains("ALLOWLIST", ".example.com"))
		arn := testARN + "vpc-endpoint-association/1"
		a.answer("network-firewall:ListVpcEndpointAssociations", "", object{"VpcEndpointAssociations": []object{{"VpcEndpointAssociationArn": arn}}})
		a.answer("network-firewall:DescribeVpcEndpointAssociation", arn, object{
			"VpcEndpointAssociation":       object{"VpcEndpointAssociationArn": arn, "FirewallArn": testARN + "firewall/gate", "VpcId": "vpc-2", "SubnetMapping": object{"SubnetId": "subnet-9"}},
			"VpcEndpointAssociationStatus": object{"Status": "READY", "AssociationSyncState": object{"eu-west-1a": object{"Attachment": object{"EndpointId": "vpce-9", "SubnetId": "subnet-9", "Status": "READY"}}}},
		})
		e := a.environment(t)
		f, _ := e.firewallOf("vpce-9").Get()
		if f == nil {
			t.Fatalf("vpce-9: %v", e.firewallOf("vpce-9").Why())
		}
		all := e.space.Prefixes(prefixes("10.0.0.0/16")...)
		if i := f.inspect(inspected{src: all, dst: e.internet, flow: flow{inventory.TCP, 443}, client: clientPorts, host: host}, Forward); i[0].outcome != want {
			t.Errorf("%q: %s (%s), want %s", host, i[0].outcome, i[0].why, want)
		}
	}
}

// FuzzFirewallRules reads any text as an address, as ports and as rules in
// Suricata's language: what surely matches may match too, and every rule has one
// of the actions and directions that there are (pure).
func FuzzFirewallRules(f *testing.F) {
	for _, seed := range []string{
		"any", "!10.0.0.0/8", "[10.0.0.0/8,!10.1.0.0/16]", "$HOME_NET", "[[1.2.3.4],!@X]", "10.0.0.1-10.0.0.9", "![::/0,!fd00::/8]", "[", "!!1.1.1.1",
		"pass tcp $HOME_NET any -> [1.2.3.4, !5.6.7.8] 443 (msg:\"a;b\"; sid:1;)\n# no\ndrop ip any any <> any any (sid:2;)",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var b netset.Builder
		cutAddresses(&b, text)
		m := newAddressBook(b.Space(), nothingDefined).set(text)
		if !m.maybe.Covers(m.sure) {
			t.Errorf("%q surely holds what it may not", text)
		}
		parsePorts(text, func(string) ([]string, bool) { return nil, false }).holds(portRange{1, 80})
		for _, r := range suricataRules(text) {
			if !slices.Contains([]string{"", "PASS", "DROP", "REJECT", "ALERT"}, r.Action) || (r.Header.Direction != "ANY" && r.Header.Direction != "FORWARD") {
				t.Errorf("%q gives %+v", text, r)
			}
		}
	})
}

// FuzzFirewallAnswers puts any text in place of one answer about a firewall.
// Asking it must not panic, its parts must cover the box, each once, and what is
// no answer decides nothing (pure).
func FuzzFirewallAnswers(f *testing.F) {
	seed := withPolicy(established, domains("ALLOWLIST", ".example.com"), headers(header("PASS", "TCP", "[$HOME_NET,!10.0.1.0/24]", "!10.0.0.0/8", "[443,80]")))
	for key, body := range seed.bodies {
		f.Add(key, string(body))
	}
	f.Fuzz(func(t *testing.T, key, body string) {
		a := withPolicy(established, domains("ALLOWLIST", ".example.com"), headers(header("PASS", "TCP", "[$HOME_NET,!10.0.1.0/24]", "!10.0.0.0/8", "[443,80]")))
		if _, ok := a.bodies[key]; !ok || key == "ec2:DescribeVpcs " {
			return
		}
		a.bodies[key] = json.RawMessage(body)
		e := a.environment(t)
		w, ok := e.firewallOf("vpce-1").Get()
		if !ok || w == nil {
			return
		}
		p := inspected{src: e.inside, dst: e.internet, flow: flow{inventory.TCP, 443}, client: clientPorts}
		covered := 0
		for _, i := range w.inspect(p, Forward) {
			covered += count(i.src) * count(i.dst)
			if !json.Valid([]byte(body)) && i.outcome == Passes && strings.Contains(key, "Policy") {
				t.Errorf("%s is no answer, and the firewall passes %v", key, i)
			}
		}
		if covered != count(p.src)*count(p.dst) {
			t.Errorf("%d pairs of atoms are decided, of %d", covered, count(p.src)*count(p.dst))
		}
	})
}

func count(s netset.Set) int {
	n := 0
	s.Each(func(int) bool {
		n++
		return true
	})
	return n
}
