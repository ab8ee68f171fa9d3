package inventory

import (
	"net/netip"
)

// NetworkInterface is an elastic network interface.
type NetworkInterface struct {
	Meta
	VPC         string
	Subnet      string
	Addresses   []netip.Addr // IPv4, the primary first, then IPv6
	PublicIP    string       // address associated with the primary, "" for none
	Public      []PublicAddress
	Groups      []string
	SourceCheck Value[bool] // source/destination check
	Type        string
	Description string
	Instance    string // that it is attached to, "" for none
	// RequesterManaged is an interface that an AWS service made and keeps.
	RequesterManaged bool
	Owner            string // account id
}

// PublicAddress is the address that the internet sees in place of a private one.
type PublicAddress struct{ Private, Public netip.Addr }

func decodeNetworkInterface(m *members, meta Meta) *NetworkInterface {
	n := &NetworkInterface{
		Meta: meta, VPC: must[string](m, "VpcId"), Subnet: must[string](m, "SubnetId"),
		Type: may[string](m, "InterfaceType"), Description: may[string](m, "Description"),
		Instance: attachedInstance(m), RequesterManaged: may[bool](m, "RequesterManaged"), Owner: may[string](m, "OwnerId"),
	}
	n.Status = oneOf(required[string](m.o, "Status"), "Status", "available", "associated", "attaching", "in-use", "detaching")
	type association struct {
		PublicIP string `json:"PublicIp"`
	}
	n.PublicIP = may[association](m, "Association").PublicIP
	type address struct {
		IP          string `json:"PrivateIpAddress"`
		Association association
	}
	if primary := may[string](m, "PrivateIpAddress"); primary != "" {
		n.Addresses = append(n.Addresses, m.addr(primary))
	}
	for _, a := range may[[]address](m, "PrivateIpAddresses") {
		if ip := m.addr(a.IP); len(n.Addresses) == 0 || ip != n.Addresses[0] {
			n.Addresses = append(n.Addresses, ip)
		}
		if a.Association.PublicIP != "" {
			n.Public = append(n.Public, PublicAddress{m.addr(a.IP), m.addr(a.Association.PublicIP)})
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
		n.Groups = append(n.Groups, m.said(g.ID, "the id of a group"))
	}
	n.SourceCheck = required[bool](m.o, "SourceDestCheck")
	return n
}

func attachedInstance(m *members) string {
	type attachment struct {
		InstanceID string `json:"InstanceId"`
		Status     string
	}
	a := may[attachment](m, "Attachment")
	if a.Status == "detached" {
		return ""
	}
	return a.InstanceID
}
