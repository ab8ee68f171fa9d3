package reach

import (
	"strings"

	"mooring/internal/inventory"
)

// Verdict is the answer for one dependency. The zero Verdict is unknown.
type Verdict string

const (
	VerdictReachable     Verdict = "reachable"
	VerdictPartial       Verdict = "partial"
	VerdictBlocked       Verdict = "blocked"
	VerdictUnknown       Verdict = "unknown"
	VerdictNotApplicable Verdict = "not-applicable"
)

// Exposure says by which door a resource reaches the internet.
type Exposure string

const (
	ExposureDirect        Exposure = "direct"
	ExposureNAT           Exposure = "nat"
	ExposureFiltered      Exposure = "filtered"
	ExposureNone          Exposure = "none"
	ExposureUnknown       Exposure = "unknown"
	ExposureNotApplicable Exposure = "not-applicable"
)

// Function says whether a resource can do its work.
type Function string

const (
	FunctionWorks         Function = "works"
	FunctionStranded      Function = "stranded"
	FunctionPartial       Function = "partial"
	FunctionUnknown       Function = "unknown"
	FunctionNotApplicable Function = "not-applicable"
)

// Decidability says whether the two others could be decided.
type Decidability string

const (
	DecidabilityKnown   Decidability = "known"
	DecidabilityUnknown Decidability = "unknown"
	DecidabilityInvalid Decidability = "invalid"
)

// Traffic says whose packets they are.
type Traffic string

const (
	TrafficContainer Traffic = "container"
	TrafficPlatform  Traffic = "platform"
	TrafficUser      Traffic = "user"
)

// Outcome is what one gate does to a packet or request.
type Outcome string

const (
	Passes  Outcome = "passes"
	Fails   Outcome = "fails"
	Unclear Outcome = "unknown"
)

// Leg is the direction in which a stateless gate is crossed.
type Leg string

const (
	Forward Leg = "forward"
	Return  Leg = "return"
)

// Gate is one thing that could stop the traffic, and what it does.
type Gate struct {
	Kind    inventory.Gate `json:"kind"`
	Object  []string       `json:"object"` // AWS ids that would have to change
	Rule    string         `json:"rule,omitempty"`
	Leg     Leg            `json:"leg,omitempty"`
	Outcome Outcome        `json:"outcome"`
	Why     string         `json:"why"`
	// Missing says what would settle an unknown gate.
	Missing *inventory.Missing `json:"-"`

	endpoint *inventory.VPCEndpoint // whose policy the gate is
	among    *among                 // of one of several targets; nil for any other
	behind   bool                   // between a load balancer and a target: no client has a say
	open     bool                   // not decided before it is known who asks for what
}

// Hop is one thing on the path, in the order the packet meets them.
type Hop struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	Label string `json:"label"`
}

// Path is one way that DNS and routing choose, for one group of addresses.
type Path struct {
	Addresses []string `json:"addresses"` // destination prefixes or addresses
	Verdict   Verdict  `json:"-"`
	Hops      []Hop    `json:"hops"`
	Gates     []Gate   `json:"gates"`

	tied int // number of a random choice between routes, 0 for none
}

// DNS is the first decision: which addresses the name gives.
type DNS struct {
	Name   string   `json:"name,omitempty"` // built at run time; shown with --hosts
	Answer []string `json:"answer"`
	By     string   `json:"by"` // what answers: a hidden private zone, the public zone …
	Gates  []Gate   `json:"gates"`
}

// Repair is a change that would let the traffic through, in words.
type Repair struct {
	Object string `json:"object"`
	Text   string `json:"text"` // "sg-09f: admit 443 from sg-0b7"
}

// From is where the traffic starts.
type From struct {
	Class  string   `json:"class"`
	Subnet string   `json:"subnet,omitempty"`
	Zone   string   `json:"zone,omitempty"`
	Groups []string `json:"groups,omitempty"`
}

// To is what is asked for.
type To struct {
	ID       string `json:"id"` // dependency id
	Host     string `json:"host,omitempty"`
	Port     int    `json:"port"`
	Protocol string `json:"protocol"`
}

// Proof is one verdict for one interface class and one dependency, with its reasons.
type Proof struct {
	ID          string   `json:"id"` // content hash
	From        From     `json:"from"`
	To          To       `json:"to"`
	Traffic     Traffic  `json:"traffic"`
	Verdict     Verdict  `json:"verdict"`
	Assumptions []string `json:"assumptions,omitempty"`
	Notes       []string `json:"notes,omitempty"`
	Repairs     []Repair `json:"repairs,omitempty"`
	DNS         DNS      `json:"dns"`
	Paths       []Path   `json:"paths"`
	// Policy is what the policies beside the network say; nil where none was read.
	Policy *PolicyResult `json:"policy,omitempty"`

	open   bool // a policy on a path is not decided before it is known who asks
	anyOne bool // the name may give any one of the addresses
}

// Failing are the gates that stop the traffic, over all paths, each once.
func (p *Proof) Failing() []Gate { return p.gates(Fails) }

// Unknown are the gates that could not be decided.
func (p *Proof) Unknown() []Gate { return p.gates(Unclear) }

func (p *Proof) gates(outcome Outcome) []Gate {
	var out []Gate
	seen := map[string]bool{}
	collect := func(gates []Gate) {
		for _, g := range gates {
			if key := g.key(); g.Outcome == outcome && !seen[key] {
				seen[key] = true
				out = append(out, g)
			}
		}
	}
	collect(p.DNS.Gates)
	for _, path := range p.Paths {
		collect(path.Gates)
	}
	return out
}

// Dependency is the verdict for one thing that a resource needs, folded over
// its placements, with one proof per placement class and traffic.
type Dependency struct {
	ID      string              `json:"id"`
	Need    inventory.NeedLevel `json:"need"`
	Reason  string              `json:"reason"`
	Verdict Verdict             `json:"verdict"`
	Proofs  []*Proof            `json:"-"`
}

// Placed is one placement with the class that it was judged as.
type Placed struct {
	Subnet string   `json:"subnet"`
	Zone   string   `json:"zone"`
	Groups []string `json:"groups"`
	Class  string   `json:"class"`
}

// Result is everything decided about one resource.
type Result struct {
	Exposure      Exposure
	ExposureVia   []string // the doors: ids of gateways, or "sagemaker" for an interface SageMaker owns
	Function      Function
	Decidability  Decidability
	Missing       []inventory.Missing
	Why           string   // of invalid
	Stranded      []string // ids of required and conditional dependencies that are blocked
	Partial       []string
	Placements    []Placed
	Dependencies  []Dependency
	InheritedFrom string // report id of the resource that owns the settings; "" when its own
}

// key identifies a gate within a proof.
func (g *Gate) key() string {
	return string(g.Kind) + "\x00" + strings.Join(g.Object, ",") + "\x00" + string(g.Leg) + "\x00" + g.Rule
}
