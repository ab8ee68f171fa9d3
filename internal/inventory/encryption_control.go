package inventory

// EncryptionControl watches or enforces encryption in transit within a VPC.
type EncryptionControl struct {
	Meta
	VPC   string
	Mode  string // monitor, enforce
	State string // available, creating, enforce-in-progress, …
	// Exclusions are the kinds of resource that enforcement lets be, by the
	// Exclude… names; one that is not listed is not excluded.
	Exclusions map[string]bool
}

// What enforcement can leave out, as AWS names the members (VPC User Guide,
// vpc-encryption-controls).
const (
	ExcludeInternetGateway   = "InternetGateway"
	ExcludeEgressOnlyGateway = "EgressOnlyInternetGateway"
	ExcludeNATGateway        = "NatGateway"
	ExcludePeering           = "VpcPeering"
	ExcludeVirtualGateway    = "VirtualPrivateGateway"
	ExcludeLattice           = "VpcLattice"
	ExcludeFileSystem        = "ElasticFileSystem"
	ExcludeLambda            = "Lambda"
)

func decodeEncryptionControl(m *members, meta Meta) *EncryptionControl {
	c := &EncryptionControl{Meta: meta, VPC: must[string](m, "VpcId"), Mode: must[string](m, "Mode"), State: must[string](m, "State"), Exclusions: map[string]bool{}}
	if c.Mode != "monitor" && c.Mode != "enforce" {
		m.fail("encryption control mode %q is not known", c.Mode)
	}
	switch c.State {
	case "enforce-in-progress", "monitor-in-progress", "enforce-failed", "monitor-failed", "deleting", "deleted", "available", "creating", "delete-failed":
	default:
		m.fail("encryption control state %q is not known", c.State)
	}
	type exclusion struct{ State string }
	for name, e := range may[map[string]exclusion](m, "ResourceExclusions") {
		switch e.State {
		case "enabled":
			c.Exclusions[name] = true
		case "enabling", "disabling", "disabled":
		default:
			m.fail("exclusion of %s has state %q", name, e.State)
		}
	}
	return c
}

// EncryptionControl is the control of a VPC; nil when it has none.
func (s *Snapshot) EncryptionControl(v *VPC) Value[*EncryptionControl] {
	return Then(s.net.encryption.in(s, s.home(v), v.ID), func(all []*EncryptionControl) Value[*EncryptionControl] {
		for _, c := range all {
			if c.State != "deleted" {
				return Known(c)
			}
		}
		return Known[*EncryptionControl](nil)
	})
}
