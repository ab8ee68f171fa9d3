package inventory

// Kinds of those who answer names.
const (
	KindResolverEndpoint       Kind = "resolver-endpoint"
	KindDNSFirewallAssociation Kind = "firewall-rule-group-association"
	KindDNSFirewallGroup       Kind = "dns-firewall-rule-group"
	KindProfileAssociation     Kind = "profile-association"
)

// namingEntries says how the answers about those who answer names become objects.
func namingEntries() map[string]entry {
	listed := func(kind Kind, items string) entry { return entry{kind: kind, items: items, id: byMember("Id")} }
	about := func(kind Kind) entry { return entry{kind: kind, id: bySubject} }
	return map[string]entry{
		"route53resolver:ListResolverEndpoints":             listed(KindResolverEndpoint, "ResolverEndpoints"),
		"route53resolver:ListResolverEndpointIpAddresses":   about("resolver-endpoint-addresses"),
		"route53resolver:ListFirewallRuleGroupAssociations": listed(KindDNSFirewallAssociation, "FirewallRuleGroupAssociations"),
		"route53resolver:ListFirewallRules":                 about("dns-firewall-rules"),
		"route53resolver:ListFirewallDomainLists":           listed("dns-firewall-domain-list", "FirewallDomainLists"),
		"route53resolver:ListFirewallDomains":               about("dns-firewall-domains"),
		"route53profiles:ListProfileAssociations":           listed(KindProfileAssociation, "ProfileAssociations"),
		"route53profiles:ListProfileResourceAssociations":   about("profile-resources"),
	}
}

// naming decodes them into the snapshot's tables.
func (b *builder) naming(tags tagIndex) {
	n := &b.snapshot.net
	fill(b, &n.resolvers, "route53resolver:ListResolverEndpoints", KindResolverEndpoint, "HostVPCId", b.decodeResolverEndpoint, "Arn", tags)
	fill(b, &n.screens, "route53resolver:ListFirewallRuleGroupAssociations", KindDNSFirewallAssociation, "VpcId", decodeDNSFirewallAssociation, "Arn", tags)
	fill(b, &n.profiles, "route53profiles:ListProfileAssociations", KindProfileAssociation, "", decodeProfileAssociation, "", tags)
	b.dnsFirewall()
	b.profileResources()
}
