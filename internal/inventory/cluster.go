package inventory

import "slices"

// Cluster is a HyperPod cluster. It cannot be isolated.
type Cluster struct {
	Meta
	JobNetwork // of groups that do not override it
	Groups     Value[[]InstanceGroup]
	EKS        Value[bool]
	Recovery   Value[string] // Automatic, None or ""
}

// InstanceGroup is a group of equal nodes.
type InstanceGroup struct {
	Name       string
	Restricted bool
	Override   Value[VPCConfig] // empty: the cluster's
	Instances  Value[int]
	Mounts     Value[[]Mount]
}

func decodeCluster(o *object, m Meta) *Cluster {
	orchestrator, _ := nested(o, "Orchestrator")
	restricted := func(g *object) InstanceGroup {
		group := decodeInstanceGroup(g)
		group.Restricted = true
		return group
	}
	return &Cluster{
		Meta:       m,
		JobNetwork: vpcOnly(o),
		Groups:     bothLists(decodeList(o, "InstanceGroups", decodeInstanceGroup), decodeList(o, "RestrictedInstanceGroups", restricted)),
		EKS:        present(orchestrator, "Eks"),
		Recovery:   optional[string](o, "NodeRecovery"),
	}
}

func decodeInstanceGroup(o *object) InstanceGroup {
	return InstanceGroup{
		Name:      o.text("InstanceGroupName"),
		Override:  optional[VPCConfig](o, "OverrideVpcConfig"),
		Instances: instancesOfGroup(o),
		Mounts:    groupMounts(o),
	}
}

// instancesOfGroup is what a group shall have; a group that is not there yet counts too.
func instancesOfGroup(o *object) Value[int] {
	if _, ok := o.member("TargetCount"); ok {
		return required[int](o, "TargetCount")
	}
	return required[int](o, "CurrentCount")
}

func groupMounts(o *object) Value[[]Mount] {
	type system struct{ DNSName string }
	type storage struct {
		FsxLustreConfig, FsxOpenZfsConfig system
	}
	return Then(optional[[]storage](o, "InstanceStorageConfigs"), func(all []storage) Value[[]Mount] {
		var out []Mount
		for _, s := range all {
			for _, host := range []string{s.FsxLustreConfig.DNSName, s.FsxOpenZfsConfig.DNSName} {
				if host != "" {
					out = append(out, Mount{fileSystemOfHost(host), true})
				}
			}
		}
		return Known(out)
	})
}

func (c *Cluster) Network() Network {
	n := partsNetwork(Then(c.Groups, func(groups []InstanceGroup) Value[[]Network] {
		if len(groups) == 0 {
			return Known([]Network{c.JobNetwork.network()})
		}
		var parts []Network
		for _, g := range groups {
			parts = append(parts, c.group(g))
		}
		return Known(parts)
	}))
	c.complete(&n)
	for i := range n.Parts {
		c.complete(&n.Parts[i])
	}
	return n
}

// complete adds what holds for the whole cluster.
func (c *Cluster) complete(n *Network) {
	n.withPeers(c.instances(), Known(false))
	n.Conditions[WhenEKS] = c.EKS
	n.FileSystems = slices.DeleteFunc(n.FileSystems, func(id string) bool { return id == "" })
}

// group is the network of one group: its override, else the cluster's.
func (c *Cluster) group(g InstanceGroup) Network {
	settings := c.JobNetwork
	settings.VPC = Then(g.Override, func(v VPCConfig) Value[VPCConfig] {
		if v.Placed() {
			return Known(v)
		}
		return c.VPC
	})
	n := settings.network()
	mountsOf(&n, g.Mounts)
	return n
}

func (c *Cluster) instances() Value[int] {
	return Then(c.Groups, func(groups []InstanceGroup) Value[int] {
		var counts []Value[int]
		for _, g := range groups {
			counts = append(counts, g.Instances)
		}
		return sum(counts)
	})
}
