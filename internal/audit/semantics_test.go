package audit

import (
	"flag"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

var update = flag.Bool("update", false, "write docs/semantics.md anew")

// semantic is one rule of AWS's network that the engine must satisfy, with what
// shows that it does.
type semantic struct {
	id, rule, source string
	analyzer         string // codes of Reachability Analyzer for the same cause
	status           string // decided when it is not said
	why              string // of another status, or of no breaker
	holds, breaks    []shown
}

const (
	decided = "decided"
	unclear = "unknown"    // on purpose, and why says what cannot be read
	taken   = "assumption" // the documentation leaves it open, and why names the default
	wording = "wording"    // changes no verdict
	open    = "open"       // the engine does not satisfy it yet, and why says how
)

// shown is a world, perhaps with one edit, and what must come of one question.
type shown struct {
	world, edit, verdict string
	change               func(*world)
	assume               []string
	kind, resource       string
	asks                 string // a dependency; "exposure", or "policy" for what policies say of S3; what trace is asked with a goal
	goal                 *reach.Goal
	gates                []string // kind and object of every gate that does not pass; nil where none is named
}

// see is a question about the base world's notebook in a world as it stands.
func see(name, asks, verdict string, gates ...string) shown {
	return shown{world: name, asks: asks, verdict: verdict, gates: gates, kind: "notebook", resource: "lab"}
}

func (s shown) of(kind, resource string) shown { s.kind, s.resource = kind, resource; return s }

func (s shown) after(edit string, change func(*world)) shown {
	s.edit, s.change = edit, change
	return s
}

// traced asks for a path to what is no dependency.
func traced(name, asks, verdict string, goal reach.Goal, gates ...string) shown {
	s := see(name, asks, verdict, gates...)
	s.goal = &goal
	return s
}

// named asks for a host on TCP 443.
func named(name, host, verdict string, gates ...string) shown {
	return traced(name, host, verdict, reach.Goal{Host: host}, gates...)
}

// outside is an address of the internet.
func outside(p inventory.Protocol, port int) reach.Goal {
	return reach.Goal{Prefix: netip.MustParsePrefix("198.51.100.7/32"), Protocol: p, Port: port}
}

func (s shown) assuming(all ...string) shown { s.assume = all; return s }

// text names the world and the edit, as docs/semantics.md prints them.
func (s shown) text() string {
	out := "`" + s.world + "`"
	if s.edit != "" {
		out += " with " + s.edit
	}
	if s.resource != "lab" {
		out += ", " + s.resource
	}
	if len(s.assume) > 0 {
		out += ", assuming " + strings.Join(s.assume, " ")
	}
	return out + ": " + s.asks + " " + s.verdict
}

func (s shown) snapshot(t *testing.T) *inventory.Snapshot {
	t.Helper()
	w := openWorld(t, s.world)
	if s.change != nil {
		s.change(w)
	}
	return snapshotOf(t, w.files)
}

func (s shown) demand(t *testing.T) {
	t.Helper()
	assume, err := reach.ParseAssumptions(s.assume)
	if err != nil {
		t.Fatal(err)
	}
	snapshot := s.snapshot(t)
	r := resourceOf(snapshot, worldResource{Kind: s.kind, Resource: s.resource})
	if r == nil {
		t.Fatalf("%s: no %s %s", s.text(), s.kind, s.resource)
	}
	verdict, gates := s.answer(t, reach.New(snapshot, assume), r)
	if verdict != s.verdict {
		t.Errorf("%s, and it is %s %q", s.text(), verdict, gates)
	}
	want := slices.Sorted(slices.Values(s.gates))
	if s.asks != "exposure" && s.asks != "policy" && !slices.Equal(gates, want) {
		t.Errorf("%s: gates %q, want %q", s.text(), gates, want)
	}
}

func (s shown) answer(t *testing.T, engine *reach.Engine, r inventory.Resource) (verdict string, gates []string) {
	t.Helper()
	if s.goal != nil {
		proofs, err := engine.Query(reach.Start{Resource: r}, *s.goal)
		if err != nil || len(proofs) != 1 {
			t.Fatal(proofs, err)
		}
		return string(proofs[0].Verdict), gatesOf(proofs)
	}
	result := engine.Resource(r)
	if s.asks == "exposure" {
		return string(result.Exposure), nil
	}
	id := s.asks
	if id == "policy" {
		id = "s3"
	}
	i := slices.IndexFunc(result.Dependencies, func(d reach.Dependency) bool { return d.ID == id })
	if i < 0 {
		return string(reach.VerdictNotApplicable), nil
	}
	d := result.Dependencies[i]
	if s.asks == "policy" {
		if d.Proofs[0].Policy == nil {
			return "silent", nil
		}
		return d.Proofs[0].Policy.Outcome, nil
	}
	return string(d.Verdict), gatesOf(d.Proofs)
}

// gatesOf are kind and object of every gate that does not pass.
func gatesOf(proofs []*reach.Proof) (gates []string) {
	for _, g := range notPassing(proofs) {
		object := slices.Sorted(slices.Values(g.Object))
		gates = append(gates, string(g.Kind)+" "+strings.Join(object, ","))
	}
	slices.Sort(gates)
	return slices.Compact(gates)
}

func semantics() []semantic {
	return slices.Concat(routingRows(), groupRows(), aclRows(), internetRows(), endpointRows(), moreEndpointRows(), dnsRows(), balancerRows(), transitRows(), policyRows(), modeRows())
}

// TestSemantics demands of each row the world in which it holds and the worlds
// in which exactly it is broken (pure, on saved answers).
func TestSemantics(t *testing.T) {
	for _, row := range semantics() {
		t.Run(row.id, func(t *testing.T) {
			for _, s := range slices.Concat(row.holds, row.breaks) {
				s.demand(t)
			}
		})
	}
}

// rowIDs is the closed list of rows.
func rowIDs() []string {
	var out []string
	for _, part := range []struct {
		letter string
		last   int
	}{{"R", 13}, {"S", 13}, {"N", 11}, {"I", 14}, {"E", 22}, {"D", 7}, {"L", 6}, {"T", 13}, {"P", 5}, {"M", 6}} {
		for i := 1; i <= part.last; i++ {
			out = append(out, fmt.Sprint(part.letter, i))
		}
	}
	return out
}

// TestSemanticsComplete: each row stands once, and has a world that holds it and
// one that breaks it, or says why not (pure).
func TestSemanticsComplete(t *testing.T) {
	var got []string
	for _, row := range semantics() {
		got = append(got, row.id)
		if row.rule == "" || row.source == "" {
			t.Errorf("%s has no rule or no source", row.id)
		}
		if row.why == "" && (row.status != "" || len(row.holds) == 0 || len(row.breaks) == 0) {
			t.Errorf("%s lacks a world, a breaker or the reason why", row.id)
		}
		if len(row.holds) == 0 && row.status != open {
			t.Errorf("%s has no world", row.id)
		}
	}
	if want := rowIDs(); !slices.Equal(got, want) {
		t.Errorf("rows %v, want %v", got, want)
	}
}

const semanticsPage = "../../docs/semantics.md"

// TestSemanticsPage holds docs/semantics.md to the table (pure).
func TestSemanticsPage(t *testing.T) {
	want := semanticsText()
	if *update {
		if err := os.WriteFile(semanticsPage, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(semanticsPage)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/semantics.md is not what the table says; go test ./internal/audit -run Semantics -update writes it")
	}
}

func semanticsText() string {
	var b strings.Builder
	b.WriteString(semanticsHead)
	for _, part := range []struct{ letter, title string }{
		{"R", "Routing"},
		{"S", "Security groups"},
		{"N", "Network ACLs"},
		{"I", "Internet, NAT, Block Public Access, encryption controls"},
		{"E", "Endpoints"},
		{"D", "DNS"},
		{"L", "Load balancers"},
		{"T", "Peering, transit gateways, hybrid, inspection"},
		{"P", "Policies"},
		{"M", "Modes of SageMaker"},
	} {
		fmt.Fprintf(&b, "\n## %s\n\n| row | rule | source | Reachability Analyzer | status | holds | breaks |\n|---|---|---|---|---|---|---|\n", part.title)
		for _, row := range semantics() {
			if strings.HasPrefix(row.id, part.letter) {
				fmt.Fprintf(&b, "| %s |\n", strings.Join(row.cells(), " | "))
			}
		}
	}
	return b.String()
}

func (r semantic) cells() []string {
	status := r.status
	if status == "" {
		status = decided
	}
	if r.why != "" {
		status += ": " + r.why
	}
	analyzer := r.analyzer
	if analyzer == "" {
		analyzer = "–"
	}
	return []string{r.id, r.rule, r.source, analyzer, status, lines(r.holds), lines(r.breaks)}
}

func lines(all []shown) string {
	var out []string
	for _, s := range all {
		out = append(out, s.text())
	}
	if len(out) == 0 {
		return "–"
	}
	return strings.Join(out, "<br>")
}

const semanticsHead = `# Semantics

What the engine takes AWS's network to do, one row for each rule, and what shows it. Row X is tested by ` + "`TestSemantics/X`" + ` in
` + "`internal/audit`" + `, and this page is generated from the same table: ` + "`go test ./internal/audit -run Semantics -update`" + `.

A world is named as in ` + "`internal/audit/testdata`" + `: one of ` + "`worlds`" + `, or one of ` + "`oracle`" + ` (t2-…); "hub" is t2-009 with Resolver endpoints. A breaker is a world
beside the one that holds, or an edit of it; the gates that must fail are in the test. Verdicts are about the notebook lab unless said.

| status | meaning |
|---|---|
| decided | the engine answers, and the row says what |
| unknown | nothing that can be read decides it, and the engine says so rather than guess |
| assumption | AWS's pages leave it open or contradict each other; the default is told |
| wording | changes no verdict about a new connection |
| open | the engine does not satisfy it yet; the test for that part is left out |

Sources: UG is the VPC User Guide, PL the PrivateLink guide, TGW the Transit Gateway guide, PEER the VPC Peering guide, R53 the Route 53 guide, NFW the
Network Firewall guide, VPN the Site-to-Site VPN guide, NLB and ALB those of the load balancers, SM the SageMaker developer guide, RA the Reachability Analyzer guide, S3UG, EC2 and IAM those user guides; names are the last part of a page's address.
`
