package inventory

// UserProfile is a person in a domain.
type UserProfile struct {
	Meta
	Domain string          // id
	Groups Value[[]string] // they add to the domain's
	Role   Value[string]   // "" when the domain's is used
	Mounts Value[[]Mount]
}

func decodeUserProfile(o *object, m Meta) *UserProfile {
	settings, _ := nested(o, "UserSettings")
	return &UserProfile{
		Meta:   m,
		Domain: o.text("DomainId"),
		Groups: optional[[]string](settings, "SecurityGroups"),
		Role:   optional[string](settings, "ExecutionRole"),
		Mounts: customMounts(settings),
	}
}

// Network of a profile is its domain's.
func (p *UserProfile) Network() Network { return inherits(KindDomain, Known(p.Domain)) }
