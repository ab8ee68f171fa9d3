package oracle

import (
	"fmt"
	"slices"
)

// listeners makes the listener that clients want, or a near miss.
func (b *balancer) listeners() {
	port, protocol, behind := 443, "HTTPS", pick(b.world, "HTTPS", "HTTP")
	if b.network {
		protocol = pick(b.world, "TCP", "TCP", "TCP", "TCP", "TLS")
		behind = protocol
		if b.chance(0.1) {
			protocol = pick(b.world, "UDP", "TCP_UDP")
			behind = protocol
		}
	}
	if b.chance(0.04) {
		port = 8443
	}
	first := b.targetGroup(1, behind)
	action := object{"Type": "forward", "TargetGroupArn": first, "ForwardConfig": object{"TargetGroups": []object{{"TargetGroupArn": first}}}}
	switch {
	case b.network:
	case b.chance(0.15):
		action = object{"Type": "forward", "ForwardConfig": object{"TargetGroups": []object{
			{"TargetGroupArn": first, "Weight": pick(b.world, 1, 1, 0)}, {"TargetGroupArn": b.targetGroup(2, behind), "Weight": pick(b.world, 1, 1, 1, 0)},
		}}}
	case b.chance(0.08):
		action = object{"Type": "fixed-response", "FixedResponseConfig": object{"StatusCode": "200", "ContentType": "text/plain"}}
	}
	b.answer("elasticloadbalancing:DescribeListeners", b.arn, object{"Listeners": []object{{
		"ListenerArn": b.arn + "/f2f7dc8efc522ab2", "LoadBalancerArn": b.arn, "Port": port, "Protocol": protocol, "DefaultActions": []object{action},
	}}})
}

func (b *balancer) targetGroup(n int, protocol string) string {
	name := fmt.Sprintf("%s-%d", b.name, n)
	id := arn("elasticloadbalancing", "targetgroup/"+name+"/73e2d6bc24d8a067")
	kind := pick(b.world, "ip", "ip", "ip", "ip", "instance")
	b.add("elasticloadbalancing:DescribeTargetGroups", object{
		"TargetGroupArn": id, "TargetGroupName": name, "Protocol": protocol, "Port": 443, "VpcId": b.id, "TargetType": kind, "LoadBalancerArns": []string{b.arn}, "IpAddressType": "ipv4",
	})
	crosses, count, percentage := "use_load_balancer_configuration", "1", "off"
	if b.chance(0.15) {
		crosses = pick(b.world, "true", "false")
	}
	if b.chance(0.04) {
		count, percentage = pick(b.world, "1", "2"), pick(b.world, "off", "50")
	}
	// UDP keeps the client's address always.
	kept := b.network && b.chance(0.12) || protocol == "UDP" || protocol == "TCP_UDP"
	all := b.members(kind == "instance")
	if kept && kind == "ip" && len(b.clients) > 0 && b.chance(0.25) {
		all = append(all, pick(b.world, b.clients...)) // which may ask itself
	}
	b.attributes("DescribeTargetGroupAttributes", id, "preserve_client_ip.enabled", fmt.Sprint(kept), "load_balancing.cross_zone.enabled", crosses,
		"target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", count, "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", percentage)
	b.answer("elasticloadbalancing:DescribeTargetHealth", id, object{"TargetHealthDescriptions": list(b.targets(all, kind))})
	return id
}

// members are interfaces of the service's endpoints, or else servers; now and
// then anything else.
func (b *balancer) members(instances bool) []object {
	var all []object
	for _, e := range b.endpointsOf(b.service) {
		if !instances {
			all = append(all, slices.DeleteFunc(slices.Clone(b.interfaces), func(n object) bool {
				return !slices.Contains(e["NetworkInterfaceIds"].([]string), n["NetworkInterfaceId"].(string))
			})...)
		}
	}
	for zone := range 2 {
		if len(all) > zone && !b.chance(0.1) && !instances {
			continue
		}
		id, _ := b.plug(b.land, zone+2*b.IntN(len(b.plots)/2), b.someGroups(b.land), false)
		n := b.interfaces[len(b.interfaces)-1]
		n["Attachment"] = object{"InstanceId": "i-" + id[4:], "Status": "attached"}
		all = append(all, n)
	}
	if b.chance(0.06) && !instances {
		// Those of NAT gateways have no groups, and serve nobody.
		all = append(all, pick(b.world, slices.DeleteFunc(slices.Clone(b.interfaces), func(n object) bool { return len(n["Groups"].([]object)) == 0 })...))
	}
	return all
}

// targets are some of the members, of any health.
func (b *balancer) targets(all []object, kind string) []object {
	var out []object
	healths := []string{"unhealthy", "initial", "draining", "unused"}
	for range 16 {
		healths = append(healths, "healthy")
	}
	if b.chance(0.06) {
		healths = []string{pick(b.world, "unhealthy", "draining")}
	}
	for _, n := range all {
		if !b.chance(0.04) {
			out = append(out, b.target(n, kind, pick(b.world, healths...)))
		}
	}
	return out
}

func (b *balancer) target(n object, kind, health string) object {
	zone, port, id := "all", 443, n["PrivateIpAddress"]
	if n["VpcId"] == b.id {
		zone = b.plots[slices.IndexFunc(b.plots, func(p plot) bool { return p.id == n["SubnetId"] })].zone
	}
	if b.chance(0.05) {
		port = 8443
	}
	if kind == "instance" {
		id = n["Attachment"].(object)["InstanceId"]
	}
	return object{"Target": object{"Id": id, "Port": port, "AvailabilityZone": zone}, "HealthCheckPort": "traffic-port", "TargetHealth": object{"State": health}}
}
