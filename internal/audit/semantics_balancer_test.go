package audit

import (
	"net/url"
	"slices"
)

const (
	elbARN      = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:"
	stsBalancer = elbARN + "loadbalancer/net/sts/50dc6c495c0c9188"
	stsTargets  = elbARN + "targetgroup/sts/73e2d6bc24d8a067"
	balancer    = "load-balancer " + stsBalancer
)

// ofELB changes an answer about one object of Elastic Load Balancing.
func ofELB(operation, arn, old, new string) func(*world) {
	return func(w *world) { w.swap(operation+"-"+url.QueryEscape(arn), old, new) }
}

func all(changes ...func(*world)) func(*world) {
	return func(w *world) {
		for _, change := range changes {
			change(w)
		}
	}
}

// admitsApp lets the clients' own group alone in to the targets.
func admitsApp(w *world) { w.admits("sg-000000ee", ownGroup) }

func balancerRows() []semantic { return slices.Concat(nodeRows(), targetRows()) }

func nodeRows() []semantic {
	closedTo := func(group string) func(*world) {
		return func(w *world) { w.securityGroup(group, func(i item) { i["IpPermissions"] = []any{} }) }
	}
	works := see("load-balancer", "sts", reachable)
	return []semantic{
		{
			id: "L1", rule: "A load balancer that is active takes what one of its listeners is for, by protocol and port.", source: "NLB load-balancer-listeners; ALB load-balancer-listeners", analyzer: "ELBV2_LISTENER_PORT_RESTRICTION",
			why: "rules of a listener are not read: the default action is judged, and that is printed as an assumption", holds: []shown{works},
			breaks: []shown{
				see("load-balancer", "sts", blocked, balancer).after("its listener on another port", ofELB("describe-listeners", stsBalancer, `"Port": 443`, `"Port": 8443`)),
				see("load-balancer", "sts", blocked, balancer).after("the load balancer provisioning", func(w *world) { w.swap("describe-load-balancers", `"active"`, `"provisioning"`) }),
			},
		},
		{
			id: "L2", rule: "The groups of its nodes count for clients, and for what it sends; one made without groups lets all through.", source: "NLB load-balancer-security-groups", analyzer: "ELB_ACL_RESTRICTION",
			holds: []shown{works}, breaks: []shown{
				see("load-balancer", "sts", blocked, "security-group-ingress sg-000000ba").after("its group admitting nobody", closedTo("sg-000000ba")),
				see("load-balancer", "sts", blocked, "security-group-egress sg-000000ba").after("its group letting nothing out", func(w *world) { w.securityGroup("sg-000000ba", func(i item) { i["IpPermissionsEgress"] = []any{} }) }),
			},
		},
		{
			id: "L3", rule: "A node opens its own connection to a target, from ports 1024-65535: routes, ACLs and groups between them count.", source: "NLB target-group-register-targets; ALB load-balancer-troubleshooting", analyzer: "TARGET_ADDRESS_RESTRICTION, TARGET_PORT_RESTRICTION",
			holds: []shown{works}, breaks: []shown{
				see("load-balancer", "sts", blocked, endpointsGroup).after("the targets admitting the client's group alone", admitsApp),
			},
		},
	}
}

func targetRows() []semantic {
	health := func(old, new string) func(*world) { return ofELB("describe-target-health", stsTargets, old, new) }
	across := ofELB("describe-load-balancer-attributes", stsBalancer, `"load_balancing.cross_zone.enabled",
      "Value": "false"`, `"load_balancing.cross_zone.enabled",
      "Value": "true"`)
	keeps := ofELB("describe-target-group-attributes", stsTargets, `"preserve_client_ip.enabled",
      "Value": "false"`, `"preserve_client_ip.enabled",
      "Value": "true"`)
	unfit := func(state string) func(*world) {
		return func(w *world) {
			w.each("describe-target-health-"+url.QueryEscape(stsTargets), "TargetHealthDescriptions", func(i item) {
				if i["Target"].(item)["Id"] == "10.20.41.13" {
					i["TargetHealth"] = item{"State": state}
				}
			})
		}
	}
	works := see("load-balancer", "sts", reachable)
	return []semantic{
		{
			id: "L4", rule: "Without cross-zone load balancing a node sends to targets of its own zone alone.", source: "NLB network-load-balancers; ALB disable-cross-zone", analyzer: "ELB_NOT_CROSSZONE, ELBV2_NO_TARGETS_IN_AZ",
			why:    "DNS leaves out a node without a healthy target while others have one, and what it answers is not known; the node's own address is blocked",
			holds:  []shown{works, works.after("targets in one zone, balanced across zones", all(across, unfit("draining")))},
			breaks: []shown{see("load-balancer", "sts", "unknown", balancer).after("targets in one zone", unfit("draining"))},
		},
		{
			id: "L5", rule: "Targets that are not healthy get nothing while one is; where none is healthy all may.", source: "NLB, ALB target-group-health", analyzer: "ELBV2_LISTENER_HAS_NO_TG",
			holds: []shown{works, works.after("one unhealthy target, balanced across zones", all(across, unfit("unhealthy")))},
			breaks: []shown{
				see("load-balancer", "sts", "unknown", balancer).after("unhealthy targets alone", health(`"healthy"`, `"unhealthy"`)),
				see("load-balancer", "sts", blocked, balancer).after("draining targets alone", health(`"healthy"`, `"draining"`)),
			},
		},
		{
			id: "L6", rule: "Where the client's address is preserved, the target's rules see that address, or the load balancer's group, and never the client's group.", source: "NLB edit-target-group-attributes, load-balancer-security-groups", analyzer: "ELBV2_SOURCE_ADDRESS_PRESERVATION",
			holds:  []shown{works.after("client addresses preserved", keeps)},
			breaks: []shown{see("load-balancer", "sts", blocked, endpointsGroup).after("client addresses preserved, and targets that admit the client's group alone", all(keeps, admitsApp))},
		},
	}
}
