package reach

import (
	"fmt"
	"math/rand"
	"strings"
)

func pick[T any](r *rand.Rand, all ...T) T { return all[r.Intn(len(all))] }

// randomFirewall makes a policy of up to two stateless and three stateful groups.
func randomFirewall(r *rand.Rand) *answered {
	a := newAnswered("10.0.0.0/16")
	f := &a.naive
	policy := object{"StatelessFragmentDefaultActions": []string{"aws:drop"}}
	f.home = "[10.0.0.0/16]"
	if r.Intn(2) == 0 {
		f.home = pick(r, "[10.0.0.0/8]", "[10.0.0.0/16,10.1.0.0/16]")
		policy["PolicyVariables"] = object{"RuleVariables": object{"HOME_NET": object{"Definition": strings.Split(strings.Trim(f.home, "[]"), ",")}}}
	}
	f.external = "!" + f.home
	f.ports = map[string]string{"WEB": "[80,443]"}
	f.otherwise = pick(r, "aws:forward_to_sfe", "aws:forward_to_sfe", "aws:forward_to_sfe", "aws:pass", "aws:drop")
	policy["StatelessDefaultActions"] = []string{f.otherwise, "CountThem"}
	policy["StatelessCustomActions"] = []object{}
	a.randomStateless(r, policy)
	if f.strict = r.Intn(2) == 0; f.strict {
		policy["StatefulEngineOptions"] = object{"RuleOrder": "STRICT_ORDER", "StreamExceptionPolicy": "DROP"}
		if f.fallback = pick(r, "", "aws:drop_strict", "aws:drop_established", "aws:drop_established", "aws:drop_established_app_layer"); f.fallback != "" {
			policy["StatefulDefaultActions"] = []string{f.fallback, "aws:alert_strict"}
		}
	}
	a.randomStateful(r, policy)
	a.answer("network-firewall:DescribeFirewallPolicy", testARN+"firewall-policy/p", object{
		"FirewallPolicy": policy, "FirewallPolicyResponse": object{"FirewallPolicyName": "p", "FirewallPolicyArn": testARN + "firewall-policy/p", "FirewallPolicyId": "1"},
	})
	return a
}

func (a *answered) group(arn string, content object) {
	a.answer("network-firewall:DescribeRuleGroup", arn, object{
		"RuleGroup": content, "RuleGroupResponse": object{"RuleGroupName": nameOfARN(arn), "RuleGroupArn": arn, "RuleGroupId": "1"},
	})
}

func randomPlain(r *rand.Rand) string {
	return pick(r, "10.0.0.0/16", "10.0.1.0/24", "10.0.2.0/24", "10.1.0.0/16", "10.0.0.0/8", "52.218.0.0/17", "52.218.4.0/24", "0.0.0.0/0")
}

func (a *answered) randomStateless(r *rand.Rand, policy object) {
	var references []object
	for n := range r.Intn(3) {
		arn := fmt.Sprintf("%sstateless-rulegroup/s%d", testARN, n)
		references = append(references, object{"ResourceArn": arn, "Priority": 10 - n})
		var rules []object
		var naive []naiveStateless
		if r.Intn(8) == 0 {
			a.naive.stateless = append([]naiveStateless{{}}, a.naive.stateless...)
			continue // not read
		}
		for i := range 1 + r.Intn(3) {
			s := naiveStateless{action: pick(r, "aws:pass", "aws:drop", "aws:forward_to_sfe"), flags: r.Intn(6) == 0}
			match := object{}
			if r.Intn(2) == 0 {
				s.sources = []string{randomPlain(r), randomPlain(r)}
				match["Sources"] = []object{{"AddressDefinition": s.sources[0]}, {"AddressDefinition": s.sources[1]}}
			}
			if r.Intn(2) == 0 {
				s.targets = []string{randomPlain(r)}
				match["Destinations"] = []object{{"AddressDefinition": s.targets[0]}}
			}
			if r.Intn(2) == 0 {
				s.protocols = []int{pick(r, 6, 6, 17)}
				match["Protocols"] = s.protocols
			}
			if r.Intn(3) == 0 {
				s.ports = [][2]int{{443, 443}}
				match["DestinationPorts"] = []object{{"FromPort": 443, "ToPort": 443}}
			}
			if r.Intn(3) == 0 {
				s.sourcePorts = [][2]int{{40000, 65535}, {443, 443}}
				match["SourcePorts"] = []object{{"FromPort": 40000, "ToPort": 65535}, {"FromPort": 443, "ToPort": 443}}
			}
			if s.flags {
				match["TCPFlags"] = []object{{"Flags": []string{"SYN"}, "Masks": []string{"SYN", "ACK"}}}
			}
			rules = append(rules, object{"Priority": 5 - i, "RuleDefinition": object{"Actions": []string{s.action}, "MatchAttributes": match}})
			naive = append([]naiveStateless{s}, naive...)
		}
		a.group(arn, object{"RulesSource": object{"StatelessRulesAndCustomActions": object{"StatelessRules": rules}}})
		a.naive.stateless = append(naive, a.naive.stateless...)
	}
	policy["StatelessRuleGroupReferences"] = references
}

