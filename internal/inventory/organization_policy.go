package inventory

import "strings"

// Organization is an account's place in AWS Organizations.
type Organization struct {
	ID string // "" for an account in none
	// Management is the account that no policy of the organization binds.
	Management string
	Chain      []string // from the root down to the account; nil where it was not read
}

// Path is what aws:PrincipalOrgPaths holds, "" where the chain was not read.
func (o Organization) Path() string {
	if o.ID == "" || len(o.Chain) == 0 {
		return ""
	}
	return o.ID + "/" + strings.Join(o.Chain[:len(o.Chain)-1], "/") + "/"
}

// OrganizationPolicy is one policy of an organization.
type OrganizationPolicy struct{ ID, Name, Text string }

// Levels are the policies of one kind, from the organization's root down to the account.
type Levels [][]*OrganizationPolicy

// The two kinds of policy that bind requests, as AWS Organizations filters them.
const (
	ServiceControlPolicies  = "SERVICE_CONTROL_POLICY"
	ResourceControlPolicies = "RESOURCE_CONTROL_POLICY"
)

type organizationOf struct {
	scope Scope
	value Value[Organization]
}

func (b *builder) organizationPolicies() {
	p := &b.snapshot.policies
	p.parents, p.attached, p.organized = map[string]Value[[]string]{}, map[string]Value[[]string]{}, map[string]Value[*OrganizationPolicy]{}
	type one struct{ ID string }
	ids := func(list []one) Value[[]string] {
		var out []string
		for _, x := range list {
			out = append(out, x.ID)
		}
		return Known(out)
	}
	b.each("organization", func(_ string, o *object) {
		type organization struct {
			ID         string
			Management string `json:"MasterAccountId"`
		}
		value := Then(required[organization](o, "Organization"), func(x organization) Value[Organization] {
			return Known(Organization{ID: x.ID, Management: x.Management})
		})
		p.organizations = append(p.organizations, organizationOf{o.scope, value})
	})
	for _, a := range b.none {
		if a.Operation == "organizations:DescribeOrganization" {
			p.organizations = append(p.organizations, organizationOf{a.Scope, Known(Organization{})})
		}
	}
	b.each("parents", func(id string, o *object) { p.parents[id] = Then(required[[]one](o, "Parents"), ids) })
	b.each("attached-policies", func(id string, o *object) { p.attached[id] = Then(required[[]one](o, "Policies"), ids) })
	b.each("organization-policy", func(id string, o *object) {
		type policy struct {
			Summary struct{ Name string } `json:"PolicySummary"`
			Content string
		}
		p.organized[id] = Then(required[policy](o, "Policy"), func(x policy) Value[*OrganizationPolicy] {
			if x.Content == "" {
				return Unknown[*OrganizationPolicy](Missing{MissingOperation, "the text of " + id})
			}
			return Known(&OrganizationPolicy{id, x.Summary.Name, x.Content})
		})
	})
}

// Organization is the place of an account.
func (s *Snapshot) Organization(near Scope) Value[Organization] {
	for _, o := range s.policies.organizations {
		if near.Account == "" || !compatible(global(near), o.scope) {
			continue
		}
		return Then(o.value, func(at Organization) Value[Organization] {
			at.Chain, _ = s.chain(near).Get()
			return Known(at)
		})
	}
	missing, _ := s.Read(global(near), "organizations:DescribeOrganization", "")
	return Unknown[Organization](missing)
}

func global(s Scope) Scope { return Scope{Partition: s.Partition, Account: s.Account} }

// chain climbs from the account to the organization's root, whose id begins
// with r-.
func (s *Snapshot) chain(near Scope) Value[[]string] {
	out := []string{near.Account}
	for at := near.Account; !strings.HasPrefix(at, "r-"); {
		parents, known := s.policies.parents[at]
		if !known {
			missing, _ := s.Read(global(near), "organizations:ListParents", at)
			return Unknown[[]string](missing)
		}
		all, ok := parents.Get()
		if !ok {
			return Unknown[[]string](parents.Why())
		}
		if len(all) != 1 || len(out) > 6 {
			return Unknown[[]string](Missing{MissingOperation, "the parents of " + at})
		}
		at = all[0]
		out = append([]string{at}, out...)
	}
	return Known(out)
}

// OrganizationPolicies are the policies of one kind that bind an account, level
// by level; none for an account in no organization and for the management account
// (Organizations User Guide, orgs_manage_policies_scps).
func (s *Snapshot) OrganizationPolicies(near Scope, filter string) Value[Levels] {
	return Then(s.Organization(near), func(o Organization) Value[Levels] {
		if o.ID == "" || o.Management == near.Account {
			return Known(Levels(nil))
		}
		return Then(s.chain(near), func(chain []string) Value[Levels] { return s.levels(near, chain, filter) })
	})
}

func (s *Snapshot) levels(near Scope, chain []string, filter string) Value[Levels] {
	var out Levels
	for _, target := range chain {
		attached, known := s.policies.attached[target+"/"+filter]
		if !known {
			missing, _ := s.Read(global(near), "organizations:ListPoliciesForTarget", target+"/"+filter)
			return Unknown[Levels](missing)
		}
		ids, ok := attached.Get()
		if !ok {
			return Unknown[Levels](attached.Why())
		}
		level := []*OrganizationPolicy{}
		for _, id := range ids {
			p, known := s.policies.organized[id]
			if !known {
				missing, _ := s.Read(global(near), "organizations:DescribePolicy", id)
				return Unknown[Levels](missing)
			}
			one, ok := p.Get()
			if !ok {
				return Unknown[Levels](p.Why())
			}
			level = append(level, one)
		}
		out = append(out, level)
	}
	return Known(out)
}
