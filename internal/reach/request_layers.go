package reach

import (
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/policy"
)

// layers are the policies that bind one request, with what could not be read.
type layers struct {
	gates   policy.Gates
	owners  map[policy.Gate]string // whose policies a layer's are
	missing []inventory.Missing
}

func (g *Engine) layersOf(a asker, r request, role string) layers {
	l := layers{owners: map[policy.Gate]string{}}
	l.gates.Endpoint, l.gates.Account = policy.Open(), r.owner
	g.identity(&l, a, role)
	g.ofResource(&l, a, r)
	for gate, filter := range map[policy.Gate]string{policy.ServiceControl: inventory.ServiceControlPolicies, policy.ResourceControl: inventory.ResourceControlPolicies} {
		layer := g.organized(&l, a, filter)
		l.owners[gate] = a.account
		switch {
		case gate == policy.ServiceControl:
			l.gates.ServiceControl = layer
		case l.gates.Account == a.account:
			l.gates.ResourceControl = layer
		default:
			l.missing = append(l.missing, inventory.Missing{Kind: inventory.MissingHop, What: "whose " + r.resource + " is"})
		}
	}
	slices.SortFunc(l.missing, compareMissing)
	l.missing = slices.Compact(l.missing)
	return l
}

// identity are the policies of the role and its boundary.
func (g *Engine) identity(l *layers, a asker, role string) {
	l.owners[policy.IdentityPolicy], l.owners[policy.Boundary] = role, role
	if role == "" {
		l.missing = append(l.missing, inventory.Missing{Kind: inventory.MissingHop, What: "which role asks"})
		return
	}
	found := g.snapshot.RolePolicies(a.scope(), role)
	p, ok := found.Get()
	if !ok {
		l.missing = append(l.missing, found.Why())
		return
	}
	l.gates.Identity = g.layer(l, role, p.Documents)
	switch boundary, known := p.Boundary.Get(); {
	case !known:
		l.missing = append(l.missing, p.Boundary.Why())
	case boundary == "":
		l.gates.Boundary = policy.Open()
	default:
		l.gates.Boundary = g.layer(l, role, inventory.Known([]string{boundary}))
	}
}

// layer parses documents; one that cannot be read leaves the layer unread.
func (g *Engine) layer(l *layers, owner string, texts inventory.Value[[]string]) policy.Layer {
	all, ok := texts.Get()
	if !ok {
		l.missing = append(l.missing, texts.Why())
		return policy.Layer{}
	}
	var out []*policy.Document
	for _, text := range all {
		d, ok := g.document(text)
		if !ok {
			l.missing = append(l.missing, inventory.Missing{Kind: inventory.MissingOperation, What: "a policy of " + owner + ", which cannot be read"})
			return policy.Layer{}
		}
		out = append(out, d)
	}
	return policy.Documents(out...)
}

// ofResource is the policy of what is asked about: of a bucket where it was read.
// Of the other services those count as without a policy that have none.
func (g *Engine) ofResource(l *layers, a asker, r request) {
	bucket := bucketOf(r.resource + r.beside)
	if bucket == "" {
		if withoutPolicies(r.actions[0]) {
			l.gates.Resource = policy.Documents()
			return
		}
		l.missing = append(l.missing, inventory.Missing{Kind: inventory.MissingHop, What: "the policy of what " + r.actions[0] + " is about"})
		return
	}
	l.owners[policy.ResourcePolicy] = bucket
	found := g.snapshot.BucketPolicy(a.scope(), bucket)
	text, ok := found.Get()
	if !ok {
		l.missing = append(l.missing, found.Why())
		return
	}
	// S3 shows the policy to the bucket's own account alone (S3 API Reference, GetBucketPolicy).
	l.gates.Account = a.account
	var all []string
	if text != "" {
		all = []string{text}
	}
	l.gates.Resource = g.layer(l, bucket, inventory.Known(all))
}

// withoutPolicies knows services whose resources carry no policy for principals
// (IAM User Guide, reference_aws-services-that-work-with-iam).
func withoutPolicies(action string) bool {
	service, _, _ := strings.Cut(action, ":")
	switch service {
	case "sagemaker", "cloudwatch", "ssmmessages", "ec2messages", "athena", "redshift-data", "lakeformation", "servicecatalog", "license-manager", "ec2", "eks", "codecommit":
		return true
	}
	return action == "sts:GetCallerIdentity"
}

// organized are the levels of one kind of organization policy.
func (g *Engine) organized(l *layers, a asker, filter string) policy.Layer {
	found := g.snapshot.OrganizationPolicies(a.scope(), filter)
	levels, ok := found.Get()
	if !ok {
		l.missing = append(l.missing, found.Why())
		return policy.Layer{}
	}
	// Where a kind is enabled at least one policy is attached at every level.
	if !slices.ContainsFunc(levels, func(level []*inventory.OrganizationPolicy) bool { return len(level) > 0 }) {
		return policy.Open()
	}
	var out [][]*policy.Document
	for _, level := range levels {
		var documents []*policy.Document
		for _, p := range level {
			d, ok := g.document(p.Text)
			if !ok {
				l.missing = append(l.missing, inventory.Missing{Kind: inventory.MissingOperation, What: p.ID + ", which cannot be read"})
				return policy.Layer{}
			}
			documents = append(documents, d)
		}
		out = append(out, documents)
	}
	return policy.Levels(out...)
}
