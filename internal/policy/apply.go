package policy

import "strings"

func foldAction(text string) string { return strings.ToLower(text) }

// applies decides whether the statement speaks of the request: all its elements
// must.
func (s statement) applies(r Request) answer {
	out := s.namesPrincipal(r.Principal)
	for _, decide := range []func(Request) answer{s.namesAction, s.namesResource} {
		if out.truth == no {
			return out
		}
		out = out.and(decide(r))
	}
	for _, c := range s.conditions {
		if out.truth == no {
			return out
		}
		out = out.and(c.holds(r))
	}
	return out
}

func (s statement) namesPrincipal(p Principal) answer {
	switch {
	case s.principals == nil:
		return sure(true)
	case s.notPrincipals:
		return s.principals.spare(p).not()
	}
	return s.principals.include(p)
}

func (s statement) namesAction(r Request) answer {
	set := wild(foldAction(r.Action))
	return s.names(r, "Action", s.actions, s.notActions, func(g glob) truth { return g.matchAction(set) })
}

func (s statement) namesResource(r Request) answer {
	if s.resources == nil {
		return sure(true)
	}
	set := wild(r.Resource)
	return s.names(r, "Resource", s.resources, s.notResources, func(g glob) truth { return g.matchARN(set) })
}

func (s statement) names(r Request, key string, list []template, negated bool, match func(glob) truth) answer {
	out := sure(false)
	for _, t := range list {
		out = out.or(t.matched(r, key, negated, match))
		if out.truth == yes {
			break
		}
	}
	if negated {
		return out.not()
	}
	return out
}

// matchAction is match where a service with wildcards, which AWS refuses, is
// left open.
func (g glob) matchAction(set glob) truth {
	got := g.match(set)
	service := g.split(2)
	plain := len(service) == 2 && (!service[0].isSet() || string(service[0]) == string(wild("*")))
	if got == no || plain || len(g) == 1 && g[0] == anyText {
		return got
	}
	return maybe
}
