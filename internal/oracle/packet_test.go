package oracle

import (
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// packet is one concrete packet. Ports are meaningless for protocols without.
type packet struct {
	src, dst     netip.Addr
	protocol     inventory.Protocol
	sport, dport int
}

// answer is the packet that comes back.
func (p packet) answer() packet {
	return packet{p.dst, p.src, p.protocol, p.dport, p.sport}
}

// stand is where an interface is plugged in.
type stand struct {
	card      string // the interface; "" where that is not known
	vpc       *vpc
	subnet    *inventory.Subnet // nil for a regional NAT gateway
	groups    []string
	blamed    string                  // those of groups that a customer would change, sorted, joined by commas
	public    bool                    // a public IPv4 address is associated with it
	endpoint  *inventory.VPCEndpoint  // whose interface it is; nil for others
	files     bool                    // it is a mount target's
	stranger  bool                    // no interface that was read has this address
	balancer  *inventory.LoadBalancer // whose node it is; nil for others
	unguarded bool                    // no group is asked: a Network Load Balancer's that was made without any
}

func blame(groups []string) string {
	return strings.Join(slices.Sorted(slices.Values(groups)), ",")
}

// failure is one gate that stops a packet.
type failure struct {
	kind   inventory.Gate
	object string // AWS ids, sorted, joined by commas; several that are as fair by "|"; "" for any
	leg    string // forward, return or ""
}

const (
	forward  = "forward"
	backward = "return"
)

// trail is what one packet met.
type trail struct {
	fails   []failure
	maybe   []failure // those that are as fair to name as not to
	unsure  []string  // reasons why a gate cannot be decided
	ended   bool      // the path ended; there is no way back to ask about
	loose   bool      // which other gates are met is not settled
	either  bool      // that nothing gets through may be said too
	passed  gates
	sifted  bool     // a firewall's rule stopped it
	filters []string // endpoints of firewalls that it passed, in their order
	tracked []seen   // flows that they know
	sieved  string   // the subnet of the last firewall
	granted []string // and have a rule that passes it
	port    int      // the client's, 0 for any
}

// gates is a set of gate kinds.
type gates uint32

// gateKinds are docs/interface.md's.
var gateKinds = []inventory.Gate{
	inventory.GateMode, inventory.GateDNS, inventory.GateGroupEgress, inventory.GateGroupIngress, inventory.GateACLEgress, inventory.GateACLIngress, inventory.GateRoute,
	inventory.GateInternetGateway, inventory.GatePublicAddress, inventory.GateNATGateway, inventory.GateEgressOnlyGateway, inventory.GateGatewayEndpoint,
	inventory.GateInterfaceEndpoint, inventory.GatePeering, inventory.GateTransitGateway, inventory.GateVirtualGateway, inventory.GateFirewall, inventory.GateGatewayBalancer,
	inventory.GateLoadBalancer, inventory.GateMiddlebox, inventory.GateBlockPublicAccess, inventory.GateEncryptionControl, inventory.GateSourceDestCheck, inventory.GateEndpointPolicy,
}

func (g *gates) add(kind inventory.Gate) { *g |= 1 << slices.Index(gateKinds, kind) }

func (g gates) kinds() []inventory.Gate {
	var out []inventory.Gate
	for i, k := range gateKinds {
		if g&(1<<i) != 0 {
			out = append(out, k)
		}
	}
	return out
}

func (t *trail) check(passes bool, kind inventory.Gate, leg, object string) {
	if passes {
		t.passed.add(kind)
		return
	}
	if f := (failure{kind, object, leg}); !slices.Contains(t.fails, f) {
		t.fails = append(t.fails, f)
	}
}

// end is a failure behind which nothing is asked.
func (t *trail) end(kind inventory.Gate, leg, object string) {
	t.check(false, kind, leg, object)
	t.ended = true
}

// lose is an end about which no more is known.
func (t *trail) lose(why string) {
	t.unsure = append(t.unsure, why)
	t.ended = true
}

// circle is an end that no packet gets out of, whatever gate that is.
func (t *trail) circle() {
	t.lose("the packet goes round in circles")
	t.loose, t.either = true, true
}

func (t *trail) clone() *trail {
	c := *t
	c.fails, c.maybe, c.unsure = slices.Clip(c.fails), slices.Clip(c.maybe), slices.Clip(c.unsure)
	c.filters = nil
	return &c
}
