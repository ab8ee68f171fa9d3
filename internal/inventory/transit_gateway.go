package inventory

import (
	"cmp"
	"slices"
)

// TransitGateway is a regional router between VPCs.
type TransitGateway struct {
	Meta
	State string
	Owner string
	// AssociationTable and PropagationTable are what new attachments get; "" for none.
	AssociationTable string
	PropagationTable string
	GroupReferences  Value[bool] // security groups may name groups of other attached VPCs
	DNSSupport       Value[bool]
}

func decodeTransitGateway(m *members, meta Meta) *TransitGateway {
	type tables struct {
		Association string `json:"AssociationDefaultRouteTableId"`
		Propagation string `json:"PropagationDefaultRouteTableId"`
	}
	t := may[tables](m, "Options")
	return &TransitGateway{
		Meta: meta, State: must[string](m, "State"), Owner: may[string](m, "OwnerId"),
		AssociationTable: t.Association, PropagationTable: t.Propagation,
		GroupReferences: supported(m.o, "SecurityGroupReferencingSupport"), DNSSupport: supported(m.o, "DnsSupport"),
	}
}

// supported reads an option of a transit gateway or attachment, which AWS spells
// enable or disable. Answers from before the option do not have it.
func supported(o *object, name string) Value[bool] {
	options, _ := nested(o, "Options")
	return Then(oneOf(required[string](options, name), name, "enable", "disable"), func(word string) Value[bool] {
		return Known(word == "enable")
	})
}

// TransitAttachment joins a VPC, or something else, to a transit gateway.
type TransitAttachment struct {
	Meta
	Gateway       string
	Kind          string // vpc, vpn, direct-connect-gateway, connect, peering …
	Resource      string // id of what is attached
	ResourceOwner string // account id
	VPC           string // of a VPC attachment that was described
	State         string
	Subnets       []string
	Appliance     Value[bool] // appliance mode: one zone is kept for both ways of a flow
	IPv6          bool
	// GroupReferences and DNSSupport are a VPC attachment's own.
	GroupReferences Value[bool]
	DNSSupport      Value[bool]
	// Table is the transit gateway route table for packets that come from the
	// attachment; "" when none is associated.
	Table Value[string]
}

type rawAssociation struct {
	TransitGatewayRouteTableID string `json:"TransitGatewayRouteTableId"`
	State                      string
}

func decodeTransitAttachment(m *members, meta Meta) *TransitAttachment {
	type options struct{ IPv6Support string }
	a := &TransitAttachment{
		Meta: meta, Kind: m.o.text("ResourceType"), Resource: m.o.text("ResourceId"), ResourceOwner: m.o.text("ResourceOwnerId"),
		Gateway: m.o.text("TransitGatewayId"), State: m.o.text("State"), Table: associatedTable(m.o),
	}
	if !m.o.described {
		// A VPN, peering or other attachment stands in the general list alone.
		return a
	}
	o := may[options](m, "Options")
	a.Gateway, a.State, a.VPC, a.Subnets = must[string](m, "TransitGatewayId"), must[string](m, "State"), must[string](m, "VpcId"), must[[]string](m, "SubnetIds")
	if !slices.Contains(AttachmentStates(), a.State) {
		m.fail("attachment state %q is not known", a.State)
	}
	a.Kind, a.Resource, a.ResourceOwner = "vpc", a.VPC, cmp.Or(may[string](m, "VpcOwnerId"), a.ResourceOwner)
	a.Appliance, a.IPv6 = supported(m.o, "ApplianceModeSupport"), o.IPv6Support == "enable"
	a.GroupReferences, a.DNSSupport = supported(m.o, "SecurityGroupReferencingSupport"), supported(m.o, "DnsSupport")
	return a
}

// associatedTable reads a member that only DescribeTransitGatewayAttachments
// answers, to the gateway's owner, and leaves out where nothing is associated.
func associatedTable(o *object) Value[string] {
	if o.summary == nil {
		return Unknown[string](Missing{MissingOperation, "ec2:DescribeTransitGatewayAttachments"})
	}
	owner := o.text("TransitGatewayOwnerId")
	_, told := o.member("Association")
	switch {
	case !told && owner != o.scope.Account:
		return Unknown[string](Missing{MissingAccount, owner})
	case !told:
		return Known("")
	}
	return Then(optional[rawAssociation](o, "Association"), func(a rawAssociation) Value[string] {
		if a.TransitGatewayRouteTableID == "" {
			return Unknown[string](Missing{MissingOperation, "an attachment's association names no route table"})
		}
		switch a.State {
		case "", "associated", "associating":
			return Known(a.TransitGatewayRouteTableID)
		case "disassociating", "disassociated":
			return Known("")
		}
		return Unknown[string](Missing{MissingOperation, "the state of an attachment's association is not known: " + a.State})
	})
}

func (s *Snapshot) TransitGateway(near Scope, id string) Value[*TransitGateway] {
	return s.net.transits.find(s, near, id)
}
