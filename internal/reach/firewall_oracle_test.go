package reach

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/netset"
)

const testARN = "arn:aws:network-firewall:eu-west-1:111122223333:"

// answered is a firewall as AWS answers it, and the same one in naive terms.
type answered struct {
	bodies map[string]json.RawMessage // "operation subject"
	naive  naiveFirewall
	hosts  []string
}

type object = map[string]any

func (a *answered) answer(operation, subject string, body any) {
	raw, _ := json.Marshal(body)
	a.bodies[operation+" "+subject] = raw
}

// environment builds what a fabric of one VPC would, with the firewall's cuts.
func (a *answered) environment(t testing.TB, loose ...netip.Prefix) *environment {
	t.Helper()
	var answers []inventory.Answer
	for key, body := range a.bodies {
		operation, subject, _ := strings.Cut(key, " ")
		answers = append(answers, inventory.Answer{Scope: inventory.Scope{Partition: "aws", Account: "111122223333", Region: "eu-west-1"}, Operation: operation, Subject: subject, Body: body})
	}
	s := inventory.Build(answers, inventory.Origin{})
	v, ok := s.VPC(inventory.Scope{Account: "111122223333"}, "vpc-1").Get()
	if !ok {
		t.Fatal("no VPC")
	}
	f := &fabric{vpcs: map[string]*environment{}}
	e := newEnvironment(s, nil, v)
	e.fabric = f
	var b netset.Builder
	e.cut(&b)
	e.cutFirewalls(&b)
	for _, p := range loose {
		b.CutPrefix(p)
	}
	f.space = b.Space()
	e.settleSets()
	return e
}

func newAnswered(cidrs ...string) *answered {
	a := &answered{bodies: map[string]json.RawMessage{}}
	var set []object
	for _, c := range cidrs {
		set = append(set, object{"CidrBlock": c, "CidrBlockState": object{"State": "associated"}})
	}
	a.answer("ec2:DescribeVpcs", "", object{"Vpcs": []object{{"VpcId": "vpc-1", "CidrBlock": cidrs[0], "CidrBlockAssociationSet": set, "OwnerId": "111122223333", "IsDefault": false}}})
	a.answer("network-firewall:ListFirewalls", "", object{"Firewalls": []object{{"FirewallName": "gate", "FirewallArn": testARN + "firewall/gate"}}})
	a.answer("network-firewall:DescribeFirewall", testARN+"firewall/gate", object{
		"Firewall": object{"FirewallName": "gate", "FirewallArn": testARN + "firewall/gate", "FirewallId": "1", "FirewallPolicyArn": testARN + "firewall-policy/p", "VpcId": "vpc-1", "SubnetMappings": []object{{"SubnetId": "subnet-1"}}},
		"FirewallStatus": object{"Status": "READY", "ConfigurationSyncStateSummary": "IN_SYNC", "SyncStates": object{
			"eu-west-1a": object{"Attachment": object{"SubnetId": "subnet-1", "EndpointId": "vpce-1", "Status": "READY"}},
		}},
	})
	return a
}

func pick[T any](r *rand.Rand, all ...T) T { return all[r.Intn(len(all))] }

