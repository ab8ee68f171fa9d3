package reach

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/policy"
)

func firstSaid(all []said, o Outcome) said {
	for _, one := range all {
		if !one.line && one.outcome() == o {
			return one
		}
	}
	return said{}
}

// rule names the statement that decides.
func (s said) rule() string {
	switch {
	case s.Statement == 0:
		return ""
	case s.Sid == "":
		return fmt.Sprintf("statement %d", s.Statement)
	}
	return fmt.Sprintf("statement %d (%s)", s.Statement, s.Sid)
}

// subject is the request in words.
func (s said) subject() string {
	if s.what == "" {
		return s.Action
	}
	return s.what + " (" + s.Action + ")"
}

// verdict in words: whose statement does what.
func (s said) because(owner string) string {
	switch {
	case s.Statement > 0 && s.Outcome == policy.DeniedExplicitly:
		return s.rule() + " of the policy of " + owner + " denies it"
	case s.outcome() == Fails:
		return "no statement of the policy of " + owner + " allows it"
	case s.Statement > 0:
		return s.rule() + " of the policy of " + owner
	}
	return "the policy of " + owner
}

// lacking is what would settle an undecided request.
func (g *Engine) lacking(v *inventory.VPCEndpoint, a asker, s said) inventory.Missing {
	for _, key := range s.Keys {
		if strings.EqualFold(key, "aws:PrincipalOrgID") || strings.EqualFold(key, "aws:PrincipalOrgPaths") || strings.EqualFold(key, "aws:ResourceOrgID") {
			if missing := g.withoutOrganization(a); missing != nil {
				return inventory.Missing{Kind: missing.Kind, What: key + ", on which " + s.because(v.ID) + " depends: " + missing.What}
			}
		}
	}
	keys := strings.Join(s.Keys, ", ")
	keys = strings.NewReplacer("Resource", "what exactly is asked for", "Principal", "who exactly asks").Replace(keys)
	return inventory.Missing{Kind: inventory.MissingHop, What: fmt.Sprintf("%s: %s depends on %s", s.subject(), s.because(v.ID), keys)}
}

// withoutOrganization is why the account's place in AWS Organizations is not known.
func (g *Engine) withoutOrganization(a asker) *inventory.Missing {
	o := g.snapshot.Organization(a.scope())
	if at, ok := o.Get(); ok && (at.ID == "" || at.Chain != nil) {
		return nil
	}
	missing := o.Why()
	if o.Known() {
		missing, _ = g.snapshot.Read(inventory.Scope{Partition: a.partition, Account: a.account}, "organizations:ListParents", a.account)
	}
	return &missing
}

// refusals tell what the policy refuses and, where that is not all, what it allows.
func refusals(all []said, v *inventory.VPCEndpoint) string {
	var refused, allowed []string
	for _, one := range all {
		switch {
		case one.line:
		case one.outcome() == Fails:
			refused = append(refused, one.subject()+": "+one.because(v.ID))
		case one.outcome() == Passes:
			allowed = append(allowed, one.subject())
		}
	}
	why := strings.Join(once(refused), "; ")
	if len(allowed) > 0 {
		why += "; allowed: " + strings.Join(once(allowed), ", ")
	}
	return why
}

// allowing are the repairs of what no statement allows; a statement that denies
// was written on purpose.
func allowing(all []said, v *inventory.VPCEndpoint) []Repair {
	var out []Repair
	for _, one := range all {
		if one.line || one.outcome() != Fails || one.Outcome == policy.DeniedExplicitly {
			continue
		}
		r := Repair{Object: v.ID, Text: fmt.Sprintf("policy of %s: allow %s on %s", v.ID, strings.Join(one.actions, ", "), cmp.Or(one.resource, "*"))}
		if !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// note tells of something that matters to some: it is no part of the verdict.
func (p *Proof) note(s said, v *inventory.VPCEndpoint) {
	switch s.outcome() {
	case Fails:
		p.Notes = append(p.Notes, s.what+" are denied: "+s.because(v.ID))
	case Unclear:
		p.Notes = append(p.Notes, s.what+" may be denied: "+s.because(v.ID)+" depends on "+strings.Join(s.Keys, ", "))
	}
}
