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
	l.CrossZone = Known(true)
	if l.Type != "application" {
		// Always on for an Application Load Balancer (its user guide, disable-cross-zone).
		l.CrossZone = b.balancerAttribute(meta, "load-balancer-attributes", "elasticloadbalancing:DescribeLoadBalancerAttributes", "load_balancing.cross_zone.enabled")
	}
	return l
}

// balancerAttribute reads a switch from the attributes of a load balancer or
// target group, which AWS answers in a call of its own.
func (b *builder) balancerAttribute(meta Meta, kind Kind, operation, key string) Value[bool] {
	type attribute struct{ Key, Value string }
	missing, read := b.snapshot.Read(meta.Scope, operation, meta.ID)
	out := Unknown[bool](missing)
	b.each(kind, func(id string, o *object) {
		if id != meta.ID || !read || !compatible(o.scope, meta.Scope) {
			return
		}
		out = Then(required[[]attribute](o, "Attributes"), func(all []attribute) Value[bool] {
			i := slices.IndexFunc(all, func(a attribute) bool { return a.Key == key && (a.Value == "true" || a.Value == "false") })
			if i < 0 {
				return Unknown[bool](Missing{MissingOperation, operation + " answered without " + key})
			}
			return Known(all[i].Value == "true")
		})
	})
	return out
}

// Listener takes connections on one port of a load balancer.
type Listener struct {
	Meta
	LoadBalancer string // ARN
	Port         int    // 0: every port of a Gateway Load Balancer
	Protocol     string // TCP, UDP, TCP_UDP, TLS, HTTP, HTTPS …
	TargetGroups []string
}

func decodeListener(m *members, meta Meta) *Listener {
	type group struct{ TargetGroupARN string }
	type action struct {
		TargetGroupARN string
		ForwardConfig  struct{ TargetGroups []group }
	}
	l := &Listener{Meta: meta, LoadBalancer: must[string](m, "LoadBalancerArn"), Port: may[int](m, "Port"), Protocol: may[string](m, "Protocol")}
	for _, a := range may[[]action](m, "DefaultActions") {
		l.TargetGroups = append(l.TargetGroups, a.TargetGroupARN)
		for _, g := range a.ForwardConfig.TargetGroups {
			l.TargetGroups = append(l.TargetGroups, g.TargetGroupARN)
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
	Targets          Value[[]GroupTarget]
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
	switch g.Protocol {
	case "TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC":
		g.PreserveClientIP = b.balancerAttribute(meta, "target-group-attributes", "elasticloadbalancing:DescribeTargetGroupAttributes", "preserve_client_ip.enabled")
	default:
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

// LoadBalancers are those of a VPC.
func (s *Snapshot) LoadBalancers(v *VPC) Value[[]*LoadBalancer] {
	return s.net.balancers.in(s, s.home(v), v.ID)
}

// Listeners are those of a load balancer, by its ARN.
func (s *Snapshot) Listeners(near Scope, balancer string) Value[[]*Listener] {
	if missing, ok := s.Read(near, s.net.listeners.operation, balancer); !ok {
		return Unknown[[]*Listener](missing)
	}
	out := []*Listener{}
	for _, r := range s.net.listeners.all {
		if !compatible(near, r.scope) {
			continue
		}
		l, ok := r.value.Get()
		if !ok {
			return Unknown[[]*Listener](r.value.Why())
		}
		if l.LoadBalancer == balancer {
			out = append(out, l)
		}
	}
	return Known(out)
}

func (s *Snapshot) TargetGroup(near Scope, arn string) Value[*TargetGroup] {
	return s.net.targetGroups.find(s, near, arn)
}

// Targets are the members of a target group, by its ARN.
func (s *Snapshot) Targets(near Scope, arn string) Value[[]GroupTarget] {
	return Then(s.TargetGroup(near, arn), func(g *TargetGroup) Value[[]GroupTarget] { return g.Targets })
}
