package oracle

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"

	"mooring/internal/inventory"
)

const (
	account = "111122223333"
	region  = "eu-west-1"
	abroad  = "eu-central-1" // where the other side of some peering connections is
)

type object map[string]any

// world is one random account: raw answers by operation.
type world struct {
	*rand.Rand
	dual       bool // VPCs have IPv6 blocks too
	lands      []*land
	pool       []string // blocks that rules name
	pool6      []string
	lists      []string // prefix list ids
	interfaces []object
	endpoints  []object
	clients    []object            // interfaces of notebooks
	raw        map[string][]object // by operation: what it lists
	zones      map[string][]object // private zones by VPC
	transit    *crossroads         // nil where there is no transit gateway
	edge       map[int]string      // peering connections between the first VPC and others
	answers    []inventory.Answer
}

// land is one VPC being made.
type land struct {
	n        int
	id       string
	cidr     netip.Prefix
	second   netip.Prefix // zero where the VPC has one block
	cidr6    netip.Prefix // zero without IPv6
	plots    []plot
	groups   []string
	tables   int // the last one is for public subnets where there are several
	nats     []string
	igw      string
	eigw     string
	routes   map[int][]object // beyond the local ones, by table
	chosen   map[int][]int    // explicit associations by table
	attached bool             // to a transit gateway
	balanced bool             // it has a load balancer
	tgw      string           // which
	guard    *guard           // a firewall; nil for none
	own      []int            // NAT gateways with a table of their own
	card     int
}

// plot is a subnet.
type plot struct {
	id     string
	block  netip.Prefix
	block6 netip.Prefix
	zone   string
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

// list is never null: an empty answer is an answer.
func list[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}

func (w *world) answer(operation, subject string, body object) {
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	scope := inventory.Scope{Partition: "aws", Account: account, Region: region}
	if o, ok := inventory.OperationByName(operation); ok && o.Global {
		scope.Region = ""
	}
	w.answers = append(w.answers, inventory.Answer{Scope: scope, Operation: operation, Subject: subject, Body: raw})
}

func (w *world) add(operation string, o object) { w.raw[operation] = append(w.raw[operation], o) }

// worldOf is the world of a seed.
func worldOf(seed uint64) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 0x6d6f6f72)), raw: map[string][]object{}, zones: map[string][]object{}, edge: map[int]string{}}
	w.dual = w.chance(0.25)
	for n := range pick(w, 1, 1, 1, 2, 2, 2, 3, 3, 4) {
		w.lands = append(w.lands, w.newLand(n))
	}
	w.prefixLists()
	w.join()
	for _, l := range w.lands {
		w.dns(l)
		w.gateways(l)
		w.controls(l)
		if l.tables > 1 && w.chance(0.12) {
			w.watch(l)
		}
		w.vpcEndpoints(l)
	}
	w.resources()
	w.balancers(seed)
	for _, l := range w.lands {
		w.securityGroups(l)
		w.networkACLs(l)
		w.routeTables(l)
	}
	w.transitRoutes()
	w.blockPublic()
	w.everything()
	return w
}

// newLand makes a VPC and its subnets, of several sizes.
func (w *world) newLand(n int) *land {
	l := &land{n: n, id: fmt.Sprintf("vpc-%08d", n+1), routes: map[int][]object{}, chosen: map[int][]int{}, tables: pick(w, 1, 2, 2, 3, 3)}
	l.cidr = netip.MustParsePrefix([][]string{{"10.7.0.0/16", "172.20.0.0/20", "192.168.0.0/21", "100.64.0.0/18"}, {"10.8.0.0/16"}, {"10.9.0.0/20"}, {"172.31.0.0/16"}}[n][w.IntN(4)%[]int{4, 1, 1, 1}[n]])
	blocks := []object{{"CidrBlock": l.cidr.String(), "CidrBlockState": object{"State": "associated"}}}
	if n == 0 && w.chance(0.2) {
		l.second = netip.MustParsePrefix("100.96.4.0/22")
		blocks = append(blocks, object{"CidrBlock": l.second.String(), "CidrBlockState": object{"State": "associated"}})
	}
	v := object{
		"VpcId": l.id, "CidrBlock": l.cidr.String(), "CidrBlockAssociationSet": blocks, "DhcpOptionsId": fmt.Sprintf("dopt-%08d", n+1), "OwnerId": account, "IsDefault": false, "State": "available",
	}
	if w.dual {
		l.cidr6 = netip.MustParsePrefix(fmt.Sprintf("2a05:d018:1%d00::/56", n))
		v["Ipv6CidrBlockAssociationSet"] = []object{{"Ipv6CidrBlock": l.cidr6.String(), "Ipv6CidrBlockState": object{"State": "associated"}}}
		w.pool6 = append(w.pool6, l.cidr6.String())
	}
	if w.chance(0.03) {
		v["DhcpOptionsId"] = "default"
	}
	w.add("ec2:DescribeVpcs", v)
	for i := range 2 + w.IntN(3) {
		w.newPlot(l, i)
	}
	for i := range 2 + w.IntN(2) {
		l.groups = append(l.groups, fmt.Sprintf("sg-%06d%02d", n+1, i+1))
	}
	w.pool = append(w.pool, l.cidr.String())
	return l
}

