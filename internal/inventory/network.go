package inventory

import (
	"fmt"
	"net/netip"
	"slices"
)

// network holds the objects that traffic meets, one table a kind.
type network struct {
	vpcs         table[VPC]
	subnets      table[Subnet]
	routeTables  table[RouteTable]
	groups       table[SecurityGroup]
	acls         table[NetworkACL]
	interfaces   table[NetworkInterface]
	internet     table[InternetGateway]
	nats         table[NATGateway]
	egressOnly   table[EgressOnlyGateway]
	endpoints    table[VPCEndpoint]
	services     table[EndpointService]
	prefixLists  table[PrefixList]
	dhcp         table[DHCPOptions]
	zones        table[VPCZones]
	hosted       table[HostedZone]
	records      map[string]Value[[]Record]
	rules        table[ResolverRule]
	associations table[ResolverAssociation]
	resolvers    table[ResolverEndpoint]
	screens      table[DNSFirewallAssociation]
	screenRules  map[string]Value[[]DNSFirewallRule]
	domainLists  map[string]Value[[]string]
	managedLists map[string]bool
	profiles     table[ProfileAssociation]
	profileParts map[string]Value[[]ProfileResource]
	peerings     table[Peering]
	transits     table[TransitGateway]
	attachments  table[TransitAttachment]
	transitTable table[TransitRouteTable]
	firewalls    table[Firewall]
	joined       table[FirewallAssociation]
	policies     table[FirewallPolicy]
	ruleGroups   table[FirewallRuleGroup]
	blockPublic  table[BlockPublicAccess]
	exclusions   table[BlockPublicExclusion]
	flowLogs     table[FlowLog]
	fileSystems  table[FileSystem]
	mountTargets table[MountTarget]
	fsx          table[FSxFileSystem]
	balancers    table[LoadBalancer]
	listeners    table[Listener]
	targetGroups table[TargetGroup]
	virtual      table[VirtualGateway]
	vpns         table[VPNConnection]
	transitPeers table[TransitPeering]
	groupUses    table[GroupAssociation]
	encryption   table[EncryptionControl]

	latticeUses     table[ServiceNetworkAssociation]
	resourceDoors   table[ResourceGateway]
	resourceConfigs table[ResourceConfiguration]
}

// table holds one network kind. An object that was read but cannot be
// understood stays in the table as an unknown, so that nobody takes it for absent.
type table[T any] struct {
	operation string
	byID      map[string][]row[T]
	byVPC     map[string][]row[T]
	all       []row[T]
}

type row[T any] struct {
	scope Scope
	id    string
	value Value[*T]
}

func (t *table[T]) put(scope Scope, id, vpc string, v Value[*T]) {
	r := row[T]{scope, id, v}
	if t.byID == nil {
		t.byID, t.byVPC = map[string][]row[T]{}, map[string][]row[T]{}
	}
	t.byID[id] = append(t.byID[id], r)
	t.byVPC[vpc] = append(t.byVPC[vpc], r)
	t.all = append(t.all, r)
}

// find looks an id up: in the same account and Region first, else wherever it
// is known, since AWS ids are unique and VPCs are shared between accounts.
func (t *table[T]) find(s *Snapshot, near Scope, id string) Value[*T] {
	rows := t.byID[id]
	if i := slices.IndexFunc(rows, func(r row[T]) bool { return compatible(near, r.scope) }); i >= 0 {
		return rows[i].value
	}
	if len(rows) == 1 {
		return rows[0].value
	}
	if len(rows) > 1 {
		return Unknown[*T](Missing{MissingConflict, id + " exists in several accounts"})
	}
	if missing, ok := s.Read(near, t.operation, ""); !ok {
		return Unknown[*T](missing)
	}
	return Unknown[*T](Missing{MissingHop, id + " is referred to and not in what was read"})
}

// in lists the objects of one VPC, sorted by id. One that cannot be understood
// makes the list unknown, and so does one whose VPC cannot be told.
func (t *table[T]) in(s *Snapshot, scope Scope, vpc string) Value[[]*T] {
	if missing, ok := s.Read(scope, t.operation, ""); !ok {
		return Unknown[[]*T](missing)
	}
	own, adrift := t.byVPC[vpc], t.byVPC[""]
	var out []*T
	for _, rows := range [][]row[T]{own, adrift} {
		for i := range rows {
			if !compatible(scope, rows[i].scope) {
				continue
			}
			v, ok := rows[i].value.Get()
			if !ok {
				return Unknown[[]*T](rows[i].value.Why())
			}
			if out == nil {
				out = make([]*T, 0, len(own)+len(adrift))
			}
			out = append(out, v)
		}
	}
	return Known(out)
}

// within lists the objects of an account and Region, sorted by id.
func (t *table[T]) within(s *Snapshot, scope Scope) Value[[]*T] {
	if missing, ok := s.Read(scope, t.operation, ""); !ok {
		return Unknown[[]*T](missing)
	}
	var out []*T
	for _, r := range t.all {
		if !compatible(scope, r.scope) {
			continue
		}
		v, ok := r.value.Get()
		if !ok {
			return Unknown[[]*T](r.value.Why())
		}
		out = append(out, v)
	}
	return Known(out)
}

// members reads the members of one network object and remembers the first that
// cannot be understood.
type members struct {
	o      *object
	defect *Missing
}

func (m *members) fail(format string, args ...any) {
	if m.defect == nil {
		m.defect = &Missing{MissingOperation, fmt.Sprintf(format, args...)}
	}
}

// must reads a member that AWS always returns.
func must[T any](m *members, name string) T {
	return keep(m, required[T](m.o, name))
}

// may reads a member that AWS leaves out when it is unset.
func may[T any](m *members, name string) T {
	return keep(m, optional[T](m.o, name))
}

func keep[T any](m *members, v Value[T]) T {
	out, ok := v.Get()
	if !ok && m.defect == nil {
		why := v.Why()
		m.defect = &why
	}
	return out
}

func (m *members) prefix(text string) netip.Prefix {
	p, err := netip.ParsePrefix(text)
	if err != nil {
		m.fail("%q is not a CIDR block", text)
		return netip.Prefix{}
	}
	return p.Masked()
}

// said is a text within a list of structures that AWS never leaves out.
func (m *members) said(text, what string) string {
	if text == "" {
		m.fail("%s is left out", what)
	}
	return text
}

func (m *members) addr(text string) netip.Addr {
	a, err := netip.ParseAddr(text)
	if err != nil {
		m.fail("%q is not an IP address", text)
	}
	return a
}

// verdict turns what was read into a Value: unknown when anything was not understood.
func verdict[T any](m *members, id string, v *T) Value[*T] {
	if m.defect != nil {
		return Unknown[*T](Missing{m.defect.Kind, id + ": " + m.defect.What})
	}
	return Known(v)
}

// fill decodes every object of a kind into its table.
func fill[T any](b *builder, t *table[T], operation string, kind Kind, vpc string, decode func(m *members, meta Meta) *T, name string, tags tagIndex) {
	t.operation = operation
	b.each(kind, func(id string, o *object) {
		m := &members{o: o}
		v := decode(m, b.meta(kind, id, o, name, "", "", tags))
		in := o.text(vpc)
		t.put(o.scope, id, in, verdict(m, id, v))
	})
}
