package policy

// Apart are the verdicts of the layers that bind the one who asks, each by
// itself. A layer that does not restrict is left out; what is silent of the
// identity's and the resource's policies is not allowed here, though the other
// one may be enough.
func (g Gates) Apart(r Request) []Verdict {
	open := map[Gate]bool{
		IdentityPolicy: g.Identity.state == absent, Boundary: g.Boundary.state == absent, ResourcePolicy: g.Resource.state == absent,
		EndpointPolicy: g.Endpoint.state == absent, ServiceControl: g.ServiceControl.state == absent, ResourceControl: g.ResourceControl.state == absent,
	}
	var out []Verdict
	for _, v := range g.judge(r) {
		switch {
		case open[v.gate]:
		case v.deny.truth == yes:
			out = append(out, v.deny.verdict(v.gate, DeniedExplicitly, "denies it"))
		default:
			out = append(out, join(v, v))
		}
	}
	return out
}
