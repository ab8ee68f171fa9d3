package inventory

import (
	"fmt"
	"strings"
	"testing"
)

func TestTransitGatewayOptions(t *testing.T) {
	s := built(told("ec2:DescribeTransitGateways", "", `{"TransitGateways":[
		{"TransitGatewayId":"tgw-1","State":"available","OwnerId":"111122223333","Options":{"SecurityGroupReferencingSupport":"enable","DnsSupport":"disable",
			"AssociationDefaultRouteTableId":"tgw-rtb-1","PropagationDefaultRouteTableId":"tgw-rtb-2"}},
		{"TransitGatewayId":"tgw-2","State":"available","Options":{"SecurityGroupReferencingSupport":"sometimes"}},
		{"TransitGatewayId":"tgw-3","State":"available"}]}`))
	for id, want := range map[string]string{
		"tgw-1": "true false tgw-rtb-1 tgw-rtb-2", "tgw-2": "?operation ?operation  ", "tgw-3": "?operation ?operation  ",
	} {
		g := got(t, s.TransitGateway(here(), id))
		if spelt := strings.Join([]string{value(g.GroupReferences), value(g.DNSSupport), g.AssociationTable, g.PropagationTable}, " "); spelt != want {
			t.Errorf("%s: %q, want %q", id, spelt, want)
		}
	}
}

func TestTransitAttachmentKinds(t *testing.T) {
	s := built(
		told("ec2:DescribeTransitGatewayAttachments", "", `{"TransitGatewayAttachments":[
			{"TransitGatewayAttachmentId":"a-1","TransitGatewayId":"tgw-1","TransitGatewayOwnerId":"111122223333","ResourceType":"vpc","ResourceId":"vpc-1","ResourceOwnerId":"444455556666","State":"available",
				"Association":{"TransitGatewayRouteTableId":"tgw-rtb-1","State":"associated"}},
			{"TransitGatewayAttachmentId":"a-2","TransitGatewayId":"tgw-1","TransitGatewayOwnerId":"111122223333","ResourceType":"vpn","ResourceId":"vpn-1","ResourceOwnerId":"111122223333","State":"available"}]}`),
		told("ec2:DescribeTransitGatewayVpcAttachments", "", `{"TransitGatewayVpcAttachments":[
			{"TransitGatewayAttachmentId":"a-1","TransitGatewayId":"tgw-1","VpcId":"vpc-1","VpcOwnerId":"444455556666","State":"available","SubnetIds":["subnet-1"],
				"Options":{"ApplianceModeSupport":"enable","Ipv6Support":"enable","DnsSupport":"enable","SecurityGroupReferencingSupport":"disable"}}]}`),
	)
	vpc, vpn := got(t, s.AttachmentTo(here(), "tgw-1", "a-1")), got(t, s.AttachmentTo(here(), "tgw-1", "a-2"))
	if spelt := words(vpc.Kind, vpc.Resource, vpc.ResourceOwner, value(vpc.Appliance), vpc.IPv6, value(vpc.DNSSupport), value(vpc.GroupReferences), value(vpc.Table)); spelt != "vpc vpc-1 444455556666 true true true false tgw-rtb-1" {
		t.Errorf("vpc attachment: %s", spelt)
	}
	if spelt := words(vpn.Kind, vpn.Resource, vpn.ResourceOwner, vpn.VPC, value(vpn.GroupReferences), value(vpn.Table)); spelt != "vpn vpn-1 111122223333  ?operation " {
		t.Errorf("vpn attachment: %q", spelt)
	}
}

