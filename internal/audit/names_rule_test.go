package audit

import (
	"strings"

	"mooring/internal/reach"
)

// ruleNamings: Resolver rules (D5).
func ruleNamings() []naming {
	rule := []string{"dns rslvr-rr-1"}
	wide := "eu-west-1.amazonaws.com"
	target := `,"ResolverEndpointId":"rslvr-out-1","TargetIps":[{"Ip":"10.99.0.53","Port":53}]`
	on := func(kind, domain string) func(w *world) {
		return func(w *world) { w.rule(kind, domain, target) }
	}
	return []naming{
		{name: "for the endpoint's own name", row: "D5", change: on("FORWARD", stsHost), verdict: reach.VerdictUnknown, gates: rule},
		{name: "for a wider domain", row: "D5", change: on("FORWARD", wide), verdict: reach.VerdictReachable},
		{name: "for all names", row: "D5", change: on("FORWARD", ""), dependency: "kms", verdict: reach.VerdictUnknown, gates: rule},
		{name: "beats a zone of its domain", row: "D5", change: func(w *world) {
			withoutPrivateDNS(w)
			w.zone("Z00000001", stsHost, record(stsHost, "A", stsENI))
			w.rule("FORWARD", stsHost, target)
		}, verdict: reach.VerdictUnknown, gates: rule},
		{name: "yields to a zone below it", row: "D5", change: func(w *world) {
			withoutPrivateDNS(w)
			w.zone("Z00000001", stsHost, record(stsHost, "A", stsENI))
			w.rule("FORWARD", wide, target)
		}, verdict: reach.VerdictReachable},
		{name: "system", row: "D5", change: on("SYSTEM", stsHost), verdict: reach.VerdictReachable},
		{name: "system within a forwarded domain", row: "D5", change: func(w *world) {
			w.put("list-resolver-rules", `{"ResolverRules":[{"Id":"rslvr-rr-1","DomainName":".","RuleType":"FORWARD"},{"Id":"rslvr-rr-2","DomainName":"amazonaws.com.","RuleType":"SYSTEM"}]}`)
			w.put("list-resolver-rule-associations", `{"ResolverRuleAssociations":[{"Id":"a","ResolverRuleId":"rslvr-rr-1","VPCId":"vpc-00000001"},{"Id":"b","ResolverRuleId":"rslvr-rr-2","VPCId":"vpc-00000001"}]}`)
		}, dependency: "kms", verdict: reach.VerdictBlocked, gates: []string{"route rtb-000000aa"}},
		{name: "recursive", row: "D5", change: on("RECURSIVE", ""), verdict: reach.VerdictReachable},
		{name: "delegation", row: "D5", change: on("DELEGATE", stsHost), verdict: reach.VerdictReachable},
		{name: "of a kind nobody knows", row: "D5", change: on("OTHER", stsHost), verdict: reach.VerdictUnknown, gates: rule},
		{name: "being taken away", row: "D5", change: func(w *world) {
			w.rule("FORWARD", stsHost, target)
			w.swap("list-resolver-rules", "COMPLETE", "DELETING")
		}, verdict: reach.VerdictUnknown, gates: rule},
		{name: "of another account, not listed", row: "D5", change: func(w *world) {
			w.rule("FORWARD", stsHost, target)
			w.put("list-resolver-rules", `{"ResolverRules":[]}`)
		}, dependency: "kms", verdict: reach.VerdictUnknown, gates: rule},
		{name: "for one bucket", row: "D5", change: on("FORWARD", "data.s3."+wide), dependency: "s3", verdict: reach.VerdictUnknown, gates: rule},
	}
}

