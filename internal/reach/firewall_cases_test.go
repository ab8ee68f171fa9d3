package reach

import (
	"strings"

	"mooring/internal/inventory"
)

// firewallCase is a firewall asked about one flow, TCP 443 from within its VPC to
// a public address where nothing else is said.
type firewallCase struct {
	name     string
	a        *answered
	src, dst string
	flow     flow
	host     string
	want     Outcome
	rule     string
	filtered string
}

// orderCases are about which rule comes first, and about defaults.
func orderCases() []firewallCase {
	return []firewallCase{}
}

// domainCases are about domain lists.
func domainCases() []firewallCase {
	spokes := `,"RuleVariables":{"IPSets":{"HOME_NET":{"Definition":["10.0.0.0/8"]}}}}`
	return []firewallCase{
		{name: "no rules pass everything", a: withPolicy(`{}`), want: Passes},
		{name: "T10 action order: pass before drop, whatever the order of groups", a: withPolicy(`{}`, headers(header("DROP", "IP", "ANY", "ANY", "ANY")), headers(header("PASS", "TCP", "ANY", "ANY", "443"))), want: Passes, rule: "g1 rule 1: PASS TCP ANY ANY -> ANY 443"},
		{name: "T10 strict order: priority of groups", a: withPolicy(strict+`}`, headers(header("DROP", "IP", "ANY", "ANY", "ANY")), headers(header("PASS", "TCP", "ANY", "ANY", "443"))), want: Fails, rule: "g0 rule 1: DROP IP ANY ANY -> ANY ANY"},
		{name: "T10 strict order: a 5-tuple that passes needs no rule for its replies", a: withPolicy(denyAll, headers(header("PASS", "TCP", "$HOME_NET", "ANY", "443"))), want: Passes},
		{name: "drop_strict drops what no rule passes", a: withPolicy(denyAll, headers(header("PASS", "TCP", "$HOME_NET", "ANY", "80"))), want: Fails, rule: "stateful default action aws:drop_strict"},
		{name: "drop_strict drops the handshake before a name is seen", a: withPolicy(denyAll, domains("ALLOWLIST", ".example.com")), host: "a.example.com", want: Fails},
		{name: "drop_established lets the handshake through, then the name", a: withPolicy(established, domains("ALLOWLIST", ".example.com")), host: "a.example.com", want: Passes},
		{name: "drop_established drops another name", a: withPolicy(established, domains("ALLOWLIST", ".example.com")), host: "a.example.org", want: Fails},
		{name: "drop_established drops all UDP", a: withPolicy(established, domains("ALLOWLIST", ".example.com")), flow: flow{inventory.UDP, 4500}, want: Fails},
		{name: "a domain with a dot holds itself", a: withPolicy(established, domains("ALLOWLIST", ".example.com")), host: "example.com", want: Passes},
		{name: "a domain with a dot holds no longer label", a: withPolicy(established, domains("ALLOWLIST", ".example.com")), host: "anexample.com", want: Fails},
		{name: "a domain without a dot holds nothing below it", a: withPolicy(established, domains("ALLOWLIST", "example.com")), host: "a.example.com", want: Fails},
		{name: "names in capitals", a: withPolicy(established, domains("ALLOWLIST", ".Example.com")), host: "A.EXAMPLE.COM.", want: Passes},
		{name: "T11 an allow-list denies other names in action order", a: withPolicy(`{}`, domains("ALLOWLIST", ".example.com")), host: "pypi.example.net", want: Fails},
		{name: "T11 … and says nothing of other ports' protocols", a: withPolicy(`{}`, domains("ALLOWLIST", ".example.com")), flow: flow{inventory.TCP, 22}, want: Passes},
		{name: "T11 an allow-list alone under strict order is not decided", a: withPolicy(strict+`}`, domains("ALLOWLIST", ".example.com")), host: "pypi.example.net", want: Unclear},
		{name: "T11 a spoke outside HOME_NET bypasses the list", a: withPolicy(`{}`, domains("ALLOWLIST", ".example.com")), src: "10.1.0.5", host: "pypi.example.net", want: Passes},
		{name: "T11 a spoke within the list's own HOME_NET does not", a: withPolicy(`{}`, strings.TrimSuffix(domains("ALLOWLIST", ".example.com"), "}")+spokes), src: "10.1.0.5", host: "pypi.example.net", want: Fails},
		{name: "T11 HOME_NET of the policy", a: withPolicy(`{"PolicyVariables":{"RuleVariables":{"HOME_NET":{"Definition":["10.0.0.0/8"]}}}}`, domains("ALLOWLIST", ".example.com")), src: "10.1.0.5", host: "pypi.example.net", want: Fails},
		{name: "T11 within HOME_NET nothing is inspected", a: withPolicy(`{}`, domains("DENYLIST", ".example.com")), dst: "10.0.3.3", host: "a.example.com", want: Passes},
		{name: "a block added to the VPC may be in HOME_NET", a: withPolicy(`{}`, domains("ALLOWLIST", ".example.com")), src: "10.9.0.1", host: "pypi.example.net", want: Unclear},
		{name: "an allow-list and no name: filtered", a: withPolicy(`{}`, domains("ALLOWLIST", ".example.com", "b.test")), want: Passes, filtered: ".example.com b.test"},
		{name: "an allow-list in action order, and whatever the client likes: what is neither TLS nor HTTP passes", a: withPolicy(`{}`, domains("ALLOWLIST", ".example.com", "b.test")), host: anyName, want: Passes},
		{name: "an allow-list before a drop, and whatever the client likes: filtered", a: withPolicy(established, domains("ALLOWLIST", ".example.com", "b.test")), host: anyName, want: Passes, filtered: ".example.com b.test"},
		{name: "whatever the client likes, on any port", a: withPolicy(established, domains("ALLOWLIST", ".example.com")), flow: flow{inventory.TCP, 7}, host: anyName, want: Passes, filtered: ".example.com"},
		{name: "whatever the client likes, but no name is allowed", a: withPolicy(established, headers(header("PASS", "SSH", "10.9.0.0/16", "ANY", "ANY"))), flow: flow{inventory.TCP, 7}, host: anyName, want: Fails},
		{name: "a name or one below it, all of them listed", a: withPolicy(established, domains("ALLOWLIST", ".amazonaws.com")), host: ".s3.eu-west-1.amazonaws.com", want: Passes},
		{name: "a name or one below it, only itself listed", a: withPolicy(established, domains("ALLOWLIST", "s3.eu-west-1.amazonaws.com")), host: ".s3.eu-west-1.amazonaws.com", want: Passes, filtered: "s3.eu-west-1.amazonaws.com"},
		{name: "a pass by 5-tuple goes past a deny-list in action order", a: withPolicy(`{}`, domains("DENYLIST", ".example.com"), headers(header("PASS", "TCP", "ANY", "ANY", "443"))), host: "a.example.com", want: Passes},
		{name: "a deny-list", a: withPolicy(`{}`, domains("REJECTLIST", ".example.com")), host: "a.example.com", want: Fails},
		{name: "an alert changes nothing", a: withPolicy(established, headers(header("ALERT", "IP", "ANY", "ANY", "ANY"))), want: Fails},
		{name: "app layer drops the greeting of a server", a: withPolicy(strict+`,"StatefulDefaultActions":["aws:drop_established_app_layer"]}`, headers(header("PASS", "SSH", "ANY", "52.218.0.0/17", "22"))), flow: flow{inventory.TCP, 22}, want: Fails},
	}
}

