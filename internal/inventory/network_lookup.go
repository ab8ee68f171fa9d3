package inventory

import (
	"net/netip"
	"slices"
	"strings"
)

// The lookups below answer with a Value: unknown says which operation, account
// or object is missing. near is where the reference was read.

func (s *Snapshot) VPC(near Scope, id string) Value[*VPC] { return s.net.vpcs.find(s, near, id) }

func (s *Snapshot) Subnet(near Scope, id string) Value[*Subnet] {
	return s.net.subnets.find(s, near, id)
}

func (s *Snapshot) SecurityGroup(near Scope, id string) Value[*SecurityGroup] {
	return s.net.groups.find(s, near, id)
}

func (s *Snapshot) NetworkInterface(near Scope, id string) Value[*NetworkInterface] {
	return s.net.interfaces.find(s, near, id)
}

func (s *Snapshot) NATGateway(near Scope, id string) Value[*NATGateway] {
	return s.net.nats.find(s, near, id)
}

func (s *Snapshot) InternetGateway(near Scope, id string) Value[*InternetGateway] {
	return s.net.internet.find(s, near, id)
}

func (s *Snapshot) EgressOnlyGateway(near Scope, id string) Value[*EgressOnlyGateway] {
	return s.net.egressOnly.find(s, near, id)
}

func (s *Snapshot) VPCEndpoint(near Scope, id string) Value[*VPCEndpoint] {
	return s.net.endpoints.find(s, near, id)
}

func (s *Snapshot) PrefixList(near Scope, id string) Value[*PrefixList] {
	return s.net.prefixLists.find(s, near, id)
}

func (s *Snapshot) DHCPOptions(near Scope, id string) Value[*DHCPOptions] {
	return s.net.dhcp.find(s, near, id)
}

func (s *Snapshot) Peering(near Scope, id string) Value[*Peering] {
	return s.net.peerings.find(s, near, id)
}

// Peerings are the peering connections of a VPC that were read and understood.
func (s *Snapshot) Peerings(v *VPC) []*Peering {
	var out []*Peering
	for _, r := range s.net.peerings.all {
		if p, ok := r.value.Get(); ok && (p.Requester.VPC == v.ID || p.Accepter.VPC == v.ID) {
			out = append(out, p)
		}
	}
	return out
}

func (s *Snapshot) TransitRouteTable(near Scope, id string) Value[*TransitRouteTable] {
	return s.net.transitTable.find(s, near, id)
}

// AttachmentOf is a VPC's attachment to a transit gateway; nil when it has none.
func (s *Snapshot) AttachmentOf(v *VPC, gateway string) Value[*TransitAttachment] {
	return Then(s.net.attachments.in(s, s.home(v), v.ID), func(all []*TransitAttachment) Value[*TransitAttachment] {
		for _, a := range all {
			switch {
			case a.Gateway != gateway || a.State == "deleted":
			case a.VPC == v.ID:
				return Known(a)
			case a.VPC == "" && a.Kind == "vpc" && (a.Resource == "" || a.Resource == v.ID):
				return Unknown[*TransitAttachment](Missing{MissingOperation, "ec2:DescribeTransitGatewayVpcAttachments of " + a.ID})
			}
		}
		return Known[*TransitAttachment](nil)
	})
}

// TransitBlocks are the destinations of all routes of all transit gateway route
// tables, those of prefix lists too.
func (s *Snapshot) TransitBlocks() []netip.Prefix {
	var out []netip.Prefix
	for _, r := range s.net.transitTable.all {
		t, ok := r.value.Get()
		if !ok {
			continue
		}
		routes, _ := t.Routes.Get()
		for _, route := range routes {
			out = append(out, route.Destination)
			if route.PrefixList == "" {
				continue
			}
			if list, ok := s.PrefixList(t.Scope, route.PrefixList).Get(); ok {
				blocks, _ := list.Prefixes.Get()
				out = append(out, blocks...)
			}
		}
	}
	return out
}

