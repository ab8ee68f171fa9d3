package inventory

import (
	"slices"
	"strings"
)

// Domain is a SageMaker Studio domain. Its groups stand in several places: the
// domain's defaults, the user profiles and the defaults of shared spaces.
type Domain struct {
	Meta
	AppNetworkAccessType    Value[string] // PublicInternetOnly or VpcOnly
	VPC                     Value[string] // id; "" when it has none
	Subnets                 Value[[]string]
	DefaultUserGroups       Value[[]string]
	DefaultSpaceGroups      Value[[]string]
	DomainGroups            Value[[]string] // of domain-level apps (RStudio)
	HomeEFS                 Value[string]
	AuthMode                Value[string]
	SecurityGroupManagement Value[string] // Service or Customer
	IPAddressType           Value[string]
	KMSKey                  Value[string]
	Role                    Value[string] // of the default user settings
	Canvas                  Value[bool]
	RStudio                 Value[bool]
	Mounts                  Value[[]Mount]        // custom file systems
	Profiles                Value[[]*UserProfile] // all of the domain
	DockerAccess            Value[string]         // ENABLED, DISABLED or ""
}

func decodeDomain(o *object, m Meta) *Domain {
	user := always(o, "DefaultUserSettings")
	space, _ := nested(o, "DefaultSpaceSettings")
	settings, _ := nested(o, "DomainSettings")
	docker, _ := nested(settings, "DockerSettings")
	return &Domain{
		Meta:                    m,
		AppNetworkAccessType:    oneOf(required[string](o, "AppNetworkAccessType"), "AppNetworkAccessType", "PublicInternetOnly", "VpcOnly"),
		VPC:                     optional[string](o, "VpcId"),
		Subnets:                 optional[[]string](o, "SubnetIds"),
		DefaultUserGroups:       optional[[]string](user, "SecurityGroups"),
		DefaultSpaceGroups:      optional[[]string](space, "SecurityGroups"),
		DomainGroups:            optional[[]string](settings, "SecurityGroupIds"),
		HomeEFS:                 optional[string](o, "HomeEfsFileSystemId"),
		AuthMode:                required[string](o, "AuthMode"),
		SecurityGroupManagement: optional[string](o, "AppSecurityGroupManagement"),
		IPAddressType:           oneOf(defaulted(settings, "IpAddressType", DefaultIPAddressType), "IpAddressType", "ipv4", "dualstack"),
		KMSKey:                  optional[string](o, "KmsKeyId"),
		Role:                    optional[string](user, "ExecutionRole"),
		Canvas:                  present(user, "CanvasAppSettings"),
		RStudio:                 present(settings, "RStudioServerProDomainSettings"),
		Mounts:                  bothLists(customMounts(user), customMounts(space)),
		DockerAccess:            optional[string](docker, "EnableDockerAccess"),
	}
}

// present reports whether a structure is set and not empty.
func present(o *object, name string) Value[bool] {
	child, unset := nested(o, name)
	if !child.described {
		return Unknown[bool](child.absent)
	}
	return Known(!unset)
}

// linkDomains gives every domain its profiles and what its apps say of it.
func (b *builder) linkDomains(all []Resource) {
	profiles, canvas, mounts := map[string][]*UserProfile{}, map[string][]Scope{}, map[string][]Mount{}
	for _, r := range all {
		switch r := r.(type) {
		case *UserProfile:
			profiles[r.Domain] = append(profiles[r.Domain], r)
			own, _ := r.Mounts.Get()
			mounts[r.Domain] = append(mounts[r.Domain], own...)
		case *Space:
			own, _ := r.Mounts.Get()
			mounts[r.Domain] = append(mounts[r.Domain], own...)
		case *App:
			if r.Type == "Canvas" {
				canvas[r.Domain] = append(canvas[r.Domain], r.Scope)
			}
		}
	}
	for _, r := range all {
		if d, ok := r.(*Domain); ok {
			d.Profiles = b.profilesOf(d, profiles[d.ID])
			d.Mounts = Then(d.Mounts, func(own []Mount) Value[[]Mount] { return Known(slices.Concat(own, mounts[d.ID])) })
			if slices.ContainsFunc(canvas[d.ID], func(s Scope) bool { return compatible(s, d.Scope) }) {
				d.Canvas = Known(true)
			}
		}
	}
}

