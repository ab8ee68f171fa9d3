package reach

import (
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
	https, inside := flow{inventory.TCP, 443}, "10.0.1.7"
	spokes := `,"RuleVariables":{"IPSets":{"HOME_NET":{"Definition":["10.0.0.0/8"]}}}}`
	for _, tt := range []struct {
		name     string
		a        *answered
		src, dst string
		flow     flow
		host     string
		want     Outcome
		rule     string
		filtered string
		others   Outcome
	}{
		{name: "no rules pass everything", a: withPolicy(`{}`), want: Passes},
		{name: "T10 action order: pass before drop, whatever the order of groups", a: withPolicy(`{}`, headers(header("DROP", "IP", "ANY", "ANY", "ANY")), headers(header("PASS", "TCP", "ANY", "ANY", "443"))), want: Passes, rule: "g1 rule 1: PASS TCP ANY ANY -> ANY 443"},
		{name: "T10 strict order: priority of groups", a: withPolicy(strict+`}`, headers(header("DROP", "IP", "ANY", "ANY", "ANY")), headers(header("PASS", "TCP", "ANY", "ANY", "443"))), want: Fails, rule: "g0 rule 1: DROP IP ANY ANY -> ANY ANY"},
		{name: "T10 strict order: a 5-tuple that passes needs no rule for its replies", a: withPolicy(denyAll, headers(header("PASS", "TCP", "$HOME_NET", "ANY", "443"))), want: Passes},
		{name: "drop_strict drops what no rule passes", a: withPolicy(denyAll, headers(header("PASS", "TCP", "$HOME_NET", "ANY", "80"))), want: Fails, rule: "stateful default action aws:drop_strict"},
		{name: "drop_strict drops the handshake before a name is seen", a: withPolicy(denyAll, domains("ALLOWLIST", ".example.com")), host: "a.example.com", want: Fails},
		{name: "drop_established lets the handshake through, then the name", a: withPolicy(established, domains("ALLOWLIST", ".example.com")), host: "a.example.com", want: Passes},
		{name: "drop_established drops another name", a: withPolicy(established, domains("ALLOWLIST", ".example.com")), host: "a.example.org", want: Fails},
		{name: "drop_established drops all UDP", a: withPolicy(established, domains("ALLOWLIST", ".example.com")), flow: flow{inventory.UDP, 4500}, want: Fails},
		{name: "a domain with a dot holds itself", a: withPolicy(established, domains("ALLOWLIST", ".example.com")), host: "example.com", want: Passes},
		{name: "a domain with a dot holds no longer label", a: withPolicy(established, domains("ALLOWLIST", ".example.com")), host: "anexample.com", want: Fails},
		{name: "a domain without a dot holds nothing below it", a: withPolicy(established, domains("ALLOWLIST", "example.com")), host: "a.example.com", want: Fails},
		{name: "names in capitals", a: withPolicy(established, domains("ALLOWLIST", ".Example.com")), host: "A.EXAMPLE.COM.", want: Passes},
		{name: "T11 an allow-list denies other names in action order", a: withPolicy(`{}`, domains("ALLOWLIST", ".example.com")), host: "pypi.example.net", want: Fails},
		{name: "T11 … and says nothing of other ports' protocols", a: withPolicy(`{}`, domains("ALLOWLIST", ".example.com")), flow: flow{inventory.TCP, 22}, want: Passes},
		{name: "T11 an allow-list alone under strict order is not decided", a: withPolicy(strict+`}`, domains("ALLOWLIST", ".example.com")), host: "pypi.example.net", want: Unclear},
		{name: "T11 a spoke outside HOME_NET bypasses the list", a: withPolicy(`{}`, domains("ALLOWLIST", ".example.com")), src: "10.1.0.5", host: "pypi.example.net", want: Passes},
		{name: "T11 a spoke within the list's own HOME_NET does not", a: withPolicy(`{}`, strings.TrimSuffix(domains("ALLOWLIST", ".example.com"), "}")+spokes), src: "10.1.0.5", host: "pypi.example.net", want: Fails},
		{name: "T11 HOME_NET of the policy", a: withPolicy(`{"PolicyVariables":{"RuleVariables":{"HOME_NET":{"Definition":["10.0.0.0/8"]}}}}`, domains("ALLOWLIST", ".example.com")), src: "10.1.0.5", host: "pypi.example.net", want: Fails},
		{name: "T11 within HOME_NET nothing is inspected", a: withPolicy(`{}`, domains("DENYLIST", ".example.com")), dst: "10.0.3.3", host: "a.example.com", want: Passes},
		{name: "a block added to the VPC may be in HOME_NET", a: withPolicy(`{}`, domains("ALLOWLIST", ".example.com")), src: "10.9.0.1", host: "pypi.example.net", want: Unclear},
		{name: "an allow-list and no name: filtered, and others pass in action order", a: withPolicy(`{}`, domains("ALLOWLIST", ".example.com", "b.test")), want: Passes, filtered: ".example.com b.test", others: Passes},
		{name: "an allow-list and no name: filtered, and nothing else passes", a: withPolicy(established, domains("ALLOWLIST", ".example.com", "b.test")), want: Passes, filtered: ".example.com b.test", others: Fails},
		{name: "a name or one below it, all of them listed", a: withPolicy(established, domains("ALLOWLIST", ".amazonaws.com")), host: ".s3.eu-west-1.amazonaws.com", want: Passes},
		{name: "a name or one below it, only itself listed", a: withPolicy(established, domains("ALLOWLIST", "s3.eu-west-1.amazonaws.com")), host: ".s3.eu-west-1.amazonaws.com", want: Passes, filtered: "s3.eu-west-1.amazonaws.com"},
		{name: "a pass by 5-tuple goes past a deny-list in action order", a: withPolicy(`{}`, domains("DENYLIST", ".example.com"), headers(header("PASS", "TCP", "ANY", "ANY", "443"))), host: "a.example.com", want: Passes},
		{name: "a deny-list", a: withPolicy(`{}`, domains("REJECTLIST", ".example.com")), host: "a.example.com", want: Fails},
		{name: "an alert changes nothing", a: withPolicy(established, headers(header("ALERT", "IP", "ANY", "ANY", "ANY"))), want: Fails},
		{name: "app layer drops the greeting of a server", a: withPolicy(strict+`,"StatefulDefaultActions":["aws:drop_established_app_layer"]}`, headers(header("PASS", "SSH", "ANY", "52.218.0.0/17", "22"))), flow: flow{inventory.TCP, 22}, want: Fails},
		{name: "T12 an option that is not decided", a: withPolicy(`{}`, text(`drop tcp any any -> any 443 (content:"x"; sid:1;)`)), want: Unclear},
		{name: "T12 … on another port", a: withPolicy(`{}`, text(`drop tcp any any -> any 80 (content:"x"; sid:1;)`)), want: Passes},
		{name: "T12 … behind a rule that passes first", a: withPolicy(`{}`, text("drop tcp any any -> any 443 (content:\"x\"; sid:1;)\npass tcp any any -> any 443 (sid:2;)")), want: Passes},
		{name: "T12 … behind a rule that drops all", a: withPolicy(strict+`}`, headers(header("DROP", "TCP", "ANY", "ANY", "443")), text("pass tcp any any -> any 443 (content:\"x\"; sid:1;)")), want: Fails},
		{name: "T12 plain rules in Suricata's language are decided", a: withPolicy(denyAll, text("pass tcp $HOME_NET any -> [52.218.0.0/17, 52.219.0.0/16] [443,8443] (msg:\"a;b\"; sid:1;)")), want: Passes},
		{name: "T12 text that cannot be read", a: withPolicy(`{}`, text("drop tcp any any any 443")), want: Unclear},
		{name: "T12 a group that AWS manages", a: withPolicy(`{}`, "managed"), want: Unclear},
		{name: "T12 a group that AWS manages, behind a rule that passes", a: withPolicy(`{}`, "managed", headers(header("PASS", "IP", "ANY", "ANY", "ANY"))), want: Passes},
		{name: "T12 a group that AWS manages, before a rule that passes", a: withPolicy(strict+`}`, "managed", headers(header("PASS", "IP", "ANY", "ANY", "ANY"))), want: Unclear},
		{name: "a group that was not read", a: withPolicy(denyAll, "unread"), want: Unclear},
		{name: "a group of two forms", a: withPolicy(denyAll, `{"RulesSource":{"RulesString":"x","StatefulRules":[]}}`), want: Unclear},
		{name: "a group with a tag that is not known", a: withPolicy(`{}`, `{"RulesSource":{"RulesByMagic":{}}}`), want: Unclear},
		{name: "a policy with a member that is not known", a: withPolicy(`{"FirewallSection":{}}`), want: Unclear},
		{name: "a default action that is not known", a: withPolicy(strict + `,"StatefulDefaultActions":["aws:drop_dreams"]}`), want: Unclear},
		{name: "TLS inspection", a: withPolicy(`{"TLSInspectionConfigurationArn":"arn:aws:network-firewall:eu-west-1:111122223333:tls-configuration/t"}`), want: Unclear},
		{name: "TLS inspection and a drop before it", a: withPolicy(`{"TLSInspectionConfigurationArn":"arn:aws:network-firewall:eu-west-1:111122223333:tls-configuration/t"}`, headers(header("DROP", "TCP", "ANY", "ANY", "443"))), want: Fails},
		{name: "a variable that nothing defines", a: withPolicy(denyAll, headers(header("PASS", "TCP", "$NOWHERE", "ANY", "443"))), want: Unclear},
		{name: "a reference to a resource group", a: withPolicy(denyAll, `{"ReferenceSets":{"IPSetReferences":{"S3":{"ReferenceArn":"arn:aws:resource-groups:eu-west-1:111122223333:group/x"}}},"RulesSource":{"RulesString":"pass tcp any any -> @S3 443 (sid:1;)"}}`), want: Unclear},
		{name: "IPv6 past a HOME_NET of IPv4 blocks is not decided", a: withPolicy(`{}`, domains("ALLOWLIST", ".example.com")), dst: "2600::1", host: "pypi.example.net", want: Unclear},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.flow == (flow{}) {
				tt.flow = https
			}
			if tt.src == "" {
				tt.src = inside
			}
			if tt.dst == "" {
				tt.dst = "52.218.4.4"
			}
			i := inspectOne(t, tt.a, tt.src, tt.dst, tt.flow, tt.host, Forward)
			if i.outcome != tt.want || (tt.rule != "" && i.rule != tt.rule) {
				t.Errorf("%s by %q (%s), want %s by %q", i.outcome, i.rule, i.why, tt.want, tt.rule)
			}
			if got := strings.Join(i.filtered, " "); got != tt.filtered || (tt.others != "" && i.others != tt.others) {
				t.Errorf("filtered %q, others %s; want %q, %s", got, i.others, tt.filtered, tt.others)
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
	e := a.environment(t, netip.PrefixFrom(from, from.BitLen()), netip.PrefixFrom(to, to.BitLen()))
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

// FuzzFirewallAddress: whatever an address says, what is sure may also be, and
// the two agree where the text holds no variable (pure).
func FuzzFirewallAddress(f *testing.F) {
	for _, seed := range []string{"any", "!10.0.0.0/8", "[10.0.0.0/8,!10.1.0.0/16]", "$HOME_NET", "[[1.2.3.4],!@X]", "10.0.0.1-10.0.0.9", "![::/0,!fd00::/8]", "[", "!!1.1.1.1"} {
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
	})
}

// FuzzFirewallText reads Suricata's language; every line that is no comment gives
// one rule (pure).
func FuzzFirewallText(f *testing.F) {
	f.Add("pass tcp $HOME_NET any -> [1.2.3.4, !5.6.7.8] 443 (msg:\"a;b\"; sid:1;)\n# no\ndrop ip any any <> any any (sid:2;)")
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range suricataRules(text) {
			if !slices.Contains([]string{"", "PASS", "DROP", "REJECT", "ALERT"}, r.Action) || (r.Header.Direction != "ANY" && r.Header.Direction != "FORWARD") {
				t.Errorf("%q gives %+v", text, r)
			}
		}
	})
}