// Joined are the ids of VPCs that a peering connection or a transit gateway may
// join to a VPC.
func (s *Snapshot) Joined(v *VPC) []string {
	var out []string
	for _, r := range s.net.peerings.all {
		if p, ok := r.value.Get(); ok && (p.Requester.VPC == v.ID || p.Accepter.VPC == v.ID) {
			out = append(out, p.Requester.VPC, p.Accepter.VPC)
		}
	}
	gateways := map[string]bool{}
	for _, r := range s.net.attachments.byVPC[v.ID] {
		if a, ok := r.value.Get(); ok {
			gateways[a.Gateway] = true
		}
	}
	s.peered(gateways)
	for _, r := range s.net.attachments.all {
		if a, ok := r.value.Get(); ok && gateways[a.Gateway] && a.VPC != "" {
			out = append(out, a.VPC)
		}
	}
	return out
}

func (s *Snapshot) FSxFileSystem(near Scope, id string) Value[*FSxFileSystem] {
	return s.net.fsx.find(s, near, id)
}

// EndpointServices are the services that endpoints can be made for in a VPC's Region.
func (s *Snapshot) EndpointServices(v *VPC) Value[[]*EndpointService] {
	return s.net.services.within(s, s.home(v))
}

// VPCs are all that were read and understood, sorted by id.
func (s *Snapshot) VPCs() []*VPC {
	var out []*VPC
	for _, r := range s.net.vpcs.all {
		if v, ok := r.value.Get(); ok {
			out = append(out, v)
		}
	}
	return out
}

// Interfaces are all network interfaces that were read and understood.
func (s *Snapshot) Interfaces() []*NetworkInterface {
	var out []*NetworkInterface
	for _, r := range s.net.interfaces.all {
		if v, ok := r.value.Get(); ok {
			out = append(out, v)
		}
	}
	return out
}

// home is the scope whose answers list what stands in a VPC. A participant of a
// shared VPC cannot list the owner's endpoints and gateways (PrivateLink guide,
// create-interface-endpoint), so the owner's account decides.
func (s *Snapshot) home(v *VPC) Scope {
	scope := v.Scope
	if v.Owner != "" && v.Owner != scope.Account && s.ownsAnything(scope.Account) {
		scope.Account = v.Owner
	}
	return scope
}

// ownsAnything tells an account that was asked from a mere folder name: the
// ARNs of what was read there name it.
func (s *Snapshot) ownsAnything(account string) bool {
	return slices.ContainsFunc(s.resources, func(r Resource) bool {
		arn, ok := ParseARN(r.Head().ARN)
		return ok && arn.Account == account
	})
}

func (s *Snapshot) RouteTables(v *VPC) Value[[]*RouteTable] {
	return s.net.routeTables.in(s, s.home(v), v.ID)
}

func (s *Snapshot) NetworkACLs(v *VPC) Value[[]*NetworkACL] {
	return s.net.acls.in(s, s.home(v), v.ID)
}

// ReadSubnets are those of a VPC's subnets that could be read, be they all or not.
func (s *Snapshot) ReadSubnets(v *VPC) []*Subnet {
	var out []*Subnet
	for _, r := range s.net.subnets.byVPC[v.ID] {
		if subnet, ok := r.value.Get(); ok {
			out = append(out, subnet)
		}
	}
	return out
}

func (s *Snapshot) Subnets(v *VPC) Value[[]*Subnet] { return s.net.subnets.in(s, s.home(v), v.ID) }

func (s *Snapshot) SecurityGroups(v *VPC) Value[[]*SecurityGroup] {
	return s.net.groups.in(s, s.home(v), v.ID)
}

func (s *Snapshot) VPCEndpoints(v *VPC) Value[[]*VPCEndpoint] {
	return s.net.endpoints.in(s, s.home(v), v.ID)
}

func (s *Snapshot) NATGateways(v *VPC) Value[[]*NATGateway] { return s.net.nats.in(s, s.home(v), v.ID) }

func (s *Snapshot) NetworkInterfaces(v *VPC) Value[[]*NetworkInterface] {
	return s.net.interfaces.in(s, s.home(v), v.ID)
}

func (s *Snapshot) InternetGateways(v *VPC) Value[[]*InternetGateway] {
	return s.net.internet.within(s, s.home(v))
}

// PrefixLists are the lists of a VPC's account and Region. Either of two
// operations names AWS's own.
func (s *Snapshot) PrefixLists(v *VPC) Value[[]*PrefixList] {
	scope, t := s.home(v), s.net.prefixLists
	if _, ok := s.Read(scope, "ec2:DescribePrefixLists", ""); ok {
		t.operation = "ec2:DescribePrefixLists"
	}
	return t.within(s, scope)
}

