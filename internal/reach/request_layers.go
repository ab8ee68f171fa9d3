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
	missing []unread
	within  bool // who asks and what is asked for are of one account
}

// unread is a layer that could not be read, and why.
type unread struct {
	kind inventory.Gate
	why  inventory.Missing
}

func (l *layers) lacks(kind inventory.Gate, why inventory.Missing) {
	if u := (unread{kind, why}); !slices.Contains(l.missing, u) {
		l.missing = append(l.missing, u)
	}
}

func (g *Engine) layersOf(a asker, r request, role string) layers {
	l := layers{owners: map[policy.Gate]string{}}
	l.gates.Endpoint, l.gates.Account = policy.Open(), r.owner
	g.identity(&l, a, role)
	g.ofResource(&l, a, r)
	l.within = l.gates.Account != "" && l.gates.Account == a.account
	l.owners[policy.ServiceControl], l.owners[policy.ResourceControl] = a.account, a.account
	l.gates.ServiceControl = g.organized(&l, a, inventory.ServiceControlPolicies)
	if l.gates.Account == a.account {
		l.gates.ResourceControl = g.organized(&l, a, inventory.ResourceControlPolicies)
	} else {
		l.lacks(inventory.GateOrganizationPolicy, inventory.Missing{Kind: inventory.MissingHop, What: "whose " + r.resource + " is"})
	}
	return l
}

// identity are the policies of the role and its boundary.
func (g *Engine) identity(l *layers, a asker, role string) {
	l.owners[policy.IdentityPolicy], l.owners[policy.Boundary] = role, role
	if role == "" {
		l.lacks(inventory.GateIdentityPolicy, inventory.Missing{Kind: inventory.MissingHop, What: "which role asks"})
		return
	}
	found := g.snapshot.RolePolicies(a.scope(), role)
	p, ok := found.Get()
	if !ok {
		l.lacks(inventory.GateIdentityPolicy, found.Why())
		return
	}
	l.gates.Identity = g.layer(l, inventory.GateIdentityPolicy, role, p.Documents)
	switch boundary, known := p.Boundary.Get(); {
	case !known:
		l.lacks(inventory.GateIdentityPolicy, p.Boundary.Why())
	case boundary == "":
		l.gates.Boundary = policy.Open()
	default:
		l.gates.Boundary = g.layer(l, inventory.GateIdentityPolicy, role, inventory.Known([]string{boundary}))
	}
}

// layer parses documents; one that cannot be read leaves the layer unread.
func (g *Engine) layer(l *layers, kind inventory.Gate, owner string, texts inventory.Value[[]string]) policy.Layer {
	all, ok := texts.Get()
	if !ok {
		l.lacks(kind, texts.Why())
		return policy.Layer{}
	}
	var out []*policy.Document
	for _, text := range all {
		d, ok := g.document(text)
		if !ok {
			l.lacks(kind, inventory.Missing{Kind: inventory.MissingOperation, What: "a policy of " + owner + ", which cannot be read"})
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
		l.lacks(inventory.GateResourcePolicy, inventory.Missing{Kind: inventory.MissingHop, What: "the policy of what " + r.actions[0] + " is about"})
		return
	}
	l.owners[policy.ResourcePolicy] = bucket
	found := g.snapshot.BucketPolicy(a.scope(), bucket)
	text, ok := found.Get()
	if !ok {
		l.lacks(inventory.GateResourcePolicy, found.Why())
		return
	}
	// S3 shows the policy to the bucket's own account alone (S3 API Reference, GetBucketPolicy).
	l.gates.Account = a.account
	var all []string
	if text != "" {
		all = []string{text}
	}
	l.gates.Resource = g.layer(l, inventory.GateResourcePolicy, bucket, inventory.Known(all))
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
		l.lacks(inventory.GateOrganizationPolicy, found.Why())
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
				l.lacks(inventory.GateOrganizationPolicy, inventory.Missing{Kind: inventory.MissingOperation, What: p.ID + ", which cannot be read"})
				return policy.Layer{}
			}
			documents = append(documents, d)
		}
		out = append(out, documents)
	}
	return policy.Levels(out...)
}