// randomFirewall makes a policy of up to two stateless and three stateful groups.
func randomFirewall(r *rand.Rand) *answered {
	a := newAnswered("10.0.0.0/16")
	f := &a.naive
	policy := object{"StatelessFragmentDefaultActions": []string{"aws:drop"}}
	f.home = "[10.0.0.0/16]"
	if r.Intn(2) == 0 {
		f.home = pick(r, "[10.0.0.0/8]", "[10.0.0.0/16,10.1.0.0/16]")
		policy["PolicyVariables"] = object{"RuleVariables": object{"HOME_NET": object{"Definition": strings.Split(strings.Trim(f.home, "[]"), ",")}}}
	}
	f.external = "!" + f.home
	f.ports = map[string]string{"WEB": "[80,443]"}
	f.otherwise = pick(r, "aws:forward_to_sfe", "aws:forward_to_sfe", "aws:forward_to_sfe", "aws:pass", "aws:drop")
	policy["StatelessDefaultActions"] = []string{f.otherwise, "CountThem"}
	policy["StatelessCustomActions"] = []object{}
	a.randomStateless(r, policy)
	if f.strict = r.Intn(2) == 0; f.strict {
		policy["StatefulEngineOptions"] = object{"RuleOrder": "STRICT_ORDER", "StreamExceptionPolicy": "DROP"}
		if f.fallback = pick(r, "", "aws:drop_strict", "aws:drop_established", "aws:drop_established", "aws:drop_established_app_layer"); f.fallback != "" {
			policy["StatefulDefaultActions"] = []string{f.fallback, "aws:alert_strict"}
		}
	}
	a.randomStateful(r, policy)
	a.answer("network-firewall:DescribeFirewallPolicy", testARN+"firewall-policy/p", object{
		"FirewallPolicy": policy, "FirewallPolicyResponse": object{"FirewallPolicyName": "p", "FirewallPolicyArn": testARN + "firewall-policy/p", "FirewallPolicyId": "1"},
	})
	return a
}

func (a *answered) group(arn string, content object) {
	a.answer("network-firewall:DescribeRuleGroup", arn, object{
		"RuleGroup": content, "RuleGroupResponse": object{"RuleGroupName": nameOfARN(arn), "RuleGroupArn": arn, "RuleGroupId": "1"},
	})
}

func randomPlain(r *rand.Rand) string {
	return pick(r, "10.0.0.0/16", "10.0.1.0/24", "10.0.2.0/24", "10.1.0.0/16", "10.0.0.0/8", "52.218.0.0/17", "52.218.4.0/24", "0.0.0.0/0")
}

func (a *answered) randomStateless(r *rand.Rand, policy object) {
	var references []object
	for n := range r.Intn(3) {
		arn := fmt.Sprintf("%sstateless-rulegroup/s%d", testARN, n)
		references = append(references, object{"ResourceArn": arn, "Priority": 10 - n})
		var rules []object
		var naive []naiveStateless
		if r.Intn(8) == 0 {
			a.naive.stateless = append([]naiveStateless{{}}, a.naive.stateless...)
			continue // not read
		}
		for i := range 1 + r.Intn(3) {
			s := naiveStateless{action: pick(r, "aws:pass", "aws:drop", "aws:forward_to_sfe"), flags: r.Intn(6) == 0}
			match := object{}
			if r.Intn(2) == 0 {
				s.sources = []string{randomPlain(r), randomPlain(r)}
				match["Sources"] = []object{{"AddressDefinition": s.sources[0]}, {"AddressDefinition": s.sources[1]}}
			}
			if r.Intn(2) == 0 {
				s.targets = []string{randomPlain(r)}
				match["Destinations"] = []object{{"AddressDefinition": s.targets[0]}}
			}
			if r.Intn(2) == 0 {
				s.protocols = []int{pick(r, 6, 6, 17)}
				match["Protocols"] = s.protocols
			}
			if r.Intn(3) == 0 {
				s.ports = [][2]int{{443, 443}}
				match["DestinationPorts"] = []object{{"FromPort": 443, "ToPort": 443}}
			}
			if r.Intn(3) == 0 {
				s.sourcePorts = [][2]int{{40000, 65535}, {443, 443}}
				match["SourcePorts"] = []object{{"FromPort": 40000, "ToPort": 65535}, {"FromPort": 443, "ToPort": 443}}
			}
			if s.flags {
				match["TCPFlags"] = []object{{"Flags": []string{"SYN"}, "Masks": []string{"SYN", "ACK"}}}
			}
			rules = append(rules, object{"Priority": 5 - i, "RuleDefinition": object{"Actions": []string{s.action}, "MatchAttributes": match}})
			naive = append([]naiveStateless{s}, naive...)
		}
		a.group(arn, object{"RulesSource": object{"StatelessRulesAndCustomActions": object{"StatelessRules": rules}}})
		a.naive.stateless = append(naive, a.naive.stateless...)
	}
	policy["StatelessRuleGroupReferences"] = references
}