// BlockPublicAccess is the switch of a VPC's account and Region.
func (s *Snapshot) BlockPublicAccess(v *VPC) Value[*BlockPublicAccess] {
	return Then(s.net.blockPublic.within(s, s.home(v)), func(all []*BlockPublicAccess) Value[*BlockPublicAccess] {
		if len(all) != 1 {
			return Unknown[*BlockPublicAccess](Missing{MissingOperation, "ec2:DescribeVpcBlockPublicAccessOptions"})
		}
		return Known(all[0])
	})
}

func (s *Snapshot) BlockPublicExclusions(v *VPC) Value[[]*BlockPublicExclusion] {
	return s.net.exclusions.within(s, s.home(v))
}

// MountTargets are the targets of an EFS file system.
func (s *Snapshot) MountTargets(near Scope, fileSystem string) Value[[]*MountTarget] {
	if missing, ok := s.Read(near, s.net.mountTargets.operation, fileSystem); !ok && !s.holdsTargets(fileSystem) {
		return Unknown[[]*MountTarget](missing)
	}
	var out []*MountTarget
	for _, r := range s.net.mountTargets.all {
		v, ok := r.value.Get()
		if !ok {
			return Unknown[[]*MountTarget](r.value.Why())
		}
		if v.FileSystem == fileSystem && compatible(near, r.scope) {
			out = append(out, v)
		}
	}
	return Known(out)
}

// holdsTargets serves answers whose file name does not say what was asked: a
// target in the answer names its file system.
func (s *Snapshot) holdsTargets(fileSystem string) bool {
	return slices.ContainsFunc(s.net.mountTargets.all, func(r row[MountTarget]) bool {
		v, ok := r.value.Get()
		return ok && v.FileSystem == fileSystem
	})
}

// MountAddresses are the addresses of all mount targets near a scope.
func (s *Snapshot) MountAddresses(near Scope) []netip.Addr {
	var out []netip.Addr
	for _, r := range s.net.mountTargets.all {
		if v, ok := r.value.Get(); ok && compatible(near, r.scope) {
			out = append(out, v.Address)
		}
	}
	return out
}

// FSxFileSystems are the FSx file systems of a VPC.
func (s *Snapshot) FSxFileSystems(v *VPC) Value[[]*FSxFileSystem] {
	return s.net.fsx.in(s, s.home(v), v.ID)
}

// PrivateZones are the private hosted zones that answer in a VPC.
func (s *Snapshot) PrivateZones(v *VPC) Value[[]DNSDomain] {
	home := s.home(v)
	global := Scope{Partition: home.Partition, Account: home.Account}
	if asked := s.net.zones.byID[v.ID]; len(asked) > 0 {
		return Then(asked[0].value, func(z *VPCZones) Value[[]DNSDomain] { return Known(z.Domains) })
	}
	missing, ok := s.Read(global, "route53:ListHostedZones", "")
	if !ok {
		if s.Asked(home, "route53:ListHostedZonesByVPC", v.ID) {
			missing, _ = s.Read(home, "route53:ListHostedZonesByVPC", v.ID)
		}
		return Unknown[[]DNSDomain](missing)
	}
	return s.listedZones(v.ID)
}

// listedZones joins an account's list of zones with the VPCs of each.
func (s *Snapshot) listedZones(vpc string) Value[[]DNSDomain] {
	domains := []DNSDomain{}
	for _, r := range s.net.hosted.all {
		z, ok := r.value.Get()
		if !ok {
			return Unknown[[]DNSDomain](r.value.Why())
		}
		if !z.Private {
			continue
		}
		vpcs, ok := z.VPCs.Get()
		if !ok {
			return Unknown[[]DNSDomain](z.VPCs.Why())
		}
		if slices.Contains(vpcs, vpc) {
			domains = append(domains, DNSDomain{strings.TrimPrefix(z.ID, "/hostedzone/"), z.Domain})
		}
	}
	return Known(domains)
}

// WithinDomain reports whether a host name lies in a domain; "" is the root.
func WithinDomain(host, domain string) bool {
	return domain == "" || host == domain || strings.HasSuffix(host, "."+domain)
}