func (b *builder) profilesOf(d *Domain, candidates []*UserProfile) Value[[]*UserProfile] {
	if missing, ok := b.snapshot.Read(d.Scope, "sagemaker:ListUserProfiles", ""); !ok {
		return Unknown[[]*UserProfile](missing)
	}
	return Known(slices.DeleteFunc(slices.Clone(candidates), func(p *UserProfile) bool { return !compatible(p.Scope, d.Scope) }))
}

// Network follows the domain's access type: with PublicInternetOnly nothing but
// NFS takes the customer's network, with VpcOnly everything does.
func (d *Domain) Network() Network {
	sets := d.groupSets()
	out := Network{
		Mode:       Then(d.AppNetworkAccessType, domainMode),
		Isolated:   Known(false),
		Placements: Then(sets, d.placements),
		Dualstack:  Then(d.IPAddressType, func(t string) Value[bool] { return Known(t == "dualstack") }),
		Conditions: map[Condition]Value[bool]{WhenCanvas: d.Canvas, WhenRStudio: d.RStudio},
	}
	mountsOf(&out, d.Mounts)
	if home, _ := d.HomeEFS.Get(); home != "" {
		out.FileSystems = slices.Insert(out.FileSystems, 0, home)
	}
	if have, ok := sets.Get(); ok && len(have) == 0 && Is(d.AppNetworkAccessType, "VpcOnly") {
		out.Invalid = "VpcOnly needs a security group on the domain, its spaces or a user profile, and none has one"
	}
	return out
}

func domainMode(access string) Value[Mode] {
	if access == "VpcOnly" {
		return Known(ModeVPC)
	}
	return Known(ModeFiles)
}

// groupSets are the sets of groups that an app of the domain can carry: those
// of private spaces, profile by profile, and those of shared spaces.
func (d *Domain) groupSets() Value[[][]string] {
	return Then(d.DefaultUserGroups, func(user []string) Value[[][]string] {
		return Then(d.DefaultSpaceGroups, func(space []string) Value[[][]string] {
			return Then(d.Profiles, func(profiles []*UserProfile) Value[[][]string] { return setsOf(user, space, profiles) })
		})
	})
}

func setsOf(user, space []string, profiles []*UserProfile) Value[[][]string] {
	sets := [][]string{space}
	if len(profiles) == 0 {
		sets = append(sets, user)
	}
	for _, p := range profiles {
		groups, ok := p.Groups.Get()
		if !ok {
			return Unknown[[][]string](p.Groups.Why())
		}
		// A profile's groups add to the domain's; its other settings override them.
		sets = append(sets, slices.Concat(user, groups))
	}
	for i, s := range sets {
		sets[i] = once(s)
	}
	slices.SortFunc(sets, slices.Compare)
	sets = slices.CompactFunc(sets, slices.Equal)
	return Known(slices.DeleteFunc(sets, func(s []string) bool { return len(s) == 0 }))
}

// placements are all subnets with all sets. Without any group SageMaker's own
// for NFS is the only one.
func (d *Domain) placements(sets [][]string) Value[[]Placement] {
	if len(sets) == 0 {
		sets = [][]string{nil}
	}
	return Then(d.Subnets, func(subnets []string) Value[[]Placement] {
		var out []Placement
		if len(subnets) == 0 && !Is(d.AppNetworkAccessType, "PublicInternetOnly") {
			return Unknown[[]Placement](Missing{MissingOperation, "sagemaker:DescribeDomain answered without SubnetIds"})
		}
		for _, s := range sets {
			out = append(out, place(subnets, s, "security-group-for-outbound-nfs-"+strings.ToLower(d.ID))...)
		}
		return Known(out)
	})
}
