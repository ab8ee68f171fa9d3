package audit

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

type item = map[string]any

// openWorld reads a world of testdata, or the hub.
func openWorld(t *testing.T, name string) *world {
	t.Helper()
	if name == "hub" {
		return hub(t)
	}
	if !strings.HasPrefix(name, "t2-") {
		return &world{t, readWorld(t, "testdata/worlds/"+name+".txtar").files, "111122223333/eu-west-1/"}
	}
	w := &world{t, fstest.MapFS{}, ""}
	from := os.DirFS(filepath.Join("testdata/oracle", name, "world"))
	err := fs.WalkDir(from, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if path.Base(file) == "describe-vpcs.json" {
			w.place = path.Dir(file) + "/"
		}
		raw, err := fs.ReadFile(from, file)
		w.files[file] = &fstest.MapFile{Data: raw}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// each changes the items of a list, and may add to it.
func (w *world) each(file, list string, change func(item), more ...item) {
	w.t.Helper()
	at := w.place + file + ".json"
	body := map[string]any{}
	if err := json.Unmarshal(w.files[at].Data, &body); err != nil {
		w.t.Fatal(err)
	}
	all, _ := body[list].([]any)
	for _, one := range all {
		change(one.(item))
	}
	for _, m := range more {
		all = append(all, m)
	}
	body[list] = all
	raw, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	w.files[at] = &fstest.MapFile{Data: raw}
}

// one changes the item with this id, which must be there.
func (w *world) one(file, list, key, id string, change func(item)) {
	w.t.Helper()
	found := false
	w.each(file, list, func(i item) {
		if i[key] == id {
			found = true
			change(i)
		}
	})
	if !found {
		w.t.Fatalf("%s has no %s", file, id)
	}
}

func (w *world) table(id string, change func(item)) {
	w.t.Helper()
	w.one("describe-route-tables", "RouteTables", "RouteTableId", id, change)
}

// routes adds routes to a table, given as destination, kind of target and target.
func (w *world) routes(table string, all ...[3]string) {
	w.t.Helper()
	w.table(table, func(i item) {
		for _, r := range all {
			i["Routes"] = append(i["Routes"].([]any), route(r[0], r[1], r[2]))
		}
	})
}

func route(to, kind, target string) item {
	key := "DestinationCidrBlock"
	switch {
	case strings.HasPrefix(to, "pl-"):
		key = "DestinationPrefixListId"
	case strings.Contains(to, ":"):
		key = "DestinationIpv6CidrBlock"
	}
	out := item{key: to, kind: target, "Origin": "CreateRoute", "State": "active"}
	if kind == "blackhole" {
		delete(out, kind)
		out["NatGatewayId"], out["State"] = target, "blackhole"
	}
	return out
}

// withoutRoute takes a destination out of a table.
func (w *world) withoutRoute(table, to string) {
	w.t.Helper()
	w.table(table, func(i item) {
		var kept []any
		for _, r := range i["Routes"].([]any) {
			if r.(item)["DestinationCidrBlock"] != to && r.(item)["DestinationIpv6CidrBlock"] != to {
				kept = append(kept, r)
			}
		}
		i["Routes"] = kept
	})
}

func (w *world) securityGroup(id string, change func(item)) {
	w.t.Helper()
	w.one("describe-security-groups", "SecurityGroups", "GroupId", id, change)
}

// admits replaces what a group lets in: TCP 443 from a group.
func (w *world) admits(group, from string) {
	w.t.Helper()
	w.securityGroup(group, func(i item) {
		i["IpPermissions"] = []any{item{
			"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": []any{}, "Ipv6Ranges": []any{}, "PrefixListIds": []any{},
			"UserIdGroupPairs": []any{item{"UserId": "111122223333", "GroupId": from}},
		}}
	})
}

// standIn moves the interfaces of an endpoint into a group.
func (w *world) standIn(endpoint, group string) {
	w.t.Helper()
	in := []any{item{"GroupId": group, "GroupName": group}}
	w.one("describe-vpc-endpoints", "VpcEndpoints", "VpcEndpointId", endpoint, func(i item) { i["Groups"] = in })
	w.each("describe-network-interfaces", "NetworkInterfaces", func(i item) {
		if strings.HasSuffix(i["Description"].(string), endpoint) {
			i["Groups"] = in
		}
	})
}

// subnetACL gives a subnet an ACL of its own; entries are direction, action, CIDR.
func (w *world) subnetACL(id, subnet, vpc string, entries ...[3]string) {
	w.t.Helper()
	var all []any
	for n, e := range append(entries, [3]string{"in", "allow", "0.0.0.0/0"}, [3]string{"out", "allow", "0.0.0.0/0"}) {
		all = append(all, item{"Egress": e[0] == "out", "RuleAction": e[1], "CidrBlock": e[2], "Protocol": "-1", "RuleNumber": 10 * (n + 1)})
	}
	w.each("describe-network-acls", "NetworkAcls", func(i item) {
		var kept []any
		for _, a := range i["Associations"].([]any) {
			if a.(item)["SubnetId"] != subnet {
				kept = append(kept, a)
			}
		}
		i["Associations"] = kept
		if kept == nil {
			i["Associations"] = []any{}
		}
	}, item{
		"NetworkAclId": id, "VpcId": vpc, "IsDefault": false, "OwnerId": "111122223333", "Entries": all, "Tags": []any{},
		"Associations": []any{item{"NetworkAclAssociationId": "aclassoc-" + id, "NetworkAclId": id, "SubnetId": subnet}},
	})
}

func gatewayOfIPv6(w *world) {
	w.each("describe-vpc-endpoints", "VpcEndpoints", func(v item) {
		if v["VpcEndpointId"] == "vpce-00000053" {
			v["IpAddressType"] = "ipv6"
		}
	})
}

// overlapped attaches another VPC with the block of vpc-00000001 to the transit
// gateway, as one that was there before: its route is the one that is propagated.
func (w *world) overlapped(table string) {
	w.t.Helper()
	const vpc, subnet, attachment = "vpc-00000003", "subnet-0000031a", "tgw-attach-00000003"
	w.each("describe-vpcs", "Vpcs", func(item) {}, item{
		"VpcId": vpc, "CidrBlock": "10.20.0.0/16", "DhcpOptionsId": "dopt-00000001", "State": "available", "OwnerId": "111122223333", "IsDefault": false,
		"CidrBlockAssociationSet": []any{item{"CidrBlock": "10.20.0.0/16", "CidrBlockState": item{"State": "associated"}}},
	})
	w.each("describe-subnets", "Subnets", func(item) {}, item{
		"SubnetId": subnet, "VpcId": vpc, "CidrBlock": "10.20.10.0/24", "AvailabilityZone": "eu-west-1a", "AvailabilityZoneId": "euw1-az1", "OwnerId": "111122223333",
	})
	w.each("describe-route-tables", "RouteTables", func(item) {}, item{
		"RouteTableId": "rtb-0000031a", "VpcId": vpc, "OwnerId": "111122223333", "Associations": []any{item{"Main": true, "RouteTableId": "rtb-0000031a", "AssociationState": item{"State": "associated"}}},
		"Routes": []any{item{"DestinationCidrBlock": "10.20.0.0/16", "GatewayId": "local", "Origin": "CreateRouteTable", "State": "active"}},
	})
	w.subnetACL("acl-0000031a", subnet, vpc)
	w.each("describe-transit-gateway-attachments", "TransitGatewayAttachments", func(item) {}, item{
		"TransitGatewayAttachmentId": attachment, "TransitGatewayId": "tgw-00000001", "TransitGatewayOwnerId": "111122223333", "ResourceOwnerId": "111122223333",
		"ResourceType": "vpc", "ResourceId": vpc, "State": "available", "Association": item{"TransitGatewayRouteTableId": table, "State": "associated"},
	})
	w.each("describe-transit-gateway-vpc-attachments", "TransitGatewayVpcAttachments", func(item) {}, item{
		"TransitGatewayAttachmentId": attachment, "TransitGatewayId": "tgw-00000001", "VpcId": vpc, "VpcOwnerId": "111122223333", "State": "available",
		"SubnetIds": []any{subnet}, "Options": item{"DnsSupport": "enable", "Ipv6Support": "disable", "ApplianceModeSupport": "disable"},
	})
	w.each("search-transit-gateway-routes-"+table, "Routes", func(i item) {
		i["TransitGatewayAttachments"] = []any{item{"ResourceId": vpc, "TransitGatewayAttachmentId": attachment, "ResourceType": "vpc"}}
	})
}
