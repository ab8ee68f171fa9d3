package inventory

import "net/netip"

// NetworkInterface is an elastic network interface.
type NetworkInterface struct {
	Meta
	VPC         string
	Subnet      string
	Addresses   []netip.Addr // IPv4, the primary first, then IPv6
	PublicIP    string       // address associated with the primary, "" for none
	Groups      []string
	SourceCheck Value[bool] // source/destination check
	Type        string
	Description string
}

func decodeNetworkInterface(m *members, meta Meta) *NetworkInterface {
	n := &NetworkInterface{
		Meta: meta, VPC: must[string](m, "VpcId"), Subnet: must[string](m, "SubnetId"),
		Type: may[string](m, "InterfaceType"), Description: may[string](m, "Description"),
	}
	type association struct {
		PublicIP string `json:"PublicIp"`
	}
	n.PublicIP = may[association](m, "Association").PublicIP
	type address struct {
		Primary bool
		IP      string `json:"PrivateIpAddress"`
	}
	if primary := may[string](m, "PrivateIpAddress"); primary != "" {
		n.Addresses = append(n.Addresses, m.addr(primary))
	}
	for _, a := range may[[]address](m, "PrivateIpAddresses") {
		if ip := m.addr(a.IP); len(n.Addresses) == 0 || ip != n.Addresses[0] {
			n.Addresses = append(n.Addresses, ip)
		}
	}
	type address6 struct {
		IP string `json:"Ipv6Address"`
	}
	for _, a := range may[[]address6](m, "Ipv6Addresses") {
		n.Addresses = append(n.Addresses, m.addr(a.IP))
	}
	type group struct {
		ID string `json:"GroupId"`
	}
	for _, g := range may[[]group](m, "Groups") {
		n.Groups = append(n.Groups, g.ID)
	}
	n.SourceCheck = required[bool](m.o, "SourceDestCheck")
	return n
}