// firewallNamings: DNS Firewall (D1).
func firewallNamings() []naming {
	group := []string{"dns rslvr-frg-1"}
	route := []string{"route rtb-000000aa"}
	rules := func(all []string, domains ...string) func(w *world) {
		return func(w *world) { w.firewall(all, domains...) }
	}
	const first, second = "rslvr-fdl-0", "rslvr-fdl-1"
	trust := `,"FirewallDomainRedirectionAction":"TRUST_REDIRECTION_DOMAIN"`
	allowList := func(more string, domains ...string) func(w *world) {
		return rules([]string{firewallRule("20", "BLOCK", second, `,"BlockResponse":"NXDOMAIN"`), firewallRule("10", "ALLOW", first, more)}, strings.Join(domains, " "), "*")
	}
	return []naming{
		{name: "blocks the name", row: "D1", change: rules([]string{firewallRule("10", "BLOCK", first, "")}, stsHost+"."), verdict: reach.VerdictBlocked, gates: group},
		{name: "blocks all below a domain", row: "D1", change: rules([]string{firewallRule("10", "BLOCK", first, "")}, "*.amazonaws.com"), verdict: reach.VerdictBlocked, gates: group},
		{name: "blocks what lies below the name", row: "D1", change: rules([]string{firewallRule("10", "BLOCK", first, "")}, "*."+stsHost), verdict: reach.VerdictReachable},
		{name: "alerts", row: "D1", change: rules([]string{firewallRule("10", "ALERT", first, ""), firewallRule("20", "BLOCK", first, "")}, stsHost), verdict: reach.VerdictReachable},
		{name: "allows before it blocks", row: "D1", change: allowList("", stsHost), verdict: reach.VerdictReachable},
		{name: "blocks what is not allowed", row: "D1", change: allowList("", "kms.eu-west-1.amazonaws.com"), verdict: reach.VerdictBlocked, gates: group},
		{name: "for another record type", row: "D1", change: rules([]string{firewallRule("10", "BLOCK", first, `,"Qtype":"TYPE28"`)}, stsHost), verdict: reach.VerdictReachable},
		{name: "a list that was not read", row: "D1", change: rules([]string{firewallRule("10", "BLOCK", "rslvr-fdl-9", "")}), verdict: reach.VerdictUnknown, gates: group},
		{name: "AWS's own list", row: "D1", change: managedList, verdict: reach.VerdictUnknown, gates: group},
		{name: "AWS's own list, behind what decides", row: "D1", change: func(w *world) {
			managedList(w)
			w.group("rslvr-frg-1", []string{firewallRule("5", "ALLOW", first, ""), firewallRule("10", "BLOCK", "rslvr-fdl-aws", "")}, stsHost)
		}, verdict: reach.VerdictReachable},
		{name: "AWS's own list, asserted", row: "D1", change: managedList, assume: []string{"managed-domain-lists=no-match"}, verdict: reach.VerdictReachable, notes: "managed-domain-lists is no-match (asserted)"},
		{name: "threat detection", row: "D1", change: rules([]string{firewallRule("10", "BLOCK", "", `,"DnsThreatProtection":"DGA"`)}), verdict: reach.VerdictUnknown, gates: group},
		{name: "an action nobody knows", row: "D1", change: rules([]string{firewallRule("10", "OTHER", first, "")}, stsHost), verdict: reach.VerdictUnknown, gates: group},
		{name: "one bucket blocked", row: "D1", change: rules([]string{firewallRule("10", "BLOCK", first, "")}, "data.s3.eu-west-1.amazonaws.com"), dependency: "s3", verdict: reach.VerdictUnknown, gates: group},
		{name: "one of several names blocked", row: "D1", change: rules([]string{firewallRule("10", "BLOCK", first, "")}, "files.pythonhosted"+".org"), dependency: "pypi", verdict: reach.VerdictBlocked, gates: group},
		{name: "names that a public name stands for", row: "D1", change: allowList("", "*.kms.eu-west-1.amazonaws.com kms.eu-west-1.amazonaws.com"), dependency: "kms", verdict: reach.VerdictUnknown, gates: group},
		{name: "trusting", row: "D1", change: allowList(trust, "kms.eu-west-1.amazonaws.com"), dependency: "kms", verdict: reach.VerdictBlocked, gates: route},
		{name: "allowed within AWS's domain", row: "D1", change: allowList("", "*.amazonaws.com"), dependency: "kms", verdict: reach.VerdictBlocked, gates: route},
		{name: "the name that a zone leads to", row: "D1", change: func(w *world) {
			withoutPrivateDNS(w)
			w.zone("Z00000001", "amazonaws.com", record(stsHost, "CNAME", "sts.corp.example"))
			rules([]string{firewallRule("10", "BLOCK", first, "")}, "sts.corp.example")(w)
		}, verdict: reach.VerdictBlocked, gates: group},
		{name: "being taken away", row: "D1", change: func(w *world) {
			rules([]string{firewallRule("10", "BLOCK", first, "")}, stsHost)(w)
			w.swap("list-firewall-rule-group-associations", "COMPLETE", "DELETING")
		}, verdict: reach.VerdictUnknown, gates: group},
		{name: "of another VPC", row: "D1", change: func(w *world) {
			rules([]string{firewallRule("10", "BLOCK", first, "")}, stsHost)(w)
			w.swap("list-firewall-rule-group-associations", "vpc-00000001", "vpc-00000002")
		}, verdict: reach.VerdictReachable},
	}
}

