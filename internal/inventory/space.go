package inventory

// Space is a storage and its apps in a domain, of one person or shared.
type Space struct {
	Meta
	Domain       string        // id
	Shared       Value[bool]   // shared spaces carry the groups of the domain's space defaults
	RemoteAccess Value[string] // ENABLED, DISABLED or ""
	Mounts       Value[[]Mount]
}

func decodeSpace(o *object, m Meta) *Space {
	settings, _ := nested(o, "SpaceSettings")
	sharing, _ := nested(o, "SpaceSharingSettings")
	return &Space{
		Meta:         m,
		Domain:       o.text("DomainId"),
		Shared:       Then(optional[string](sharing, "SharingType"), func(t string) Value[bool] { return Known(t == "Shared") }),
		RemoteAccess: optional[string](settings, "RemoteAccess"),
		Mounts:       customMounts(settings),
	}
}

// Network of a space is its domain's.
func (s *Space) Network() Network { return inherits(KindDomain, Known(s.Domain)) }
