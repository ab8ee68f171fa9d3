package policy

// ownAccount stands in Decision.Keys where it depends on whose the resource is.
const ownAccount = "account of the resource"

// grant joins identity and resource policy by where the one who asks stands to
// the resource.
func (g Gates) grant(r Request, layers []verdict) verdict {
	byIdentity, byResource := layer(layers, IdentityPolicy), layer(layers, ResourcePolicy)
	across := byIdentity.andAllow(byResource)
	inside := g.inside(r, byIdentity, byResource)
	p := r.Principal
	switch {
	case p.kind == ofService || p.kind == ofNobody || p.kind == ofFederation:
		return byResource
	case p.account != "" && g.Account != "" && p.account != g.Account:
		return across
	case p.account != "" && g.Account != "":
		return inside
	case across.allow.truth != inside.allow.truth || p.kind == ofAnyone && across.allow.truth != byResource.allow.truth:
		return verdict{gate: across.gate, allow: half{side: side{answer: unsure(ownAccount)}}}
	}
	return across
}

// inside is the grant within one account. A resource policy that names only the
// account leaves it to the account's identity policies.
func (g Gates) inside(r Request, byIdentity, byResource verdict) verdict {
	named := g.named(r)
	granted := byIdentity
	if joined := byIdentity.allow.answer.or(named.allow.answer); joined.truth != byIdentity.allow.truth {
		granted.gate, granted.allow = named.gate, named.allow
		granted.allow.answer = joined
	}
	if g.ResourceDecides {
		return granted.andAllow(byResource)
	}
	return granted
}

// named is what the resource policy grants to the one who asks by name.
func (g Gates) named(r Request) verdict {
	r.Principal.direct = true
	return g.Resource.judge(r, ResourcePolicy)
}

// bounding weakens a boundary that does not allow where the resource's policy
// does: it depends on how that names the one who asks (IAM User Guide,
// access_policies_boundaries, "Resource-based policies").
func (v verdict) bounding(named verdict) verdict {
	if v.allow.truth == no && named.allow.truth != no {
		v.allow.answer = unsure("Principal")
	}
	return v
}

// layer finds a gate's verdict; a layer that does not bind the one who asks
// grants nothing.
func layer(layers []verdict, gate Gate) verdict {
	for _, v := range layers {
		if v.gate == gate {
			return v
		}
	}
	return verdict{gate: gate, allow: half{side: side{answer: sure(false)}}}
}
