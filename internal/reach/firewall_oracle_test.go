package reach

import (
	"encoding/json"
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
func (a *answered) environment(t testing.TB, loose ...string) *environment {
	t.Helper()
	var answers []inventory.Answer
	for key, body := range a.bodies {
		operation, subject, _ := strings.Cut(key, " ")
		answers = append(answers, inventory.Answer{Scope: inventory.Scope{Partition: "aws", Account: "111122223333", Region: "eu-west-1"}, Operation: operation, Subject: subject, Body: body})
	}
	return cutEnvironment(t, inventory.Build(answers, inventory.Origin{}), "vpc-1", loose...)
}

func newAnswered(cidrs ...string) *answered {
	a := &answered{bodies: map[string]json.RawMessage{}}
	var set []object
	for _, c := range cidrs {
		set = append(set, object{"CidrBlock": c, "CidrBlockState": object{"State": "associated"}})
	}
	a.answer("ec2:DescribeVpcs", "", object{"Vpcs": []object{{"VpcId": "vpc-1", "CidrBlock": cidrs[0], "CidrBlockAssociationSet": set, "OwnerId": "111122223333", "IsDefault": false}}})
	a.answer("network-firewall:ListFirewalls", "", object{"Firewalls": []object{{"FirewallName": "gate", "FirewallArn": testARN + "firewall/gate"}}})
	a.answer("network-firewall:ListVpcEndpointAssociations", "", object{"VpcEndpointAssociations": []object{}})
	a.answer("network-firewall:DescribeFirewall", testARN+"firewall/gate", object{
		"Firewall": object{"FirewallName": "gate", "FirewallArn": testARN + "firewall/gate", "FirewallId": "1", "FirewallPolicyArn": testARN + "firewall-policy/p", "VpcId": "vpc-1", "SubnetMappings": []object{{"SubnetId": "subnet-1"}}},
		"FirewallStatus": object{"Status": "READY", "ConfigurationSyncStateSummary": "IN_SYNC", "SyncStates": object{
			"eu-west-1a": object{"Attachment": object{"SubnetId": "subnet-1", "EndpointId": "vpce-1", "Status": "READY"}},
		}},
	})
	return a
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
// filtered pass one by one and any other does not. Whether anything at all gets
// out agrees with every protocol tried (pure).
func TestFilteredNamesPass(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	filtered := map[string]int{}
	for range 3000 {
		q := nameQuestion{randomFirewall(r), 0, netip.MustParseAddr("10.0.1.7"), netip.MustParseAddr("52.218.9.9")}
		e := q.environment(t)
		f, _ := e.firewallOf("vpce-1").Get()
		atoms := e.ports.within(clientPorts)
		q.client = atoms[0].from
		p := inspected{src: e.space.Prefixes(prefixes("10.0.0.0/8")...), dst: e.space.Prefixes(prefixes("52.218.0.0/17")...), flow: flow{inventory.TCP, 443}, client: atoms[0]}
		for _, p.host = range []string{"", anyName} {
			i := partOf(t, f.inspect(p, Forward), q.src, q.dst)
			if i.filtered != nil {
				filtered[p.host]++
				q.checkFiltered(t, i.filtered, p.host == anyName)
			}
			switch unnamed := q.verdict("tls", "nobody.test"); {
			case p.host == anyName:
				q.checkAnything(t, i)
			case i.outcome == Passes && i.filtered == nil && unnamed != Passes:
				t.Fatalf("any name passes, but nobody.test: %s", unnamed)
			}
		}
	}
	if filtered[""] < 50 || filtered[anyName] < 20 {
		t.Errorf("few policies filter by name: %v", filtered)
	}
}

// nameQuestion is a random firewall asked about one pair of addresses.
type nameQuestion struct {
	*answered
	client   int
	src, dst netip.Addr
}

func (q *nameQuestion) packets(application, name string) []naivePacket {
	return packetsOf(q.src, q.dst, q.client, 443, 6, application, name)
}

func (q *nameQuestion) verdict(application, name string) Outcome {
	return q.naive.naiveVerdict(q.packets(application, name), Forward)
}

func (q *nameQuestion) checkFiltered(t *testing.T, filtered []string, anyProtocol bool) {
	t.Helper()
	passes := func(name string) bool {
		return q.verdict("tls", name) == Passes || (anyProtocol && q.verdict("http", name) == Passes)
	}
	if passes("nobody.test") {
		t.Fatalf("only %v pass, but nobody.test does", filtered)
	}
	for _, host := range q.hosts {
		name := strings.TrimPrefix(host, ".")
		if strings.HasPrefix(host, ".") {
			name = "any-other-name" + host
		}
		listed := slices.ContainsFunc(filtered, func(f string) bool {
			return f == host || (strings.HasPrefix(f, ".") && strings.HasSuffix("."+name, f))
		})
		if got := passes(name); (got && !listed) || (!got && slices.Contains(filtered, host)) {
			t.Fatalf("%s passes: %v, filtered %v", name, got, filtered)
		}
	}
}

// checkAnything tries every protocol with a name that no list has.
func (q *nameQuestion) checkAnything(t *testing.T, i inspection) {
	t.Helper()
	packets := q.packets("", "")
	there, back := q.naive.naiveStep(packets[0]), q.naive.naiveStep(packets[1])
	if len(there) != 1 || back["aws:pass"] {
		return
	}
	best := Fails
	for _, o := range []Outcome{q.verdict("", ""), q.verdict("http", "nobody.test"), q.verdict("tls", "nobody.test"), q.verdict("ssh", "")} {
		if o == Passes || (o == Unclear && best == Fails) {
			best = o
		}
	}
	got := i.outcome
	if i.filtered != nil {
		got = Fails
	}
	// A name that may pass is told as unknown, beside one that no list has.
	if got != best && !(best == Fails && got == Unclear) {
		t.Fatalf("anything: %s (%s), packet after packet %s", i.outcome, i.why, best)
	}
}