// undecidedCases are about what is not decided, and where that does not matter.
func undecidedCases() []firewallCase {
	return []firewallCase{
		{name: "T12 an option that is not decided", a: withPolicy(`{}`, text(`drop tcp any any -> any 443 (content:"x"; sid:1;)`)), want: Unclear},
		{name: "T12 … on another port", a: withPolicy(`{}`, text(`drop tcp any any -> any 80 (content:"x"; sid:1;)`)), want: Passes},
		{name: "T12 … behind a rule that passes first", a: withPolicy(`{}`, text("drop tcp any any -> any 443 (content:\"x\"; sid:1;)\npass tcp any any -> any 443 (sid:2;)")), want: Passes},
		{name: "T12 … behind a rule that drops all", a: withPolicy(strict+`}`, headers(header("DROP", "TCP", "ANY", "ANY", "443")), text("pass tcp any any -> any 443 (content:\"x\"; sid:1;)")), want: Fails},
		{name: "T12 plain rules in Suricata's language are decided", a: withPolicy(denyAll, text("pass tcp $HOME_NET any -> [52.218.0.0/17, 52.219.0.0/16] [443,8443] (msg:\"a;b\"; sid:1;)")), want: Passes},
		{name: "T12 text that cannot be read", a: withPolicy(`{}`, text("drop tcp any any any 443")), want: Unclear},
		{name: "T12 a group that AWS manages", a: withPolicy(`{}`, "managed"), want: Unclear},
		{name: "T12 a group that AWS manages, behind a rule that passes", a: withPolicy(`{}`, "managed", headers(header("PASS", "IP", "ANY", "ANY", "ANY"))), want: Passes},
		{name: "T12 a group that AWS manages, before a rule that passes", a: withPolicy(strict+`}`, "managed", headers(header("PASS", "IP", "ANY", "ANY", "ANY"))), want: Unclear},
		{name: "a group that was not read", a: withPolicy(denyAll, "unread"), want: Unclear},
		{name: "a group of two forms", a: withPolicy(denyAll, `{"RulesSource":{"RulesString":"x","StatefulRules":[]}}`), want: Unclear},
		{name: "a group with a tag that is not known", a: withPolicy(`{}`, `{"RulesSource":{"RulesByMagic":{}}}`), want: Unclear},
		{name: "a policy with a member that is not known", a: withPolicy(`{"FirewallSection":{}}`), want: Unclear},
		{name: "a default action that is not known", a: withPolicy(strict + `,"StatefulDefaultActions":["aws:drop_dreams"]}`), want: Unclear},
		{name: "TLS inspection", a: withPolicy(`{"TLSInspectionConfigurationArn":"arn:aws:network-firewall:eu-west-1:111122223333:tls-configuration/t"}`), want: Unclear},
		{name: "TLS inspection and a drop before it", a: withPolicy(`{"TLSInspectionConfigurationArn":"arn:aws:network-firewall:eu-west-1:111122223333:tls-configuration/t"}`, headers(header("DROP", "TCP", "ANY", "ANY", "443"))), want: Fails},
		{name: "a variable that nothing defines", a: withPolicy(denyAll, headers(header("PASS", "TCP", "$NOWHERE", "ANY", "443"))), want: Unclear},
		{name: "a reference to a resource group", a: withPolicy(denyAll, `{"ReferenceSets":{"IPSetReferences":{"S3":{"ReferenceArn":"arn:aws:resource-groups:eu-west-1:111122223333:group/x"}}},"RulesSource":{"RulesString":"pass tcp any any -> @S3 443 (sid:1;)"}}`), want: Unclear},
		{name: "IPv6 past a HOME_NET of IPv4 blocks is not decided", a: withPolicy(`{}`, domains("ALLOWLIST", ".example.com")), dst: "2600::1", host: "pypi.example.net", want: Unclear},
	}
}
