package oracle

import (
	"fmt"
	"maps"
	"strings"

	"mooring/internal/inventory"
)

// prefixLists are AWS's two and one of the customer's.
func (w *world) prefixLists() {
	s3 := [][]string{{"52.218.0.0/17"}, {"52.218.0.0/17", "3.5.64.0/21"}}[w.IntN(2)]
	dynamodb := []string{"52.94.24.0/23"}
	own := some(w, 0.4, []string{"52.218.0.0/18", "151.101.0.0/16", "3.5.64.0/21", "0.0.0.0/1", w.lands[len(w.lands)-1].cidr.String()})
	w.pool = append(w.pool, "0.0.0.0/0", "0.0.0.0/0", "52.0.0.0/8", "151.101.0.0/16", "52.218.0.0/18")
	w.pool = append(w.pool, s3...)
	w.pool6 = append(w.pool6, "::/0", "::/0", "2600::/12")
	for i, l := range []struct {
		name  string
		cidrs []string
	}{{listName(region, "s3"), s3}, {listName(region, "dynamodb"), dynamodb}, {"own", own}, {"other", own}} {
		id := fmt.Sprintf("pl-%08d", i+1)
		w.lists = append(w.lists, id)
		w.add("ec2:DescribeManagedPrefixLists", object{"PrefixListId": id, "PrefixListName": l.name, "State": "create-complete"})
		if isStorage(l.name) {
			w.add("ec2:DescribePrefixLists", object{"PrefixListId": id, "PrefixListName": l.name, "Cidrs": l.cidrs})
			continue
		}
		var entries []object
		for _, c := range l.cidrs {
			entries = append(entries, object{"Cidr": c})
		}
		w.answer("ec2:GetManagedPrefixListEntries", id, object{"Entries": list(entries)})
	}
}

// dns makes the attributes, the option set, private zones and forwarding rules.
func (w *world) dns(l *land) {
	w.answer("ec2:DescribeVpcAttribute", l.id+"/enableDnsSupport", object{"VpcId": l.id, "EnableDnsSupport": object{"Value": w.chance(0.96)}})
	w.answer("ec2:DescribeVpcAttribute", l.id+"/enableDnsHostnames", object{"VpcId": l.id, "EnableDnsHostnames": object{"Value": w.chance(0.92)}})
	var servers []object
	switch d := w.Float64(); {
	case d < 0.87:
		servers = []object{{"Value": "AmazonProvidedDNS"}}
	case d < 0.89:
		servers = []object{{"Value": l.cidr.Addr().Next().Next().String()}}
	case d < 0.91:
		servers = []object{{"Value": "169.254.169.253"}}
	case d < 0.95:
		servers = []object{{"Value": l.plots[0].spare()}}
	case d < 0.97:
		servers = []object{{"Value": "9.9.9.9"}}
	case d < 0.98:
		servers = []object{{"Value": w.lands[len(w.lands)-1].plots[0].spare()}}
	}
	configurations := []object{{"Key": "domain-name", "Values": []object{{"Value": "example.internal"}}}}
	if servers != nil {
		configurations = append(configurations, object{"Key": "domain-name-servers", "Values": servers})
	}
	w.add("ec2:DescribeDhcpOptions", object{"DhcpOptionsId": fmt.Sprintf("dopt-%08d", l.n+1), "DhcpConfigurations": configurations})
	domain := func() string {
		return pick(w, "corp.example", "amazonaws.com", "sts."+region+".amazonaws.com", "s3."+region+".amazonaws.com", region+".amazonaws.com")
	}
	if w.chance(0.07) {
		w.zone(domain(), nil, l.id)
	}
	if w.chance(0.07) {
		id := fmt.Sprintf("rslvr-rr-%d", l.n)
		w.add("route53resolver:ListResolverRules", object{"Id": id, "DomainName": domain() + ".", "RuleType": pick(w, "FORWARD", "FORWARD", "SYSTEM"), "Status": "COMPLETE"})
		w.add("route53resolver:ListResolverRuleAssociations", object{"Id": "rslvr-rrassoc-" + id, "ResolverRuleId": id, "VPCId": pick(w, l.id, l.id, "vpc-00000099")})
	}
}

