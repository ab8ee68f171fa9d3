package inventory

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Editable is a network object that an edit of a snapshot can put or take: *VPC,
// *RouteTable, *SecurityGroup, *NetworkACL, *NetworkInterface, *NATGateway,
// *VPCEndpoint, *DHCPOptions.
type Editable interface{ Head() *Meta }

// With is the snapshot with each object in the place of the one of its scope and
// id, or added where there is none. The receiver does not change, and both share
// every object that was not put. An object handed over must not be changed
// afterwards. A kind that cannot be edited is an error, and so is one that
// stands as unknown: what was not understood is not overwritten.
func (s *Snapshot) With(objects ...Editable) (*Snapshot, error) { return s.edited(objects, false) }

// Without is the snapshot without the objects; one that is not there is an error.
func (s *Snapshot) Without(objects ...Editable) (*Snapshot, error) { return s.edited(objects, true) }

func (s *Snapshot) edited(objects []Editable, gone bool) (*Snapshot, error) {
	out := *s
	for _, o := range objects {
		if err := out.net.edit(o, gone); err != nil {
			return nil, fmt.Errorf("edit the snapshot: %w", err)
		}
	}
	return &out, nil
}

func (n *network) edit(o Editable, gone bool) error {
	switch o := o.(type) {
	case *VPC:
		return n.vpcs.edit(o, &o.Meta, o.ID, gone)
	case *RouteTable:
		return n.routeTables.edit(o, &o.Meta, o.VPC, gone)
	case *SecurityGroup:
		return n.groups.edit(o, &o.Meta, o.VPC, gone)
	case *NetworkACL:
		return n.acls.edit(o, &o.Meta, o.VPC, gone)
	case *NetworkInterface:
		return n.interfaces.edit(o, &o.Meta, o.VPC, gone)
	case *NATGateway:
		return n.nats.edit(o, &o.Meta, o.VPC, gone)
	case *VPCEndpoint:
		return n.endpoints.edit(o, &o.Meta, o.VPC, gone)
	case *DHCPOptions:
		return n.dhcp.edit(o, &o.Meta, "", gone)
	}
	return fmt.Errorf("%T cannot be edited", o)
}

// edit puts or takes one row. The table is this snapshot's own copy, but its
// maps and slices are still shared: they are replaced, never written.
func (t *table[T]) edit(v *T, m *Meta, vpc string, gone bool) error {
	same := func(r row[T]) bool { return r.id == m.ID && r.scope == m.Scope }
	i := slices.IndexFunc(t.all, same)
	if gone && i < 0 {
		return fmt.Errorf("%s is not there", m.ID)
	}
	if i >= 0 && !t.all[i].value.Known() {
		return fmt.Errorf("%s was not understood", m.ID)
	}
	if i >= 0 {
		vpc = t.filedUnder(t.all[i], vpc)
	}
	put := row[T]{m.Scope, m.ID, Known(v)}
	t.all = replaced(t.all, put, same, gone)
	t.byID, t.byVPC = shared(t.byID), shared(t.byVPC)
	t.byID[m.ID] = replaced(t.byID[m.ID], put, same, gone)
	t.byVPC[vpc] = replaced(t.byVPC[vpc], put, same, gone)
	return nil
}

// filedUnder is the VPC under which a row stands; a participant's answer about a
// shared VPC may have filed it elsewhere than the object says.
func (t *table[T]) filedUnder(old row[T], vpc string) string {
	holds := func(rows []row[T]) bool {
		return slices.ContainsFunc(rows, func(r row[T]) bool { return r.id == old.id && r.scope == old.scope })
	}
	if holds(t.byVPC[vpc]) {
		return vpc
	}
	for _, key := range slices.Sorted(maps.Keys(t.byVPC)) {
		if holds(t.byVPC[key]) {
			return key
		}
	}
	return vpc
}

func shared[T any](m map[string][]row[T]) map[string][]row[T] {
	if m == nil {
		return map[string][]row[T]{}
	}
	return maps.Clone(m)
}