func managedList(w *world) {
	w.firewall([]string{firewallRule("10", "BLOCK", "rslvr-fdl-aws", "")})
	w.put("list-firewall-domain-lists", `{"FirewallDomainLists":[{"Id":"rslvr-fdl-aws","CreatorRequestId":"1","ManagedOwnerName":"Route 53 Resolver DNS Firewall"}]}`)
}

// profileNamings: Route 53 Profiles (E16, V7).
func profileNamings() []naming {
	const zone, group = "arn:aws:route53:::hostedzone/Z00000001", "arn:aws:route53resolver:eu-west-1:111122223333:firewall-rule-group/rslvr-frg-1"
	const rule, endpoint = "arn:aws:route53resolver:eu-west-1:111122223333:resolver-rule/rslvr-rr-1", "arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-00000003"
	return []naming{
		{name: "holds a zone", row: "E16", change: func(w *world) {
			withoutPrivateDNS(w)
			w.profile(zone)
			w.records("Z00000001", stsHost, record(stsHost, "A", stsENI))
		}, verdict: reach.VerdictReachable},
		{name: "holds a zone without the name", row: "D4", change: func(w *world) {
			withoutPrivateDNS(w)
			w.profile(zone)
			w.records("Z00000001", "amazonaws.com")
		}, verdict: reach.VerdictBlocked, gates: []string{"dns Z00000001"}},
		{name: "holds a zone that was not read", row: "E16", change: func(w *world) { w.profile(zone) }, verdict: reach.VerdictUnknown, gates: []string{"dns Z00000001"}},
		{name: "holds a rule", row: "D5", change: func(w *world) {
			w.profile(rule)
			w.put("list-resolver-rules", `{"ResolverRules":[{"Id":"rslvr-rr-1","DomainName":"sts.eu-west-1.amazonaws.com.","RuleType":"FORWARD"}]}`)
		}, verdict: reach.VerdictUnknown, gates: []string{"dns rslvr-rr-1"}},
		{name: "holds the endpoint that the VPC has", row: "E16", change: func(w *world) { w.profile(endpoint) }, verdict: reach.VerdictReachable},
		{name: "holds a rule group that blocks", row: "D1", change: func(w *world) {
			w.profile(group)
			w.group("rslvr-frg-1", []string{firewallRule("10", "BLOCK", "rslvr-fdl-0", "")}, stsHost)
		}, verdict: reach.VerdictBlocked, gates: []string{"dns rslvr-frg-1"}},
		{name: "blocks what the VPC's own group allows", row: "V7", change: func(w *world) {
			w.firewall([]string{firewallRule("10", "ALLOW", "rslvr-fdl-0", "")}, stsHost)
			w.profile(strings.Replace(group, "rslvr-frg-1", "rslvr-frg-2", 1))
			w.group("rslvr-frg-2", []string{firewallRule("10", "BLOCK", "rslvr-fdl-0", "")}, stsHost)
		}, verdict: reach.VerdictUnknown, gates: []string{"dns rslvr-frg-2"}},
		{name: "a zone beside the VPC's own of that name", row: "V7", change: func(w *world) {
			withoutPrivateDNS(w)
			w.zone("Z00000002", stsHost, record(stsHost, "A", stsENI))
			w.profile(zone)
			w.records("Z00000001", stsHost)
		}, verdict: reach.VerdictUnknown, gates: []string{"dns Z00000001"}},
		{name: "holds something unknown", row: "E16", change: func(w *world) { w.profile("arn:aws:route53:::other/1") }, verdict: reach.VerdictUnknown, gates: []string{"dns rp-1"}},
		{name: "of another VPC", row: "E16", change: func(w *world) {
			w.profile("arn:aws:route53:::other/1")
			w.swap("list-profile-associations", "vpc-00000001", "vpc-00000002")
		}, verdict: reach.VerdictReachable},
		{name: "what it holds was not read", row: "E16", change: func(w *world) {
			w.profile(zone)
			delete(w.files, w.place+"list-profile-resource-associations-rp-1.json")
		}, verdict: reach.VerdictUnknown, gates: []string{"dns rp-1"}},
		{name: "never asked", row: "E16", change: func(w *world) { delete(w.files, w.place+"list-profile-associations.json") }, verdict: reach.VerdictReachable, notes: "resolver-profiles is none (never asked"},
	}
}

