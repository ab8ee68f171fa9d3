package oracle

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/netip"

	"mooring/internal/inventory"
)

const (
	account = "111122223333"
	region  = "eu-west-1"
	vpcID   = "vpc-00000001"
)

func listName(service string) string { return "com.amazonaws." + region + "." + service }

type object map[string]any

// world is one random account: raw answers by operation.
type world struct {
	*rand.Rand
	cidr       netip.Prefix
	second     netip.Prefix // zero where the VPC has one block
	subnets    []netip.Prefix
	pool       []string // blocks that rules name
	groups     []string
	lists      []string // prefix list ids
	nats       []string
	eni        int
	interfaces []object
	endpoints  []object
	gatewayTo  map[int][]object // routes to gateway endpoints, by table
	tables     int
	answers    []inventory.Answer
}

func (w *world) chance(p float64) bool { return w.Float64() < p }

func pick[T any](w *world, from ...T) T { return from[w.IntN(len(from))] }

// some draws a few, each at most once, keeping order.
func some[T any](w *world, p float64, from []T) []T {
	var out []T
	for _, x := range from {
		if w.chance(p) {
			out = append(out, x)
		}
	}
	return out
}

func (w *world) answer(operation, subject string, body object) {
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	scope := inventory.Scope{Partition: "aws", Account: account, Region: region}
	if operation == "route53:ListHostedZonesByVPC" {
		scope.Region = ""
	}
	w.answers = append(w.answers, inventory.Answer{Scope: scope, Operation: operation, Subject: subject, Body: raw})
}

func subnetID(i int) string { return fmt.Sprintf("subnet-%08d", i+1) }
func tableID(i int) string  { return fmt.Sprintf("rtb-%08d", i+1) }
func zone(i int) string     { return region + string(rune('a'+i%2)) }

// worldOf is the world of a seed.
func worldOf(seed uint64) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 0x6d6f6f72)), gatewayTo: map[int][]object{}}
	w.addressing()
	w.prefixLists()
	w.dns()
	for i := range 3 {
		w.groups = append(w.groups, fmt.Sprintf("sg-%08d", i+1))
	}
	w.internet()
	w.vpcEndpoints()
	w.resources()
	w.securityGroups()
	w.networkACLs()
	w.routeTables()
	w.answer("ec2:DescribeNetworkInterfaces", "", object{"NetworkInterfaces": list(w.interfaces)})
	w.answer("ec2:DescribeVpcEndpoints", "", object{"VpcEndpoints": list(w.endpoints)})
	w.nothingElse()
	return w
}

// list is never null: an empty answer is an answer.
func list[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}

// addressing makes the VPC and its subnets, of several sizes.
func (w *world) addressing() {
	w.cidr = netip.MustParsePrefix(pick(w, "10.7.0.0/16", "172.20.0.0/20", "192.168.0.0/21", "100.64.0.0/18"))
	blocks := []object{{"CidrBlock": w.cidr.String(), "CidrBlockState": object{"State": "associated"}}}
	if w.chance(0.25) {
		w.second = netip.MustParsePrefix("100.96.4.0/22")
		blocks = append(blocks, object{"CidrBlock": w.second.String(), "CidrBlockState": object{"State": "associated"}})
	}
	var subnets []object
	base := w.cidr.Addr().As4()
	for i := range 2 + w.IntN(4) {
		p := netip.PrefixFrom(netip.AddrFrom4([4]byte{base[0], base[1], base[2] + byte(i), byte(w.IntN(2) * 128)}), pick(w, 25, 26, 27, 28))
		if w.second.IsValid() && i == 2 {
			p = netip.MustParsePrefix("100.96.5.0/25")
		}
		w.subnets = append(w.subnets, p)
		subnets = append(subnets, object{
			"SubnetId": subnetID(i), "VpcId": vpcID, "CidrBlock": p.String(), "AvailabilityZone": zone(i), "AvailabilityZoneId": "euw1-az" + string(rune('1'+i%2)),
			"OwnerId": account, "AvailableIpAddressCount": 9, "SubnetArn": "arn:aws:ec2:" + region + ":" + account + ":subnet/" + subnetID(i),
		})
		w.pool = append(w.pool, p.String(), netip.PrefixFrom(p.Addr(), p.Bits()+1).String())
	}
	w.pool = append(w.pool, w.cidr.String(), netip.PrefixFrom(w.cidr.Addr(), 8).Masked().String())
	w.answer("ec2:DescribeSubnets", "", object{"Subnets": subnets})
	options := "dopt-00000001"
	if w.chance(0.04) {
		options = "default"
	}
	w.answer("ec2:DescribeVpcs", "", object{"Vpcs": []object{{
		"VpcId": vpcID, "CidrBlock": w.cidr.String(), "CidrBlockAssociationSet": blocks, "DhcpOptionsId": options, "OwnerId": account, "IsDefault": false, "State": "available",
	}}})
}

