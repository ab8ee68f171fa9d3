package report

import (
	"bytes"
	"encoding/xml"
	"io"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

func drawnTrace(t *testing.T, trace *Trace, format string, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := trace.Write(&b, format, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// throughHub goes by a transit gateway and a NAT gateway; one of its gates was
// not read, and the reply is stopped.
func throughHub(f reach.From) *reach.Proof {
	p := byNAT(f, "pypi")
	p.ID, p.Verdict = "p-hub", reach.VerdictBlocked
	path := &p.Paths[0]
	path.Verdict = reach.VerdictBlocked
	path.Hops = []reach.Hop{
		fromHop(f),
		{ID: "rtb-0c10", Kind: "route-table", Label: "0.0.0.0/0 → tgw-0b1"},
		{ID: "tgw-0b1", Kind: "transit-gateway", Label: "tgw-rtb-0b2: 0.0.0.0/0 → tgw-attach-0b3"},
		{ID: "rtb-0d10", Kind: "route-table", Label: "0.0.0.0/0 → nat-0c31"},
		{ID: "nat-0c31", Kind: "nat-gateway", Label: "nat-0c31"},
		{ID: "rtb-0d10", Kind: "route-table", Label: "10.20.0.0/16 → tgw-0b1"},
		{ID: "tgw-0b1", Kind: "transit-gateway", Label: "tgw-rtb-0b2: 10.20.0.0/16 → tgw-attach-0b4"},
	}
	unread := reach.Gate{
		Kind: inventory.GateACLIngress, Object: []string{"subnet-0hub"}, Leg: reach.Forward, Outcome: reach.Unclear, Why: "ec2:DescribeNetworkAcls",
		Missing: &inventory.Missing{Kind: inventory.MissingPermission, What: "ec2:DescribeNetworkAcls"},
	}
	path.Gates = append(departure(f, "all → 0.0.0.0/0"), forward(pass(inventory.GateRoute, "0.0.0.0/0 → tgw-0b1", "rtb-0c10")),
		forward(pass(inventory.GateACLIngress, "rule 100 allows all", "acl-0d41")), forward(pass(inventory.GateTransitGateway, "0.0.0.0/0 → tgw-attach-0b3", "tgw-rtb-0b2")),
		forward(pass(inventory.GateACLEgress, "rule 100 allows all", "acl-0h1")), forward(pass(inventory.GateRoute, "0.0.0.0/0 → nat-0c31", "rtb-0d10")),
		pass(inventory.GateNATGateway, "", "nat-0c31"), unread, back(fail(inventory.GateACLIngress, "rule * denies all", "denies replies on ports 1024-65535", "acl-0h1")),
		back(pass(inventory.GateRoute, "10.20.0.0/16 → tgw-0b1", "rtb-0d10")), back(pass(inventory.GateTransitGateway, "10.20.0.0/16 → tgw-attach-0b4", "tgw-rtb-0b2")))
	return p
}

// unresolved has a name that nobody answers.
func unresolved(f reach.From) *reach.Proof {
	return &reach.Proof{
		ID: "p-dns", From: f, To: to("sts"), Traffic: reach.TrafficContainer, Verdict: reach.VerdictUnknown,
		DNS: reach.DNS{Gates: []reach.Gate{{
			Kind: inventory.GateDNS, Object: []string{"dopt-0a1"}, Outcome: reach.Unclear, Why: "what the custom name servers 10.20.0.53 answer",
			Missing: &inventory.Missing{Kind: inventory.MissingHop, What: "what the custom name servers 10.20.0.53 answer"},
		}}},
	}
}

func samplePlaces() places {
	return places{
		of:      map[string]place{"vpce-0c22": {vpc: "vpc-0a11"}, "nat-0c31": {vpc: "vpc-0hub", subnet: "subnet-0hub"}},
		vpcs:    map[string]region{"vpc-0a11": {id: "vpc-0a11", name: "research"}, "vpc-0hub": {id: "vpc-0hub", name: "hub"}},
		subnets: map[string]region{"subnet-0a1": {id: "subnet-0a1", name: "app-a", zone: "eu-west-1a", vpc: "vpc-0a11"}, "subnet-0hub": {id: "subnet-0hub", zone: "eu-west-1a", vpc: "vpc-0hub"}},
	}
}

func sampleTraces() map[string]*Trace {
	a := from("subnet-0a1", "eu-west-1a", "sg-0b7")
	b := from("subnet-0b2", "eu-west-1b", "sg-0b7")
	traces := map[string]*Trace{
		"endpoint": {To: "SageMaker API", Proofs: []*reach.Proof{byEndpoint(a, "sagemaker.api", "vpce-0c22", true)}},
		"hub":      {To: "Python package index", Proofs: []*reach.Proof{throughHub(a)}},
		"dns":      {To: "STS", Proofs: []*reach.Proof{unresolved(a)}},
		"policies": {To: "S3", Proofs: []*reach.Proof{withPolicies(toS3(a, "rtb-0a10", true, reach.TrafficPlatform))}},
		"places":   {To: "S3", Proofs: []*reach.Proof{toS3(a, "rtb-0a10", true, reach.TrafficPlatform), toS3(b, "rtb-0b10", false, reach.TrafficPlatform)}},
	}
	for _, t := range traces {
		t.From, t.places = "notebook fraud-lab", samplePlaces()
	}
	return traces
}

func TestGoldenPictures(t *testing.T) {
	for name, trace := range sampleTraces() {
		golden(t, "path-"+name+".svg", []byte(drawnTrace(t, trace, "svg", Options{})))
		golden(t, "path-"+name+".mmd", []byte(drawnTrace(t, trace, "mermaid", Options{})))
	}
	explained := drawnTrace(t, sampleTraces()["endpoint"], "text", Options{Width: 80, Explain: true})
	golden(t, "trace-explain.txt", []byte(explained))
	for name, o := range map[string]Options{"trace-policies.txt": {Width: 80}, "trace-policies-explain.txt": {Width: 80, Explain: true}} {
		golden(t, name, []byte(drawnTrace(t, sampleTraces()["policies"], "text", o)))
	}
}

// What only the reply passes is no stop of the way there, and what is met in the
// subnet of an attachment stands in its VPC.
func TestTheWayThereEndsBeforeTheReply(t *testing.T) {
	trace := sampleTraces()["hub"]
	var got []string
	for _, s := range trace.trails(trace.Proofs[0])[0].stops {
		got = append(got, s.title+"|"+s.note+"|"+s.where.vpc)
	}
	want := "notebook fraud-lab|interface with sg-0b7|vpc-0a11 |where it leaves the VPC|vpc-0a11 transit gateway|tgw-0b1| " +
		"|where it enters the VPC|vpc-0hub NAT gateway|nat-0c31|vpc-0hub Python package index|TCP 443 · 0.0.0.0/0|"
	if strings.Join(got, " ") != want {
		t.Errorf("stops\n%s\nwant\n%s", strings.Join(got, " "), want)
	}
}

// A load balancer stands where the path's addresses lie, and what is behind it
// does not.
func TestBehindALoadBalancer(t *testing.T) {
	f := from("subnet-0a1", "eu-west-1a", "sg-0b7")
	p := byEndpoint(f, "sagemaker.api", "vpce-0c22", true)
	path := &p.Paths[0]
	path.Addresses = []string{"10.20.1.30/32"}
	path.Hops = []reach.Hop{fromHop(f), {ID: "balancer", Kind: "load-balancer", Label: "network load balancer"}, {ID: "vpce-0c22", Kind: "vpc-endpoint"}}
	at := samplePlaces()
	at.of["balancer"] = place{vpc: "vpc-0a11"}
	at.subnets["subnet-0b1"] = region{id: "subnet-0b1", vpc: "vpc-0a11", blocks: []netip.Prefix{netip.MustParsePrefix("10.20.1.0/24")}}
	trace := &Trace{From: "notebook fraud-lab", To: "SageMaker API", Proofs: []*reach.Proof{p}, places: at}
	stops := trace.trails(p)[0].stops
	if stops[1].where != (place{"vpc-0a11", "subnet-0b1"}) || stops[2].where != (place{vpc: "vpc-0a11"}) {
		t.Errorf("%+v", stops)
	}
}

// A picture tells the gates of the way there in the order of the proof.
func TestGatesKeepTheirOrder(t *testing.T) {
	far := sampleTraces()["hub"]
	path := &far.Proofs[0].Paths[0]
	for i, g := range path.Gates {
		if g.Outcome == reach.Unclear {
			// The ACL of the far subnet, asked before the NAT gateway.
			path.Gates[i], path.Gates[i-1] = path.Gates[i-1], path.Gates[i]
		}
	}
	for name, trace := range map[string]*Trace{"far": far, "hub": sampleTraces()["hub"], "endpoint": sampleTraces()["endpoint"], "places": sampleTraces()["places"]} {
		for _, p := range trace.Proofs {
			var want, got []string
			forward, _ := legs(p.Paths[0].Gates)
			for _, g := range forward {
				want = append(want, string(g.Kind)+" "+strings.Join(g.Object, ","))
			}
			for _, s := range trace.trails(p)[0].stops {
				for _, g := range append(append([]reach.Gate{}, s.in...), s.out...) {
					got = append(got, string(g.Kind)+" "+strings.Join(g.Object, ","))
				}
			}
			if strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Errorf("%s: gates\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
}

func TestPathsThatFareAlikeAreDrawnOnce(t *testing.T) {
	trace := sampleTraces()["endpoint"]
	p := trace.Proofs[0]
	other := p.Paths[0]
	other.Addresses = []string{"10.20.3.9/32"}
	other.Gates = append([]reach.Gate{}, other.Gates...)
	other.Gates[2].Rule = "another table's local"
	p.Paths = append(p.Paths, other)
	trails := trace.trails(p)
	if len(trails) != 1 || !strings.Contains(trails[0].alikeWords(), "10.20.3.9") {
		t.Errorf("%d trails, %q", len(trails), trails[0].alikeWords())
	}
}

// hostileTraces put every hostile name wherever a name can stand.
func hostileTraces() []*Trace {
	var out []*Trace
	for _, name := range hostileNames() {
		for _, t := range sampleTraces() {
			t.From, t.To = name, name
			for _, p := range t.Proofs {
				p.DNS.By, p.DNS.Name, p.Notes, p.Assumptions, p.Repairs = name, name, []string{name}, []string{name}, []reach.Repair{{Object: name, Text: name}}
				said := []reach.Gate{{Kind: inventory.GateResourcePolicy, Object: []string{name}, Rule: name, Outcome: reach.Fails, Why: name}}
				p.Policy = &reach.PolicyResult{Outcome: "denied", Statements: said, Layers: said}
				p.From.Zone, p.From.Groups = name, []string{name, name}
				for i := range p.Paths {
					p.Paths[i].Addresses = []string{name}
					for j := range p.Paths[i].Hops {
						p.Paths[i].Hops[j].Label = name
					}
					for j := range p.Paths[i].Gates {
						p.Paths[i].Gates[j].Rule, p.Paths[i].Gates[j].Why = name, name
					}
				}
			}
			for id, r := range t.places.vpcs {
				r.name = name
				t.places.vpcs[id] = r
			}
			out = append(out, t)
		}
	}
	return out
}

// A picture is well-formed XML of known elements, and no text leaves the page.
func TestHostileStringsInPictures(t *testing.T) {
	known := "svg title desc style rect path circle text g"
	for _, trace := range hostileTraces() {
		picture := drawnTrace(t, trace, "svg", Options{Hosts: true, Explain: true})
		for _, c := range picture {
			if c != '\n' && unicode.Is(unicode.C, c) {
				t.Fatalf("character %U", c)
			}
		}
		d := xml.NewDecoder(strings.NewReader(picture))
		for {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%q: %v", trace.From, err)
			}
			e, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			if !strings.Contains(" "+known+" ", " "+e.Name.Local+" ") {
				t.Errorf("element %s", e.Name.Local)
			}
			for _, a := range e.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Name.Local, "href") {
					t.Errorf("attribute %s", a.Name.Local)
				}
			}
		}
	}
}

// Every text of a picture, as wide as estimated, ends within the page, and no
// line of text touches the one below.
func TestTextsStayWithinThePicture(t *testing.T) {
	text := regexp.MustCompile(`<text x="(\d+)" y="(\d+)" text-anchor="start" class="([^"]*)">([^<]*)</text>`)
	for _, trace := range append(hostileTraces(), sampleTraces()["hub"], sampleTraces()["places"]) {
		rows := map[string]float64{} // where the text of a row ends
		for _, m := range text.FindAllStringSubmatch(drawnTrace(t, trace, "svg", Options{}), -1) {
			x, _ := strconv.ParseFloat(m[1], 64)
			f := faceSmall()
			for _, known := range []face{faceTitle(), faceHead(), faceText(), faceBold(), faceMono()} {
				if strings.HasPrefix(m[3], known.class) {
					f = known
				}
			}
			shown := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&amp;", "&").Replace(m[4])
			end := x + f.width(shown)
			if end > pathWidth {
				t.Errorf("%q ends at %.0f", shown, end)
			}
			if x < rows[m[2]] {
				t.Errorf("%q begins at %.0f, where the row is taken up to %.0f", shown, x, rows[m[2]])
			}
			rows[m[2]] = end
		}
	}
}

// A flowchart has one statement a line: nothing that a name holds ends a label,
// opens a directive or begins a statement of its own.
func TestHostileStringsInFlowcharts(t *testing.T) {
	label := `"[^"<>&{}\[\]()|` + "`" + `%\x00-\x1f]*(<br/>[^"<>&{}\[\]()|` + "`" + `%\x00-\x1f]*)*"`
	statement := regexp.MustCompile(`^ *(flowchart TD|acc(Title|Descr): [^"<>&{}\[\]()#;%]*|subgraph f\d+\[` + label + `\]|end|` +
		`[a-z]\d+(\[|\(\[|\{\{|\{|\[\(|\[/)` + label + `(\]|\]\)|\}\}|\}|\)\]|/\]):::[a-z]+|[a-z]\d+ (-->|-\.->) [a-z]\d+|classDef [a-z]+ [a-z0-9#:,. -]+)$`)
	for _, trace := range hostileTraces() {
		chart := drawnTrace(t, trace, "mermaid", Options{Hosts: true})
		depth := 0
		for _, line := range strings.Split(strings.TrimSuffix(chart, "\n"), "\n") {
			if !statement.MatchString(line) {
				t.Fatalf("no statement: %q", line)
			}
			switch word := strings.Fields(line)[0]; word {
			case "subgraph":
				depth++
			case "end":
				depth--
			}
		}
		if depth != 0 {
			t.Errorf("%d frames are open at the end", depth)
		}
	}
}
