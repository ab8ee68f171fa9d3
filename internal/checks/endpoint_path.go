package checks

import (
	"slices"
	"strings"

	"mooring/internal/check"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// blockedPath is one proof that something needed is out of reach, with the
// endpoints of its VPC that serve it.
type blockedPath struct {
	service   inventory.Service
	proof     *reach.Proof
	vpc       *inventory.VPC
	endpoints []*inventory.VPCEndpoint
}

// eachBlocked judges every path to an AWS service that a required or conditional
// dependency needs and that is blocked, wholly or partly. Paths that work pass.
func eachBlocked(good string, judge func(blockedPath) check.Outcome) func(check.Subject) check.Outcome {
	return connected(func(r *reach.Result, s check.Subject) check.Outcome {
		parts := []check.Outcome{check.Passed(good)}
		if r.Function == reach.FunctionUnknown || r.Function == "" {
			parts = append(parts, doubt(r))
		}
		if doubtful := counted(r, reach.VerdictUnknown, ""); len(doubtful) > 0 {
			parts = append(parts, undecided(doubtful, r))
		}
		for _, d := range counted(r, reach.VerdictBlocked, reach.VerdictPartial) {
			service, ok := inventory.ServiceByID(d.ID)
			if ok && (service.Interface || service.Gateway) {
				parts = append(parts, judgePaths(s, service, d, judge)...)
			}
		}
		return check.Fold(parts...)
	})
}

func judgePaths(s check.Subject, service inventory.Service, d reach.Dependency, judge func(blockedPath) check.Outcome) []check.Outcome {
	var parts []check.Outcome
	for _, p := range d.Proofs {
		// A proof without a subnet never came to the network: the container is
		// sealed, or it is not known where it stands.
		if p.From.Subnet == "" || (p.Verdict != reach.VerdictBlocked && p.Verdict != reach.VerdictPartial) {
			continue
		}
		if len(p.Unknown()) > 0 {
			// Out of reach for sure by another gate; what this one would say is not known.
			parts = append(parts, undecided([]reach.Dependency{d}, s.Result))
		}
		parts = append(parts, check.Ask(pathOf(s, service, p), judge))
	}
	return parts
}

func pathOf(s check.Subject, service inventory.Service, p *reach.Proof) inventory.Value[blockedPath] {
	scope := s.Resource.Head().Scope
	return inventory.Then(s.Snapshot.Subnet(scope, p.From.Subnet), func(subnet *inventory.Subnet) inventory.Value[blockedPath] {
		return inventory.Then(s.Snapshot.VPC(subnet.Scope, subnet.VPC), func(v *inventory.VPC) inventory.Value[blockedPath] {
			return inventory.Then(s.Snapshot.VPCEndpoints(v), func(all []*inventory.VPCEndpoint) inventory.Value[blockedPath] {
				return inventory.Known(blockedPath{service, p, v, serving(all, service, v.Region)})
			})
		})
	})
}

// serving are the endpoints that are there for a service.
func serving(all []*inventory.VPCEndpoint, service inventory.Service, region string) []*inventory.VPCEndpoint {
	var out []*inventory.VPCEndpoint
	for _, e := range all {
		if slices.Contains(service.EndpointNames(region), e.Service) && !strings.EqualFold(e.State, "deleted") {
			out = append(out, e)
		}
	}
	return out
}

// blockedBeyond reports whether the packet failed on its way out of the VPC, as
// it does when no endpoint takes it: not by DNS, nor by a group or ACL alone,
// which would stop it on the way to an endpoint too.
func (p blockedPath) blockedBeyond() bool {
	return slices.ContainsFunc(p.proof.Failing(), func(g reach.Gate) bool {
		switch g.Kind {
		case inventory.GateRoute, inventory.GateInternetGateway, inventory.GatePublicAddress, inventory.GateNATGateway,
			inventory.GateEgressOnlyGateway, inventory.GateBlockPublicAccess, inventory.GatePeering, inventory.GateTransitGateway,
			inventory.GateVirtualGateway, inventory.GateFirewall:
			return true
		}
		return false
	})
}