func (a *answered) randomStateful(r *rand.Rand, policy object) {
	var references []object
	for n := range r.Intn(4) {
		arn := fmt.Sprintf("%sstateful-rulegroup/g%d", testARN, n)
		reference := object{"ResourceArn": arn}
		if a.naive.strict {
			reference["Priority"] = 100 * (n + 1)
		}
		references = append(references, reference)
		content, home, external := object{}, a.naive.home, a.naive.external
		sets := object{}
		if r.Intn(4) == 0 {
			home = "[10.0.1.0/24]"
			sets["HOME_NET"] = object{"Definition": []string{"10.0.1.0/24"}}
		}
		if r.Intn(4) == 0 {
			external = "[52.218.0.0/17,10.1.0.0/16]"
			sets["EXTERNAL_NET"] = object{"Definition": []string{"52.218.0.0/17", "10.1.0.0/16"}}
		}
		content["RuleVariables"] = object{"IPSets": sets, "PortSets": object{"WEB": object{"Definition": []string{"80", "443"}}}}
		before := len(a.naive.rules)
		switch r.Intn(6) {
		case 0, 1:
			content["RulesSource"] = a.randomHeaders(r)
		case 2:
			content["RulesSource"] = a.randomText(r)
		case 3, 4:
			content["RulesSource"] = a.randomDomains(r)
		case 5:
			a.naive.rules = append(a.naive.rules, naiveRule{anything: true})
			continue
		}
		for i := before; i < len(a.naive.rules); i++ {
			own := strings.NewReplacer("$HOME_NET", home, "$EXTERNAL_NET", external)
			a.naive.rules[i].source, a.naive.rules[i].target = own.Replace(a.naive.rules[i].source), own.Replace(a.naive.rules[i].target)
		}
		a.group(arn, content)
	}
	policy["StatefulRuleGroupReferences"] = references
}

func randomAddress(r *rand.Rand) string {
	switch r.Intn(6) {
	case 0:
		return "ANY"
	case 1:
		return pick(r, "$HOME_NET", "$EXTERNAL_NET", "!$HOME_NET")
	case 2:
		return "!" + randomPlain(r)
	case 3:
		return "[" + randomPlain(r) + "," + randomPlain(r) + "]"
	case 4:
		return "[" + randomPlain(r) + ",!" + randomPlain(r) + "]"
	}
	return randomPlain(r)
}

func randomRule(r *rand.Rand) naiveRule {
	ports := func() string {
		return pick(r, "ANY", "ANY", "ANY", "443", "80", "1024:65535", "!443", "[80,443]", "$WEB")
	}
	return naiveRule{
		action: pick(r, "PASS", "PASS", "DROP", "REJECT", "ALERT"), protocol: pick(r, "ip", "tcp", "tcp", "udp", "tls", "http", "ssh"), both: r.Intn(4) == 0,
		source: randomAddress(r), target: randomAddress(r), sourcePort: pick(r, "ANY", "ANY", "ANY", ports()), targetPort: ports(), murky: r.Intn(6) == 0,
	}
}

func (a *answered) randomHeaders(r *rand.Rand) object {
	var rules []object
	for range 1 + r.Intn(4) {
		n := randomRule(r)
		options := []object{{"Keyword": "sid", "Settings": []string{"1"}}, {"Keyword": "msg", "Settings": []string{`"x"`}}}
		if n.murky {
			options = append(options, object{"Keyword": "flow", "Settings": []string{"established"}})
		}
		direction := "FORWARD"
		if n.both {
			direction = "ANY"
		}
		rules = append(rules, object{"Action": n.action, "RuleOptions": options, "Header": object{
			"Protocol": strings.ToUpper(n.protocol), "Source": n.source, "SourcePort": n.sourcePort, "Direction": direction, "Destination": n.target, "DestinationPort": n.targetPort,
		}})
		a.naive.rules = append(a.naive.rules, n)
	}
	return object{"StatefulRules": rules}
}