// TestTransitPeering: the two ends of a peering attachment are told apart by
// their transit gateways, be the attachment's id one or two.
func TestTransitPeering(t *testing.T) {
	far := Scope{Partition: "aws", Account: "444455556666", Region: "us-east-1"}
	end := func(scope Scope, id, gateway, state string) Answer {
		a := told("ec2:DescribeTransitGatewayAttachments", "", `{"TransitGatewayAttachments":[{"TransitGatewayAttachmentId":"`+id+`","TransitGatewayId":"`+gateway+`","TransitGatewayOwnerId":"`+scope.Account+`","ResourceType":"peering","State":"`+state+`","Association":{"TransitGatewayRouteTableId":"rtb-of-`+gateway+`","State":"associated"}}]}`)
		a.Scope = scope
		return a
	}
	peering := func(more, state string) Answer {
		return told("ec2:DescribeTransitGatewayPeeringAttachments", "", `{"TransitGatewayPeeringAttachments":[{"TransitGatewayAttachmentId":"a-1","State":"`+state+`",`+more+`
			"RequesterTgwInfo":{"TransitGatewayId":"tgw-1","OwnerId":"111122223333","Region":"`+here().Region+`"},"AccepterTgwInfo":{"TransitGatewayId":"tgw-2","OwnerId":"444455556666","Region":"us-east-1"}}]}`)
	}
	const other = `"AccepterTransitGatewayAttachmentId":"a-2",`
	near := end(here(), "a-1", "tgw-1", "available")
	tests := []struct {
		name, want string
		answers    []Answer
	}{
		{"one id", "tgw-2 rtb-of-tgw-2", []Answer{near, peering("", "available"), end(far, "a-1", "tgw-2", "available")}},
		{"two ids", "tgw-2 rtb-of-tgw-2", []Answer{near, peering(other, "available"), end(far, "a-2", "tgw-2", "available")}},
		{"the other account not read", "?", []Answer{near, peering("", "available")}},
		{"peering attachments not asked for", "?", []Answer{near, end(far, "a-1", "tgw-2", "available")}},
		{"two states", "?", []Answer{near, peering("", "failed"), end(far, "a-1", "tgw-2", "available")}},
		{"another pair", "?", []Answer{near, peering(other, "available"), end(far, "a-2", "tgw-3", "available")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := built(tt.answers...)
			spelt := "?"
			if a, ok := s.PeeredAttachment(got(t, s.AttachmentTo(here(), "tgw-1", "a-1"))).Get(); ok {
				spelt = a.Gateway + " " + value(s.AssociatedTable(a))
			}
			if spelt != tt.want {
				t.Errorf("%s, want %s", spelt, tt.want)
			}
		})
	}
}

// TestAssociatedTable: the owner of a transit gateway alone is told which table an
// attachment uses; another account's answers do not hide it.
func TestAssociatedTable(t *testing.T) {
	answer := func(account, more string) []Answer {
		general := told("ec2:DescribeTransitGatewayAttachments", "", `{"TransitGatewayAttachments":[{"TransitGatewayAttachmentId":"a-1","TransitGatewayId":"tgw-1","TransitGatewayOwnerId":"444455556666","ResourceType":"vpc","ResourceId":"vpc-1","State":"available"`+more+`}]}`)
		described := told("ec2:DescribeTransitGatewayVpcAttachments", "", `{"TransitGatewayVpcAttachments":[{"TransitGatewayAttachmentId":"a-1","TransitGatewayId":"tgw-1","VpcId":"vpc-1","VpcOwnerId":"111122223333","State":"available","SubnetIds":["subnet-1"]}]}`)
		general.Account, described.Account = account, account
		return []Answer{general, described}
	}
	spoke := answer("111122223333", "")
	vpc := &VPC{Meta: Meta{Key: Key{Scope: here(), ID: "vpc-1"}}}
	for name, tt := range map[string]struct {
		answers []Answer
		want    string
	}{
		"the owner not read":   {spoke, "?account"},
		"the owner read":       {append(spoke, answer("444455556666", `,"Association":{"TransitGatewayRouteTableId":"tgw-rtb-1","State":"associated"}`)...), "tgw-rtb-1"},
		"associated with none": {append(spoke, answer("444455556666", "")...), ""},
	} {
		s := built(tt.answers...)
		if spelt := value(s.AssociatedTable(got(t, s.AttachmentOf(vpc, "tgw-1")))); spelt != tt.want {
			t.Errorf("%s: %q, want %q", name, spelt, tt.want)
		}
	}
}