// zone is a private hosted zone with records, answering in some VPCs. A VPC has
// one zone of a name.
func (w *world) zone(name string, records []object, vpcs ...string) {
	id := fmt.Sprintf("Z%08d", len(w.answers)+1)
	for _, v := range vpcs {
		for _, z := range w.zones[v] {
			if z["Name"] == name+"." {
				return
			}
		}
	}
	for _, v := range vpcs {
		w.zones[v] = append(w.zones[v], object{"HostedZoneId": id, "Name": name + ".", "Owner": object{"OwningAccount": account}})
	}
	w.answer("route53:ListResourceRecordSets", id, object{"ResourceRecordSets": append([]object{
		{"Name": name + ".", "Type": "NS", "TTL": 172800, "ResourceRecords": []object{{"Value": "ns-0.awsdns-00.com."}}},
	}, records...)})
}

// service makes an interface endpoint; in a hub the others find it by a zone.
func (w *world) service(l *land, service string, hub bool) {
	e := w.endpoint(l, service, "Interface")
	groups := w.someGroups(l)
	var subnets, interfaces, addresses []string
	for zone := range 2 {
		if zone > 0 && w.chance(0.5) {
			continue
		}
		at := zone
		if len(l.plots) > zone+2 && w.chance(0.5) {
			at = zone + 2
		}
		id, ip := w.plug(l, at, groups, false)
		subnets, interfaces, addresses = append(subnets, w.plugged(l).id), append(interfaces, id), append(addresses, ip)
	}
	own := fmt.Sprintf("%s-abcd.%s.%s.vpce.amazonaws.com", e["VpcEndpointId"], service, region)
	e["SubnetIds"], e["NetworkInterfaceIds"], e["Groups"] = subnets, interfaces, groupList(groups)
	e["PrivateDnsEnabled"] = w.chance(0.85)
	e["DnsEntries"] = namesOf(own, service, e["PrivateDnsEnabled"] == true)
	if service == "s3" {
		e["DnsOptions"] = object{"PrivateDnsOnlyForInboundResolverEndpoint": w.chance(0.5)}
	}
	if !hub {
		return
	}
	e["PrivateDnsEnabled"] = w.chance(0.05)
	host := hostOf(service)
	record := object{"Name": host + ".", "Type": "A", "AliasTarget": object{"HostedZoneId": "Z38GZ743OKFT7T", "DNSName": own + ".", "EvaluateTargetHealth": false}}
	if w.chance(0.4) {
		var values []object
		for _, a := range addresses {
			values = append(values, object{"Value": a})
		}
		record = object{"Name": host + ".", "Type": "A", "TTL": 60, "ResourceRecords": values}
	}
	records := []object{record}
	if service == "s3" {
		wild := maps.Clone(record)
		wild["Name"] = "\\052." + host + "."
		records = append(records, wild)
	}
	if w.chance(0.04) {
		records = nil
	}
	w.zone(host, records, some(w, 0.9, w.vpcIDs())...)
}

func (w *world) vpcIDs() []string {
	var out []string
	for _, l := range w.lands {
		out = append(out, l.id)
	}
	return out
}

// hostOf is the name that clients ask for.
func hostOf(service string) string {
	if kind, ok := strings.CutPrefix(service, "sagemaker."); ok {
		return kind + ".sagemaker." + region + ".amazonaws.com"
	}
	return service + "." + region + ".amazonaws.com"
}

// namesOf are an endpoint's own name and, as AWS lists them too (measured), its
// private ones.
func namesOf(own, service string, private bool) []object {
	names := []object{{"DnsName": own, "HostedZoneId": "Z38GZ743OKFT7T"}}
	if s, ok := inventory.ServiceByID(service); ok && private {
		for _, name := range s.HostNames("aws", region) {
			names = append(names, object{"DnsName": name, "HostedZoneId": fmt.Sprintf("Z%d", len(names))})
		}
	}
	return names
}