// endpointNamings: which names an endpoint answers, and with which addresses
// (E11, E13, E14).
func endpointNamings() []naming {
	return []naming{
		{name: "two endpoints with private DNS", row: "E11", change: func(w *world) {
			w.swap("describe-vpc-endpoints", "com.amazonaws.eu-west-1.logs", "com.amazonaws.eu-west-1.sts")
		}, verdict: reach.VerdictUnknown, gates: []string{"dns vpce-00000004"}},
		{name: "two endpoints, private DNS at one", row: "E11", change: func(w *world) {
			w.swap("describe-vpc-endpoints", "com.amazonaws.eu-west-1.logs", "com.amazonaws.eu-west-1.sts")
			at := w.place + "describe-vpc-endpoints.json"
			head, tail, _ := strings.Cut(string(w.files[at].Data), "vpce-00000004")
			w.files[at].Data = []byte(head + "vpce-00000004" + strings.Replace(tail, `"PrivateDnsEnabled": true`, `"PrivateDnsEnabled": false`, 1))
		}, verdict: reach.VerdictReachable},
		{name: "IPv6 alone, for a client without", row: "E11", change: func(w *world) {
			w.swap("describe-vpc-endpoints", `"IpAddressType": "ipv4"`, `"IpAddressType": "ipv6"`)
		}, verdict: reach.VerdictBlocked, gates: []string{"interface-endpoint vpce-00000003"}},
		{name: "both families", row: "E11", change: func(w *world) {
			w.swap("describe-vpc-endpoints", `"IpAddressType": "ipv4"`, `"IpAddressType": "dualstack"`)
			w.swap("describe-vpc-endpoints", `"DnsRecordIpType": "ipv4"`, `"DnsRecordIpType": "service-defined"`)
		}, verdict: reach.VerdictReachable},
		{name: "both families, records of one that is not said", row: "E11", change: func(w *world) {
			w.swap("describe-vpc-endpoints", `"IpAddressType": "ipv4"`, `"IpAddressType": "dualstack"`)
			w.swap("describe-vpc-endpoints", `"DnsRecordIpType": "ipv4"`, `"Other": "ipv4"`)
		}, verdict: reach.VerdictUnknown, gates: []string{"interface-endpoint vpce-00000003"}},
	}
}
