package inventory

// policies are the documents that decide beside the network.
type policies struct {
	buckets       map[string][]bucketPolicy
	roles         map[string]Value[*RolePolicies] // by ARN
	organizations []organizationOf
	parents       map[string]Value[[]string]            // by account or unit
	attached      map[string]Value[[]string]            // by target and filter
	organized     map[string]Value[*OrganizationPolicy] // by id
}

type bucketPolicy struct {
	scope Scope
	text  Value[string]
}

// policyEntries says how the answers about policies become objects.
func policyEntries() map[string]entry {
	return map[string]entry{
		"s3:GetBucketPolicy":                  {kind: "bucket-policy", id: bySubject},
		"iam:GetAccountAuthorizationDetails":  {kind: "authorization-details", id: func(*object) string { return "details" }},
		"organizations:DescribeOrganization":  {kind: "organization", id: func(*object) string { return "organization" }},
		"organizations:ListParents":           {kind: "parents", id: bySubject},
		"organizations:ListPoliciesForTarget": {kind: "attached-policies", id: bySubject},
		"organizations:DescribePolicy":        {kind: "organization-policy", id: bySubject},
	}
}

func (b *builder) policies() {
	p := &b.snapshot.policies
	p.buckets = map[string][]bucketPolicy{}
	b.each("bucket-policy", func(id string, o *object) {
		p.buckets[id] = append(p.buckets[id], bucketPolicy{o.scope, required[string](o, "Policy")})
	})
	for _, a := range b.none {
		if a.Operation == "s3:GetBucketPolicy" {
			text := Known("")
			if a.Failure == "NoSuchBucket" {
				text = Unknown[string](Missing{MissingHop, "the bucket " + a.Subject + ", which does not exist"})
			}
			p.buckets[a.Subject] = append(p.buckets[a.Subject], bucketPolicy{a.Scope, text})
		}
	}
	b.rolePolicies()
	b.organizationPolicies()
}

// PoliciesAsked reports whether anything was asked about what decides beside the
// network.
func (s *Snapshot) PoliciesAsked() bool {
	for operation := range policyEntries() {
		if len(s.coverage[operation]) > 0 {
			return true
		}
	}
	return false
}

// BucketPolicy is the policy of a bucket as read by the bucket's own account, ""
// where it has none.
func (s *Snapshot) BucketPolicy(near Scope, bucket string) Value[string] {
	for _, p := range s.policies.buckets[bucket] {
		if compatible(near, p.scope) {
			return p.text
		}
	}
	missing, ok := s.Read(near, "s3:GetBucketPolicy", bucket)
	if ok {
		missing = Missing{MissingOperation, "s3:GetBucketPolicy of " + bucket}
	}
	return Unknown[string](missing)
}