func (a *answered) randomText(r *rand.Rand) object {
	lines := []string{"# rules", ""}
	for range 1 + r.Intn(4) {
		n := randomRule(r)
		arrow, options := "->", `msg:"a; \"b\" -> (c)"; sid:1; rev:2;`
		if n.both {
			arrow = "<>"
		}
		if n.murky {
			options += ` content:"|0d 0a|";`
		}
		lines = append(lines, fmt.Sprintf("%s %s %s %s %s %s %s (%s)", strings.ToLower(n.action), n.protocol, n.source, strings.ReplaceAll(n.sourcePort, "ANY", "any"), arrow, strings.ReplaceAll(n.target, ",", ", "), n.targetPort, options))
		a.naive.rules = append(a.naive.rules, n)
	}
	return object{"RulesString": strings.Join(lines, "\n")}
}

func (a *answered) randomDomains(r *rand.Rand) object {
	targets := []string{pick(r, ".example.com", "api.example.com", "example.org"), pick(r, ".amazonaws.com", "s3.eu-west-1.amazonaws.com", "x.example.org")}
	kind := pick(r, "ALLOWLIST", "ALLOWLIST", "DENYLIST", "REJECTLIST", "ALERTLIST")
	kinds := pick(r, []string{"TLS_SNI"}, []string{"HTTP_HOST"}, []string{"HTTP_HOST", "TLS_SNI"})
	a.hosts = append(a.hosts, targets...)
	for _, k := range kinds {
		n := naiveRule{protocol: map[string]string{"TLS_SNI": "tls", "HTTP_HOST": "http"}[k], source: "$HOME_NET", sourcePort: "any", target: "$EXTERNAL_NET", targetPort: "any", names: targets, type_: "list"}
		n.action = map[string]string{"ALLOWLIST": "PASS", "DENYLIST": "DROP", "REJECTLIST": "REJECT", "ALERTLIST": "ALERT"}[kind]
		a.naive.rules = append(a.naive.rules, n)
		if kind == "ALLOWLIST" {
			n.action, n.names, n.murky = "DROP", nil, a.naive.strict
			a.naive.rules = append(a.naive.rules, n)
		}
	}
	return object{"RulesSourceList": object{"Targets": targets, "TargetTypes": kinds, "GeneratedRulesType": kind}}
}

// TestFirewallAgreesWithPackets compares the evaluator, which works on sets, with
// a naive firewall that looks at packet after packet, on random policies as AWS
// answers them (pure).
func TestFirewallAgreesWithPackets(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	tally := map[Outcome]int{}
	for n := range 3000 {
		a := randomFirewall(r)
		e := a.environment(t)
		f, ok := e.firewallOf("vpce-1").Get()
		if !ok || f == nil || f.unclear != nil {
			t.Fatalf("no firewall: %v", e.firewallOf("vpce-1").Why())
		}
		for range 4 {
			a.compare(t, r, e, f, tally)
			if t.Failed() {
				for key, body := range a.bodies {
					t.Logf("%s %s", key, body)
				}
				t.Fatalf("policy %d", n)
			}
		}
	}
	if tally[Passes] < 1000 || tally[Fails] < 1000 || tally[Unclear] < 1000 {
		t.Errorf("the comparison is lopsided: %v", tally)
	}
}

func (a *answered) compare(t *testing.T, r *rand.Rand, e *environment, f *firewall, tally map[Outcome]int) {
	t.Helper()
	block := func(texts ...string) netset.Set { return e.space.Prefixes(prefixes(texts...)...) }
	atoms := e.ports.within(clientPorts)
	p := inspected{
		src: block("10.0.0.0/8"), dst: block("52.218.0.0/17", "10.0.0.0/16"),
		flow: pick(r, flow{inventory.TCP, 443}, flow{inventory.TCP, 443}, flow{inventory.TCP, 80}, flow{inventory.UDP, 4789}), client: atoms[r.Intn(len(atoms))],
		host: pick(r, "s3.eu-west-1.amazonaws.com", "api.example.com", "example.com", "pypi.example.net"),
	}
	leg := pick(r, Forward, Forward, Return)
	parts := f.inspect(p, leg)
	for range 12 {
		src := pick(r, "10.0.1.7", "10.0.2.7", "10.0.9.9", "10.1.0.3", "10.77.0.1")
		dst := pick(r, "52.218.4.4", "52.218.9.9", "10.0.1.1", "10.0.77.7")
		i := partOf(t, parts, netip.MustParseAddr(src), netip.MustParseAddr(dst))
		application := map[int]string{443: "tls", 80: "http"}[p.flow.port]
		packets := packetsOf(netip.MustParseAddr(src), netip.MustParseAddr(dst), p.client.from+r.Intn(p.client.to-p.client.from+1), p.flow.port, int(p.flow.protocol), application, p.host)
		want := a.naive.naiveVerdict(packets, leg)
		tally[want]++
		if i.outcome != want {
			t.Errorf("%s of %s from %s to %s (%s), %s: %s by %q (%s), packet after packet %s", leg, p.flow, src, dst, p.host, p.client, i.outcome, i.rule, i.why, want)
		}
		if i.outcome == Unclear && i.missing == nil {
			t.Errorf("unknown without a reason: %+v", i)
		}
	}
}