func (w *world) newPlot(l *land, i int) {
	base := l.cidr.Addr().As4()
	p := plot{id: fmt.Sprintf("subnet-%06d%02d", l.n+1, i+1), zone: region + string(rune('a'+i%2))}
	sizes := []int{25, 26, 27, 28}
	if i == 0 {
		sizes = []int{25, 25, 26, 26} // room for all that the others have none for
	}
	p.block = netip.PrefixFrom(netip.AddrFrom4([4]byte{base[0], base[1], base[2] + byte(i), byte(w.IntN(2) * 128)}), pick(w, sizes...))
	if l.second.IsValid() && i == 2 {
		p.block = netip.MustParsePrefix("100.96.5.0/25")
	}
	o := object{
		"SubnetId": p.id, "VpcId": l.id, "CidrBlock": p.block.String(), "AvailabilityZone": p.zone, "AvailabilityZoneId": "euw1-az" + string(rune('1'+i%2)),
		"OwnerId": account, "AvailableIpAddressCount": 9, "SubnetArn": arn("ec2", "subnet/"+p.id),
	}
	if l.cidr6.IsValid() {
		p.block6 = netip.MustParsePrefix(fmt.Sprintf("2a05:d018:1%d00:%d::/64", l.n, i))
		o["Ipv6CidrBlockAssociationSet"] = []object{{"Ipv6CidrBlock": p.block6.String(), "Ipv6CidrBlockState": object{"State": "associated"}}}
		o["EnableDns64"] = w.chance(0.15)
		w.pool6 = append(w.pool6, p.block6.String())
	}
	l.plots = append(l.plots, p)
	w.add("ec2:DescribeSubnets", o)
	w.pool = append(w.pool, p.block.String(), netip.PrefixFrom(p.block.Addr(), p.block.Bits()+1).String())
}

// plug plugs an interface in and names its address in the pool.
func (w *world) plug(l *land, at int, groups []string, public bool) (id, ip string) {
	l.card++
	p := l.plots[at]
	b := p.block.Addr().As4()
	b[3] += byte(4 + l.card%(1<<(32-p.block.Bits())-8))
	id, ip = fmt.Sprintf("eni-%06d%02d", l.n+1, l.card), netip.AddrFrom4(b).String()
	for _, other := range w.interfaces {
		if other["PrivateIpAddress"] == ip {
			if l.card%16 == 0 {
				at = (at + 1) % len(l.plots) // this one may be full
			}
			return w.plug(l, at, groups, public)
		}
	}
	n := object{
		"NetworkInterfaceId": id, "VpcId": l.id, "SubnetId": p.id, "InterfaceType": "interface", "PrivateIpAddress": ip,
		"PrivateIpAddresses": []object{{"Primary": true, "PrivateIpAddress": ip}}, "Groups": groupList(groups), "SourceDestCheck": true, "Status": "in-use",
	}
	if p.block6.IsValid() {
		six := fmt.Sprintf("2a05:d018:1%d00:%d::%x", l.n, at, 16+l.card)
		n["Ipv6Addresses"] = []object{{"Ipv6Address": six}}
	}
	if public {
		n["Association"] = object{"PublicIp": "18.200.1.1"}
	}
	w.interfaces = append(w.interfaces, n)
	w.pool = append(w.pool, ip+"/32")
	return id, ip
}

// plugged is the subnet of the last interface.
func (w *world) plugged(l *land) plot {
	id := w.interfaces[len(w.interfaces)-1]["SubnetId"]
	return l.plots[slices.IndexFunc(l.plots, func(p plot) bool { return p.id == id })]
}

// spare is an address of a subnet that no interface takes.
func (p plot) spare() string {
	b := p.block.Addr().As4()
	b[3] += byte(1<<(32-p.block.Bits()) - 3)
	return netip.AddrFrom4(b).String()
}

func groupList(ids []string) []object {
	out := []object{}
	for _, id := range ids {
		out = append(out, object{"GroupId": id})
	}
	return out
}

// someGroups are one or two.
func (w *world) someGroups(l *land) []string {
	out := some(w, 0.35, l.groups)
	if len(out) == 0 {
		out = []string{pick(w, l.groups...)}
	}
	return out
}

func prefixOf(b [4]byte, bits int) netip.Prefix { return netip.PrefixFrom(netip.AddrFrom4(b), bits) }

func arn(service, what string) string {
	return "arn:aws:" + service + ":" + region + ":" + account + ":" + what
}
