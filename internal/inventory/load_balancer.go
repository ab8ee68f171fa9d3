package inventory

import (
	"cmp"
	"slices"
)

// LoadBalancer is an Elastic Load Balancing v2 load balancer.
type LoadBalancer struct {
	Meta
	VPC      string
	Type     string // application, network, gateway
	Scheme   string // internal, internet-facing
	Internal bool
	State    string // active, provisioning, active_impaired, failed
	DNSName  string
	Subnets  []string
	Groups   []string
	// CrossZone is whether a node sends to targets of other zones; target groups
	// can say otherwise.
	CrossZone Value[bool]
	// AnyZone is whether DNS answers with the nodes of every zone, wherever the
	// client stands.
	AnyZone Value[bool]
}

func (b *builder) decodeLoadBalancer(m *members, meta Meta) *LoadBalancer {
	type state struct{ Code string }
	type zone struct {
		SubnetID string `json:"SubnetId"`
	}
	l := &LoadBalancer{
		Meta: meta, VPC: may[string](m, "VpcId"), Type: must[string](m, "Type"), Scheme: may[string](m, "Scheme"),
		State: may[state](m, "State").Code, DNSName: dnsName(may[string](m, "DNSName")), Groups: may[[]string](m, "SecurityGroups"),
	}
	l.Internal = l.Scheme == "internal"
	for _, z := range may[[]zone](m, "AvailabilityZones") {
		if z.SubnetID != "" {
			l.Subnets = append(l.Subnets, z.SubnetID)
		}
	}
	l.CrossZone, l.AnyZone = Known(true), Known(true)
	if l.Type != "application" {
		// Always on for an Application Load Balancer (its user guide, disable-cross-zone).
		attributes := b.balancerAttributes(meta, "load-balancer-attributes", "elasticloadbalancing:DescribeLoadBalancerAttributes")
		l.CrossZone = attributes.on("load_balancing.cross_zone.enabled")
		l.AnyZone = attributes.are("dns_record.client_routing_policy", "any_availability_zone")
	}
	return l
}

// Listener takes connections on one port of a load balancer.
type Listener struct {
	Meta
	LoadBalancer string // ARN
	Port         int    // 0: every port of a Gateway Load Balancer
	Protocol     string // TCP, UDP, TCP_UDP, TLS, HTTP, HTTPS …
	// Actions are the types of its default action, in order: forward, redirect,
	// fixed-response … What further rules do is not read.
	Actions      []string
	TargetGroups []string // that it forwards to, without those of weight 0
}

func decodeListener(m *members, meta Meta) *Listener {
	type group struct {
		TargetGroupARN string
		Weight         *int
	}
	type action struct {
		Type           string
		TargetGroupARN string
		ForwardConfig  struct{ TargetGroups []group }
	}
	l := &Listener{Meta: meta, LoadBalancer: must[string](m, "LoadBalancerArn"), Port: may[int](m, "Port"), Protocol: may[string](m, "Protocol")}
	for _, a := range may[[]action](m, "DefaultActions") {
		l.Actions = append(l.Actions, a.Type)
		if len(a.ForwardConfig.TargetGroups) == 0 {
			l.TargetGroups = append(l.TargetGroups, a.TargetGroupARN)
		}
		for _, g := range a.ForwardConfig.TargetGroups {
			if g.Weight == nil || *g.Weight > 0 || len(a.ForwardConfig.TargetGroups) == 1 {
				l.TargetGroups = append(l.TargetGroups, g.TargetGroupARN)
			}
		}
	}
	slices.Sort(l.TargetGroups)
	l.TargetGroups = slices.DeleteFunc(slices.Compact(l.TargetGroups), func(arn string) bool { return arn == "" })
	return l
}

// TargetGroup is a set of targets; its id is its ARN.
type TargetGroup struct {
	Meta
	Protocol string
	Port     int
	Type     string // ip, instance, lambda, alb
	VPC      string
	// PreserveClientIP shows targets the client's address and not the load
	// balancer's, so that their security groups judge the client.
	PreserveClientIP Value[bool]
	// CrossZone is true, false, or use_load_balancer_configuration.
	CrossZone Value[string]
	// OneSuffices is whether one healthy target is enough for those to be left
	// out that are not healthy.
	OneSuffices Value[bool]
	Targets     Value[[]GroupTarget]
}

// GroupTarget is one member of a target group.
type GroupTarget struct {
	ID     string // IP address, instance id or ARN
	Port   int
	Zone   string // "all" for an address outside the VPC
	Health string // healthy, unhealthy, initial, unused, draining, unavailable …
}

func (b *builder) decodeTargetGroup(m *members, meta Meta) *TargetGroup {
	g := &TargetGroup{
		Meta: meta, Protocol: may[string](m, "Protocol"), Port: may[int](m, "Port"), Type: cmp.Or(may[string](m, "TargetType"), "instance"), VPC: may[string](m, "VpcId"),
		Targets: b.targets(meta),
	}
	attributes := b.balancerAttributes(meta, "target-group-attributes", "elasticloadbalancing:DescribeTargetGroupAttributes")
	g.CrossZone = attributes.word("load_balancing.cross_zone.enabled")
	g.OneSuffices = Then(attributes.are("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "1"), func(one bool) Value[bool] {
		off := attributes.are("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "off")
		return Then(off, func(off bool) Value[bool] { return Known(one && off) })
	})
	switch g.Protocol {
	case "TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC":
		g.PreserveClientIP = attributes.on("preserve_client_ip.enabled")
	case "HTTP", "HTTPS":
		// Only groups of a Network Load Balancer have the attribute.
		g.PreserveClientIP = Known(false)
	}
	switch g.Type {
	case "ip", "instance", "lambda", "alb":
	default:
		m.fail("target type %q is not known", g.Type)
	}
	return g
}

func (b *builder) targets(meta Meta) Value[[]GroupTarget] {
	missing, read := b.snapshot.Read(meta.Scope, "elasticloadbalancing:DescribeTargetHealth", meta.ID)
	out := Unknown[[]GroupTarget](missing)
	b.each("target-health", func(id string, o *object) {
		if id == meta.ID && read && compatible(o.scope, meta.Scope) {
			out = decodeTargets(o)
		}
	})
	return out
}

func decodeTargets(o *object) Value[[]GroupTarget] {
	type description struct {
		Target struct {
			ID, AvailabilityZone string
			Port                 int
		}
		TargetHealth struct{ State string }
	}
	return Then(required[[]description](o, "TargetHealthDescriptions"), func(all []description) Value[[]GroupTarget] {
		out := []GroupTarget{}
		for _, d := range all {
			if d.Target.ID == "" {
				return Unknown[[]GroupTarget](Missing{MissingOperation, "a target without an id"})
			}
			out = append(out, GroupTarget{d.Target.ID, d.Target.Port, d.Target.AvailabilityZone, d.TargetHealth.State})
		}
		return Known(out)
	})
}