func (a *answered) randomStateful(r *rand.Rand, policy object) {
	var references []object
	for n := range r.Intn(4) {
		arn := fmt.Sprintf("%sstateful-rulegroup/g%d", testARN, n)
		reference := object{"ResourceArn": arn}
		if a.naive.strict {
			reference["Priority"] = 100 * (n + 1)
		}
		references = append(references, reference)
		content, home, external := object{}, a.naive.home, a.naive.external
		sets := object{}
		if r.Intn(4) == 0 {
			home = "[10.0.1.0/24]"
			sets["HOME_NET"] = object{"Definition": []string{"10.0.1.0/24"}}
		}
		if r.Intn(4) == 0 {
			external = "[52.218.0.0/17,10.1.0.0/16]"
			sets["EXTERNAL_NET"] = object{"Definition": []string{"52.218.0.0/17", "10.1.0.0/16"}}
		}
		content["RuleVariables"] = object{"IPSets": sets, "PortSets": object{"WEB": object{"Definition": []string{"80", "443"}}}}
		before := len(a.naive.rules)
		switch r.Intn(6) {
		case 0, 1:
			content["RulesSource"] = a.randomHeaders(r)
		case 2:
			content["RulesSource"] = a.randomText(r)
		case 3, 4:
			content["RulesSource"] = a.randomDomains(r)
		case 5:
			a.naive.rules = append(a.naive.rules, naiveRule{anything: true})
			continue
		}
		for i := before; i < len(a.naive.rules); i++ {
			own := strings.NewReplacer("$HOME_NET", home, "$EXTERNAL_NET", external)
			a.naive.rules[i].source, a.naive.rules[i].target = own.Replace(a.naive.rules[i].source), own.Replace(a.naive.rules[i].target)
		}
		a.group(arn, content)
	}
	policy["StatefulRuleGroupReferences"] = references
}

func randomAddress(r *rand.Rand) string {
	switch r.Intn(6) {
	case 0:
		return "ANY"
	case 1:
		return pick(r, "$HOME_NET", "$EXTERNAL_NET", "!$HOME_NET")
	case 2:
		return "!" + randomPlain(r)
	case 3:
		return "[" + randomPlain(r) + "," + randomPlain(r) + "]"
	case 4:
		return "[" + randomPlain(r) + ",!" + randomPlain(r) + "]"
	}
	return randomPlain(r)
}

func randomRule(r *rand.Rand) naiveRule {
	ports := func() string {
		return pick(r, "ANY", "ANY", "ANY", "443", "80", "1024:65535", "!443", "[80,443]", "$WEB")
	}
	return naiveRule{
		action: pick(r, "PASS", "PASS", "DROP", "REJECT", "ALERT"), protocol: pick(r, "ip", "tcp", "tcp", "udp", "tls", "http", "ssh"), both: r.Intn(4) == 0,
		source: randomAddress(r), target: randomAddress(r), sourcePort: pick(r, "ANY", "ANY", "ANY", ports()), targetPort: ports(), murky: r.Intn(6) == 0,
	}
}

func (a *answered) randomHeaders(r *rand.Rand) object {
	var rules []object
	for range 1 + r.Intn(4) {
		n := randomRule(r)
		options := []object{{"Keyword": "sid", "Settings": []string{"1"}}, {"Keyword": "msg", "Settings": []string{`"x"`}}}
		if n.murky {
			options = append(options, object{"Keyword": "flow", "Settings": []string{"established"}})
		}
		direction := "FORWARD"
		if n.both {
			direction = "ANY"
		}
		rules = append(rules, object{"Action": n.action, "RuleOptions": options, "Header": object{
			"Protocol": strings.ToUpper(n.protocol), "Source": n.source, "SourcePort": n.sourcePort, "Direction": direction, "Destination": n.target, "DestinationPort": n.targetPort,
		}})
		a.naive.rules = append(a.naive.rules, n)
	}
	return object{"StatefulRules": rules}
}

func (a *answered) randomText(r *rand.Rand) object {
	lines := []string{"# rules", ""}
	for range 1 + r.Intn(4) {
		n := randomRule(r)
		arrow, options := "->", `msg:"a; \"b\" -> (c)"; sid:1; rev:2;`
		if n.both {
			arrow = "<>"
		}
		if n.murky {
			options += ` content:"|0d 0a|";`
		}
		lines = append(lines, fmt.Sprintf("%s %s %s %s %s %s %s (%s)", strings.ToLower(n.action), n.protocol, n.source, strings.ReplaceAll(n.sourcePort, "ANY", "any"), arrow, strings.ReplaceAll(n.target, ",", ", "), n.targetPort, options))
		a.naive.rules = append(a.naive.rules, n)
	}
	return object{"RulesString": strings.Join(lines, "\n")}
}

func (a *answered) randomDomains(r *rand.Rand) object {
	targets := []string{pick(r, ".example.com", "api.example.com", "example.org"), pick(r, ".amazonaws.com", "s3.eu-west-1.amazonaws.com", "x.example.org")}
	kind := pick(r, "ALLOWLIST", "ALLOWLIST", "DENYLIST", "REJECTLIST", "ALERTLIST")
	kinds := pick(r, []string{"TLS_SNI"}, []string{"HTTP_HOST"}, []string{"HTTP_HOST", "TLS_SNI"})
	a.hosts = append(a.hosts, targets...)
	for _, k := range kinds {
		n := naiveRule{protocol: map[string]string{"TLS_SNI": "tls", "HTTP_HOST": "http"}[k], source: "$HOME_NET", sourcePort: "any", target: "$EXTERNAL_NET", targetPort: "any", names: targets, type_: "list"}
		n.action = map[string]string{"ALLOWLIST": "PASS", "DENYLIST": "DROP", "REJECTLIST": "REJECT", "ALERTLIST": "ALERT"}[kind]
		a.naive.rules = append(a.naive.rules, n)
		if kind == "ALLOWLIST" {
			n.action, n.names, n.murky = "DROP", nil, a.naive.strict
			a.naive.rules = append(a.naive.rules, n)
		}
	}
	return object{"RulesSourceList": object{"Targets": targets, "TargetTypes": kinds, "GeneratedRulesType": kind}}
}