// partOf is the one inspection that holds a pair of addresses.
func partOf(t *testing.T, parts []inspection, src, dst netip.Addr) inspection {
	t.Helper()
	var found []inspection
	for _, i := range parts {
		if i.src.Contains(src) && i.dst.Contains(dst) {
			found = append(found, i)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d parts hold %s → %s", len(found), src, dst)
	}
	return found[0]
}

// TestFilteredNamesPass asks about no one name: those that the evaluator calls
// filtered pass one by one and any other does not; others agrees with a flow that
// speaks something else (pure).
func TestFilteredNamesPass(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	filtered := 0
	for range 3000 {
		a := randomFirewall(r)
		e := a.environment(t)
		f, _ := e.firewallOf("vpce-1").Get()
		atoms := e.ports.within(clientPorts)
		p := inspected{src: e.space.Prefixes(prefixes("10.0.0.0/8")...), dst: e.space.Prefixes(prefixes("52.218.0.0/17")...), flow: flow{inventory.TCP, 443}, client: atoms[0]}
		src, dst := netip.MustParseAddr("10.0.1.7"), netip.MustParseAddr("52.218.9.9")
		i := partOf(t, f.inspect(p, Forward), src, dst)
		verdict := func(application, name string) Outcome {
			return a.naive.naiveVerdict(packetsOf(src, dst, p.client.from, 443, 6, application, name), Forward)
		}
		unnamed := verdict("tls", "nobody.test")
		if i.filtered == nil && i.outcome == Passes && unnamed != Passes {
			t.Fatalf("any name passes, but nobody.test: %s", unnamed)
		}
		if i.filtered != nil {
			filtered++
			if unnamed != Fails {
				t.Fatalf("only %v pass, but nobody.test: %s", i.filtered, unnamed)
			}
			for _, host := range a.hosts {
				name := strings.TrimPrefix(host, ".")
				if strings.HasPrefix(host, ".") {
					name = "any-other-name" + host
				}
				listed := slices.ContainsFunc(i.filtered, func(f string) bool {
					return f == host || (strings.HasPrefix(f, ".") && strings.HasSuffix("."+name, f))
				})
				if got := verdict("tls", name); got == Passes && !listed || got != Passes && slices.Contains(i.filtered, host) {
					t.Fatalf("%s: %s, filtered %v", name, got, i.filtered)
				}
			}
		}
		if i.others == "" {
			continue
		}
		best := Fails
		for _, o := range []Outcome{verdict("", ""), verdict("http", "nobody.test"), verdict("tls", "nobody.test"), verdict("ssh", "")} {
			if o == Passes || (o == Unclear && best == Fails) {
				best = o
			}
		}
		packets := packetsOf(src, dst, p.client.from, 443, 6, "", "")
		there, back := a.naive.naiveStep(packets[0]), a.naive.naiveStep(packets[1])
		if len(there) == 1 && !back["aws:pass"] && i.others != best {
			for key, body := range a.bodies {
				t.Logf("%s %s", key, body)
			}
			t.Fatalf("others %s, packet after packet %s: %+v", i.others, best, i)
		}
	}
	if filtered < 50 {
		t.Errorf("only %d policies filter by name", filtered)
	}
}
