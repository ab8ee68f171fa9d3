package oracle

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// balancer is an Elastic Load Balancing v2 load balancer being made, in front of
// one service.
type balancer struct {
	*world
	*land
	service, name, arn, dns string
	network                 bool // else an Application Load Balancer
	groups                  []string
	zones                   []object
}

// balancers puts load balancers into some of the worlds. Draws of their own leave
// the other worlds as they are.
func (w *world) balancers(seed uint64) {
	usual := w.Rand
	defer func() { w.Rand = usual }()
	w.Rand = rand.New(rand.NewPCG(seed, 0x6c62))
	if !w.chance(0.15) {
		return
	}
	for i := range pick(w, 1, 1, 1, 2) {
		l := w.lands[0]
		if w.chance(0.3) {
			l = pick(w, w.lands...)
		}
		if service := w.unnamed(); service != "" {
			w.balancer(l, service, i)
		}
	}
}

// unnamed is a service for which no zone answers in the first VPC, rather one
// that has an endpoint, whose private DNS is then mostly off; "" for none.
func (w *world) unnamed() string {
	var out []string
	for _, service := range []string{"sts", "sts", "sagemaker.api", "sagemaker.runtime", "logs", "pypi"} {
		taken := slices.ContainsFunc(w.zones[w.lands[0].id], func(z object) bool {
			return slices.Contains(hostsOf(service), strings.TrimSuffix(z["Name"].(string), "."))
		})
		if taken {
			continue
		}
		out = append(out, service)
		if len(w.endpointsOf(service)) > 0 {
			out = append(out, service, service, service)
		}
	}
	if len(out) == 0 {
		return ""
	}
	service := pick(w, out...)
	for _, e := range w.endpointsOf(service) {
		if w.chance(0.93) {
			e["PrivateDnsEnabled"], e["DnsEntries"] = false, e["DnsEntries"].([]object)[:1]
		}
	}
	return service
}

func (w *world) endpointsOf(service string) []object {
	return slices.DeleteFunc(slices.Clone(w.endpoints), func(e object) bool {
		return e["ServiceName"] != listName(region, service) || e["VpcEndpointType"] != "Interface"
	})
}

func hostsOf(service string) []string {
	s, _ := inventory.ServiceByID(service)
	return s.HostNames("aws", region)
}

func (w *world) balancer(l *land, service string, i int) {
	b := &balancer{world: w, land: l, service: service, name: fmt.Sprintf("front-%d", i+1), network: w.chance(0.6)}
	l.balanced = true
	kind, id := "app", fmt.Sprintf("50dc6c495c0c918%d", i)
	if b.network {
		kind = "net"
	}
	b.arn = arn("elasticloadbalancing", "loadbalancer/"+kind+"/"+b.name+"/"+id)
	b.dns = b.name + "-" + id + ".elb." + region + ".amazonaws.com"
	if !b.network {
		b.dns = "internal-" + b.name + "-" + id + "." + region + ".elb.amazonaws.com"
	}
	b.secure()
	b.nodes(kind + "/" + b.name + "/" + id)
	b.describe()
	b.listeners()
	b.records()
}

// secure gives the load balancer security groups: its own, others, or none.
func (b *balancer) secure() {
	switch {
	case b.network && b.chance(0.3):
	case b.chance(0.7):
		b.groups = []string{fmt.Sprintf("sg-%06d%02d", b.n+1, len(b.land.groups)+1)}
		b.land.groups = append(b.land.groups, b.groups...)
	default:
		b.groups = b.someGroups(b.land)
	}
}

// nodes plugs in one interface for each zone.
func (b *balancer) nodes(tail string) {
	for zone := range 2 {
		if zone > 0 && b.network && b.chance(0.35) {
			continue
		}
		at := zone
		if len(b.plots) > zone+2 && b.chance(0.5) {
			at = zone + 2
		}
		b.plug(b.land, at, b.groups, false)
		node, p := b.interfaces[len(b.interfaces)-1], b.plugged(b.land)
		node["Description"] = "ELB " + tail
		delete(node, "Ipv6Addresses") // it has IPv4 alone
		if b.network {
			node["InterfaceType"] = "network_load_balancer"
		}
		b.zones = append(b.zones, object{"ZoneName": p.zone, "SubnetId": p.id, "LoadBalancerAddresses": []object{}})
	}
}

func (b *balancer) describe() {
	state, scheme, kind := "active", "internal", "application"
	if b.chance(0.04) {
		state = pick(b.world, "provisioning", "failed")
	}
	if b.chance(0.03) {
		scheme = "internet-facing"
	}
	if b.network {
		kind = "network"
	}
	b.add("elasticloadbalancing:DescribeLoadBalancers", object{
		"LoadBalancerArn": b.arn, "DNSName": b.dns, "LoadBalancerName": b.name, "Scheme": scheme, "VpcId": b.id, "State": object{"Code": state}, "Type": kind,
		"AvailabilityZones": b.zones, "SecurityGroups": list(b.groups), "IpAddressType": "ipv4", "CanonicalHostedZoneId": "Z2IFOLAFXWLO4F",
	})
	policy := "any_availability_zone"
	if b.chance(0.05) {
		policy = pick(b.world, "availability_zone_affinity", "partial_availability_zone_affinity")
	}
	b.attributes("DescribeLoadBalancerAttributes", b.arn, "load_balancing.cross_zone.enabled", fmt.Sprint(!b.network || b.chance(0.5)), "dns_record.client_routing_policy", policy)
}

// attributes answers with keys and values.
func (b *balancer) attributes(operation, arn string, pairs ...string) {
	var all []object
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, object{"Key": pairs[i], "Value": pairs[i+1]})
	}
	b.answer("elasticloadbalancing:"+operation, arn, object{"Attributes": all})
}

// records leads the service's names to the load balancer.
func (b *balancer) records() {
	vpcs := b.vpcIDs()[:1]
	for _, id := range b.vpcIDs()[1:] {
		if b.chance(0.8) {
			vpcs = append(vpcs, id)
		}
	}
	if b.service != "pypi" && b.chance(0.12) {
		b.wide(vpcs)
		return
	}
	to := b.dns + "."
	if b.chance(0.3) {
		to = "dualstack." + to // as the console writes it
	}
	for _, host := range hostsOf(b.service) {
		b.zone(host, []object{{"Name": host + ".", "Type": "A", "AliasTarget": object{"HostedZoneId": "Z2IFOLAFXWLO4F", "DNSName": to, "EvaluateTargetHealth": false}}}, vpcs...)
	}
}

// wide is a zone of the whole Region with a CNAME, and with no other name.
func (b *balancer) wide(vpcs []string) {
	var records []object
	for _, host := range hostsOf(b.service) {
		records = append(records, object{"Name": host + ".", "Type": "CNAME", "TTL": 60, "ResourceRecords": []object{{"Value": b.dns}}})
	}
	b.zone(pick(b.world, region+".amazonaws.com", "amazonaws.com"), records, vpcs...)
}
