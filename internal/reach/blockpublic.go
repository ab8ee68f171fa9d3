package reach

import (
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// blockPublicAccess is the Region's switch over internet gateways. The subnet
// that touches the gateway must be excluded, not the client's; behind a NAT
// gateway only outbound flows start, which block-ingress lets pass (VPC User
// Guide, security-vpc-bpa-basics).
func (w *way) blockPublicAccess(at station, outboundOnly bool) {
	mode, ok := w.blockMode(at.env)
	if !ok {
		return
	}
	blocked := mode == "block-bidirectional" || (mode == "block-ingress" && !outboundOnly)
	if !blocked {
		w.state(inventory.GateBlockPublicAccess, at.env.vpc.Region, true, mode, w.say("Block Public Access is ", mode))
		return
	}
	exclusions, known := at.env.snapshot.BlockPublicExclusions(at.env.vpc).Get()
	if !known {
		w.unknown(inventory.GateBlockPublicAccess, at.env.vpc.Region, "", at.env.snapshot.BlockPublicExclusions(at.env.vpc).Why())
		return
	}
	for _, x := range exclusions {
		if w.screened(at.env) {
			// Network Firewall's traffic stays blocked, whatever is excluded (same page).
			break
		}
		covers := strings.HasSuffix(x.Resource, "/"+at.env.vpc.ID) || (at.subnet != "" && strings.HasSuffix(x.Resource, "/"+at.subnet))
		enough := x.Mode == "allow-bidirectional" || (x.Mode == "allow-egress" && outboundOnly)
		if x.Active && covers && enough {
			w.state(inventory.GateBlockPublicAccess, x.ID, true, x.Mode, "excluded from Block Public Access")
			return
		}
	}
	w.state(inventory.GateBlockPublicAccess, at.env.vpc.Region, false, mode, w.say("Block Public Access is ", mode))
}

// blockMode is the mode that was read, asserted or AWS's default; ok is false
// where the gate is unknown, which it then has recorded.
func (w *way) blockMode(env *environment) (string, bool) {
	b := env.snapshot.BlockPublicAccess(env.vpc)
	if v, ok := b.Get(); ok {
		return v.Mode, true
	}
	asked := env.snapshot.Asked(env.vpc.Scope, "ec2:DescribeVpcBlockPublicAccessOptions", "")
	value, text, ok := env.settle(assumeBlockPublicAccess, asked)
	if !ok {
		w.unknown(inventory.GateBlockPublicAccess, env.vpc.Region, "", b.Why())
		return "", false
	}
	w.notes.assumptions = append(w.notes.assumptions, text)
	return value, true
}

// screened reports whether a Network Firewall of the VPC inspected the packet.
func (w *way) screened(env *environment) bool {
	return slices.Contains(w.inspectedIn, env)
}