// address is the nth usable one of a subnet.
func (w *world) address(subnet, n int) string {
	b := w.subnets[subnet].Addr().As4()
	b[3] += byte(4 + n)
	return netip.AddrFrom4(b).String()
}

// newInterface plugs an interface in and names its address in the pool.
func (w *world) newInterface(subnet int, groups []string, public bool) string {
	w.eni++
	id := fmt.Sprintf("eni-%08d", w.eni)
	ip := w.address(subnet, w.eni%8)
	for _, other := range w.interfaces {
		if other["PrivateIpAddress"] == ip {
			ip = w.address(subnet, 8)
		}
	}
	n := object{
		"NetworkInterfaceId": id, "VpcId": vpcID, "SubnetId": subnetID(subnet), "InterfaceType": "interface", "PrivateIpAddress": ip,
		"PrivateIpAddresses": []object{{"Primary": true, "PrivateIpAddress": ip}}, "Groups": groupList(groups), "SourceDestCheck": true, "Status": "in-use",
	}
	if public {
		n["Association"] = object{"PublicIp": "18.200.1.1"}
	}
	w.interfaces = append(w.interfaces, n)
	w.pool = append(w.pool, ip+"/32")
	return id
}

func groupList(ids []string) []object {
	out := []object{}
	for _, id := range ids {
		out = append(out, object{"GroupId": id})
	}
	return out
}

// someGroups are one or two.
func (w *world) someGroups() []string {
	out := some(w, 0.4, w.groups)
	if len(out) == 0 {
		out = []string{pick(w, w.groups...)}
	}
	return out
}

// prefixLists are AWS's two and one of the customer's.
func (w *world) prefixLists() {
	s3 := [][]string{{"52.218.0.0/17"}, {"52.218.0.0/17", "3.5.64.0/21"}, {"52.218.0.0/17", "3.5.64.0/21", "18.34.0.0/19"}}[w.IntN(3)]
	dynamodb := []string{"52.94.24.0/23"}
	own := some(w, 0.5, []string{"52.218.0.0/18", "151.101.0.0/16", "3.5.64.0/21", "0.0.0.0/1", w.cidr.String()})
	w.pool = append(w.pool, "0.0.0.0/0", "0.0.0.0/0", "52.0.0.0/8", "128.0.0.0/1", "151.101.0.0/16", "52.218.0.0/18", "3.5.64.0/22")
	w.pool = append(w.pool, s3...)
	var managed, raw []object
	for i, l := range []struct {
		name  string
		cidrs []string
	}{{listName("s3"), s3}, {listName("dynamodb"), dynamodb}, {"own", own}} {
		id := fmt.Sprintf("pl-%08d", i+1)
		w.lists = append(w.lists, id)
		managed = append(managed, object{"PrefixListId": id, "PrefixListName": l.name, "State": "create-complete"})
		if l.name != "own" {
			raw = append(raw, object{"PrefixListId": id, "PrefixListName": l.name, "Cidrs": l.cidrs})
			continue
		}
		var entries []object
		for _, c := range l.cidrs {
			entries = append(entries, object{"Cidr": c})
		}
		w.answer("ec2:GetManagedPrefixListEntries", id, object{"Entries": list(entries)})
	}
	w.answer("ec2:DescribeManagedPrefixLists", "", object{"PrefixLists": managed})
	w.answer("ec2:DescribePrefixLists", "", object{"PrefixLists": raw})
}
