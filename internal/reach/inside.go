package reach

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// inside finds the interfaces that an in-VPC dependency stands for.
func (g *Engine) inside(s seat, r inventory.Resource, n inventory.Network, service inventory.Service) inside {
	if !service.Inside {
		return inside{}
	}
	out := inside{applies: true}
	switch service.ID {
	case "efs":
		out.found = g.mountTargets(s, r, n)
	case "fsx":
		out.found = g.lustre(s, r, n)
	default:
		out.found = inventory.Known([]destination{s.peer(service)})
	}
	if encrypted, _ := n.Conditions[inventory.WhenTrafficEncryption].Get(); encrypted && service.ID == "peers" {
		// AWS developer guide, train-encrypt: ESP and UDP 500 both ways.
		out.beside = []span{{flow: flow{inventory.ESP, 0}}, {flow: flow{inventory.UDP, 500}}}
	}
	all, _ := out.found.Get()
	var key []string
	for _, d := range all {
		key = append(key, d.id, d.subnet, fmt.Sprint(d.groups), fmt.Sprint(d.set.Prefixes()))
	}
	key = append(key, fmt.Sprint(out.beside))
	out.key = strings.Join(append(key, out.found.Why().What), "\x00")
	return out
}

// peer is another instance of the same job: AWS puts all of them into one
// subnet, with the same groups.
func (s seat) peer(service inventory.Service) destination {
	c := s.class
	return destination{id: c.subnet.ID, kind: "peer", label: service.Label, subnet: c.subnet.ID, groups: c.groups, blamed: c.blamed, set: s.env.usableOf(c.subnet)}
}

// mountTargets are those in the client's own zone, where there are any: the
// name of a file system resolves to that of the zone (EFS User Guide,
// mounting-fs-mount-cmd-dns-name).
func (g *Engine) mountTargets(s seat, r inventory.Resource, n inventory.Network) inventory.Value[[]destination] {
	var all []destination
	for _, id := range n.FileSystems {
		// The ids of EFS and FSx file systems look alike.
		if g.snapshot.FSxFileSystem(r.Head().Scope, id).Known() {
			continue
		}
		targets, ok := g.snapshot.MountTargets(r.Head().Scope, id).Get()
		if !ok {
			return inventory.Unknown[[]destination](g.snapshot.MountTargets(r.Head().Scope, id).Why())
		}
		found, missing := s.nearest(targets)
		if missing != nil {
			return inventory.Unknown[[]destination](*missing)
		}
		all = append(all, found...)
	}
	if len(all) == 0 {
		return inventory.Unknown[[]destination](inventory.Missing{Kind: inventory.MissingHop, What: "mount targets of the file system of " + r.Head().Name})
	}
	return inventory.Known(all)
}

func (s seat) nearest(targets []*inventory.MountTarget) ([]destination, *inventory.Missing) {
	var near, far []destination
	for _, t := range targets {
		if t.State == "deleted" {
			continue
		}
		d, missing := s.interfaceOf(t.Interface, t.ID, "mount-target", "EFS "+t.FileSystem)
		if missing != nil {
			return nil, missing
		}
		if d.subnet != t.Subnet {
			return nil, &inventory.Missing{Kind: inventory.MissingConflict, What: "whether " + t.ID + " stands in " + t.Subnet + " or, as its interface, in " + d.subnet}
		}
		in := inventory.Then(s.env.subnet(t.Subnet), func(at *inventory.Subnet) inventory.Value[bool] {
			return zoneOf(at).same(zoneOf(s.class.subnet))
		})
		switch {
		case !in.Known():
			why := in.Why()
			return nil, &why
		case inventory.Is(in, true):
			near = append(near, d)
		default:
			far = append(far, d)
		}
	}
	if len(near) > 0 {
		return near, nil
	}
	return far, nil
}

// interfaceOf makes a destination of a network interface.
func (s seat) interfaceOf(id, object, kind, label string) (destination, *inventory.Missing) {
	n, ok := s.env.snapshot.NetworkInterface(s.env.vpc.Scope, id).Get()
	if !ok {
		why := s.env.snapshot.NetworkInterface(s.env.vpc.Scope, id).Why()
		return destination{}, &why
	}
	d := destination{id: object, kind: kind, label: label, env: s.env.vpcs[n.VPC], subnet: n.Subnet, groups: once(n.Groups)}
	if d.env == nil {
		d.env = s.env.abroad(&inventory.VPC{Meta: inventory.Meta{Key: inventory.Key{ID: n.VPC}}})
	}
	i := slices.IndexFunc(n.Addresses, func(a netip.Addr) bool { return a.Is4() })
	if i >= 0 {
		d.set, ok = s.env.single(n.Addresses[i])
	}
	if i < 0 || !ok {
		return destination{}, &inventory.Missing{Kind: inventory.MissingHop, What: "the address of " + id + " in " + s.env.vpc.ID}
	}
	return d, nil
}

// lustre are the interfaces of the FSx file systems a resource mounts.
func (g *Engine) lustre(s seat, r inventory.Resource, n inventory.Network) inventory.Value[[]destination] {
	var all []destination
	for _, id := range n.FileSystems {
		f, ok := g.snapshot.FSxFileSystem(r.Head().Scope, id).Get()
		if !ok {
			continue
		}
		for _, eni := range f.Interfaces {
			d, missing := s.interfaceOf(eni, f.ID, "file-system", "FSx "+f.ID)
			if missing != nil {
				return inventory.Unknown[[]destination](*missing)
			}
			all = append(all, d)
		}
	}
	if len(all) == 0 {
		return inventory.Unknown[[]destination](inventory.Missing{Kind: inventory.MissingHop, What: "interfaces of the FSx file system of " + r.Head().Name})
	}
	return inventory.Known(all)
}