// replaced is a copy of sorted rows with one put into its place, or taken out.
func replaced[T any](rows []row[T], put row[T], same func(row[T]) bool, gone bool) []row[T] {
	out := slices.Clone(rows)
	i := slices.IndexFunc(out, same)
	switch {
	case gone && i < 0:
		return out
	case gone:
		return slices.Delete(out, i, i+1)
	case i >= 0:
		out[i] = put
		return out
	}
	i = slices.IndexFunc(out, func(r row[T]) bool { return cmp.Or(cmp.Compare(r.id, put.id), r.scope.compare(put.scope)) > 0 })
	if i < 0 {
		i = len(out)
	}
	return slices.Insert(out, i, put)
}

// NewID is an id that AWS cannot give, for an object that does not exist yet:
// NewID("vpce") is vpce-new-1, or the first number that is free. AWS's own ids
// are hexadecimal after the dash.
func (s *Snapshot) NewID(prefix string) string {
	for n := 1; ; n++ {
		id := fmt.Sprintf("%s-new-%d", prefix, n)
		if !s.holds(id) {
			return id
		}
	}
}

// IsNewID reports whether an id was made by NewID.
func IsNewID(id string) bool {
	_, number, ok := strings.Cut(id, "-new-")
	return ok && number != "" && strings.Trim(number, "0123456789") == ""
}

func (s *Snapshot) holds(id string) bool {
	n := &s.net
	return len(n.endpoints.byID[id])+len(n.interfaces.byID[id])+len(n.groups.byID[id])+len(n.nats.byID[id])+len(n.dhcp.byID[id])+
		len(n.routeTables.byID[id])+len(n.acls.byID[id]) > 0
}

// Changed are the keys of the network objects that are not the very same, by
// pointer, in the two snapshots: put, taken or replaced. Sorted. Snapshots that
// no edit joins share nothing, so all of their objects are changed.
func (s *Snapshot) Changed(old *Snapshot) []Key {
	n, o := &s.net, &old.net
	out := slices.Concat(
		changed(n.vpcs, o.vpcs, KindVPC), changed(n.subnets, o.subnets, KindSubnet), changed(n.routeTables, o.routeTables, KindRouteTable),
		changed(n.groups, o.groups, KindSecurityGroup), changed(n.acls, o.acls, KindNetworkACL),
		changed(n.interfaces, o.interfaces, KindNetworkInterface), changed(n.internet, o.internet, KindInternetGateway),
		changed(n.nats, o.nats, KindNATGateway), changed(n.egressOnly, o.egressOnly, KindEgressOnlyGateway),
		changed(n.endpoints, o.endpoints, KindVPCEndpoint), changed(n.services, o.services, KindEndpointService),
		changed(n.prefixLists, o.prefixLists, KindPrefixList), changed(n.dhcp, o.dhcp, KindDHCPOptions),
		changed(n.hosted, o.hosted, KindHostedZone), changed(n.rules, o.rules, KindResolverRule),
		changed(n.peerings, o.peerings, KindPeering), changed(n.transits, o.transits, KindTransitGateway),
		changed(n.attachments, o.attachments, KindTransitAttachment), changed(n.transitTable, o.transitTable, KindTransitRouteTable),
		changed(n.firewalls, o.firewalls, KindFirewall), changed(n.blockPublic, o.blockPublic, KindBlockPublicAccess),
		changed(n.exclusions, o.exclusions, KindBlockPublicExclude), changed(n.flowLogs, o.flowLogs, KindFlowLog),
		changed(n.fileSystems, o.fileSystems, KindFileSystem), changed(n.mountTargets, o.mountTargets, KindMountTarget),
		changed(n.fsx, o.fsx, KindFSxFileSystem), changed(n.balancers, o.balancers, KindLoadBalancer),
	)
	slices.SortFunc(out, Key.Compare)
	return slices.Compact(out)
}

func changed[T any](a, b table[T], kind Kind) []Key {
	if len(a.all) == len(b.all) && (len(a.all) == 0 || &a.all[0] == &b.all[0]) {
		return nil // the very same rows: no edit touched the kind
	}
	seen := map[Key]*T{}
	for _, r := range a.all {
		v, _ := r.value.Get()
		seen[Key{r.scope, kind, r.id}] = v
	}
	var out []Key
	for _, r := range b.all {
		key := Key{r.scope, kind, r.id}
		v, _ := r.value.Get()
		if now, ok := seen[key]; !ok || now != v || v == nil {
			out = append(out, key)
		}
		delete(seen, key)
	}
	for key := range seen {
		out = append(out, key)
	}
	return out
}