// TestTransitRoutes: what a search and the references to prefix lists say
// together; a search that names no list needs no references.
func TestTransitRoutes(t *testing.T) {
	const (
		plain      = `{"DestinationCidrBlock":"10.0.0.0/8","Type":"propagated","State":"active","TransitGatewayAttachments":[{"TransitGatewayAttachmentId":"a-1","ResourceType":"vpc"}]}`
		shared     = `{"DestinationCidrBlock":"10.0.0.0/8","Type":"static","State":"active","TransitGatewayAttachments":[{"TransitGatewayAttachmentId":"a-1","ResourceType":"vpn"},{"TransitGatewayAttachmentId":"a-2","ResourceType":"vpn"}]}`
		mixed      = `{"DestinationCidrBlock":"10.0.0.0/8","Type":"static","State":"active","TransitGatewayAttachments":[{"TransitGatewayAttachmentId":"a-1","ResourceType":"vpn"},{"TransitGatewayAttachmentId":"a-2","ResourceType":"vpc"}]}`
		ofList     = `{"DestinationCidrBlock":"10.0.0.0/8","PrefixListId":"pl-1","Type":"static","State":"active","TransitGatewayAttachments":[{"TransitGatewayAttachmentId":"a-1","ResourceType":"vpc"}]}`
		listAlone  = `{"PrefixListId":"pl-1","Type":"static","State":"active"}`
		nowhere    = `{"DestinationCidrBlock":"10.0.0.0/8","Type":"static","State":"active"}`
		blackhole  = `{"DestinationCidrBlock":"10.0.0.0/8","Type":"static","State":"blackhole"}`
		deleted    = `{"DestinationCidrBlock":"10.0.0.0/8","Type":"static","State":"deleted"}`
		system     = `{"DestinationCidrBlock":"10.0.0.0/8","Type":"system","State":"active"}`
		reference  = `{"TransitGatewayPrefixListReferences":[{"PrefixListId":"pl-1","State":"available","Blackhole":false,"TransitGatewayAttachment":{"TransitGatewayAttachmentId":"a-9","ResourceType":"peering"}}]}`
		dropped    = `{"TransitGatewayPrefixListReferences":[{"PrefixListId":"pl-1","State":"available","Blackhole":true}]}`
		going      = `{"TransitGatewayPrefixListReferences":[{"PrefixListId":"pl-1","State":"deleting","Blackhole":true}]}`
		unreferred = `{"TransitGatewayPrefixListReferences":[]}`
	)
	tests := []struct{ name, routes, references, want string }{
		{"propagated", plain, "", "10.0.0.0/8→vpc[a-1] propagated"},
		{"several attachments", shared, "", "10.0.0.0/8→vpn[a-1 a-2] static"},
		{"of several kinds", mixed, "", "?operation"},
		{"of a prefix list", ofList, "", "10.0.0.0/8(pl-1)→vpc[a-1] static"},
		{"of a prefix list that is referred to", ofList, reference, "10.0.0.0/8(pl-1)→vpc[a-1] static"},
		{"a list alone", listAlone, reference, "(pl-1)→peering[a-9] static"},
		{"a list alone, references never asked", listAlone, "", "?operation"},
		{"a list alone, references denied", listAlone, "UnauthorizedOperation", "?permission"},
		{"a list alone, without a reference", listAlone, unreferred, "?operation"},
		{"a reference alone", plain, dropped, "10.0.0.0/8→vpc[a-1] propagated, (pl-1)→[] static blackhole"},
		{"a reference on its way out", plain, going, "10.0.0.0/8→vpc[a-1] propagated"},
		{"no reference", plain, unreferred, "10.0.0.0/8→vpc[a-1] propagated"},
		{"references denied", plain, "UnauthorizedOperation", "?permission"},
		{"nowhere", nowhere, "", "?operation"},
		{"blackhole", blackhole, "", "10.0.0.0/8→[] static blackhole"},
		{"deleted", deleted, "", ""},
		{"of a type that is not known", system, "", "?operation"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			answers := []Answer{
				told("ec2:DescribeTransitGatewayRouteTables", "", `{"TransitGatewayRouteTables":[{"TransitGatewayRouteTableId":"tgw-rtb-1","TransitGatewayId":"tgw-1"}]}`),
				told("ec2:SearchTransitGatewayRoutes", "tgw-rtb-1", `{"Routes":[`+tt.routes+`]}`),
			}
			if tt.references != "" {
				answers = append(answers, told("ec2:GetTransitGatewayPrefixListReferences", "tgw-rtb-1", tt.references))
			}
			if spelt := spellRoutes(got(t, built(answers...).TransitRouteTable(here(), "tgw-rtb-1")).Routes); spelt != tt.want {
				t.Errorf("%s, want %s", spelt, tt.want)
			}
		})
	}
}

func spellRoutes(routes Value[[]TransitRoute]) string {
	all, ok := routes.Get()
	if !ok {
		return value(routes)
	}
	var out []string
	for _, r := range all {
		destination := ""
		if r.Destination.IsValid() {
			destination = r.Destination.String()
		}
		if r.PrefixList != "" {
			destination += "(" + r.PrefixList + ")"
		}
		text := fmt.Sprintf("%s→%s%v %s", destination, r.Kind, r.Attachments, map[bool]string{true: "static", false: "propagated"}[r.Static])
		if r.Blackhole {
			text += " blackhole"
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}
