package inventory

// ServiceNetworkAssociation lets a VPC use a VPC Lattice service network without
// an endpoint of its own.
type ServiceNetworkAssociation struct {
	Meta
	VPC            string
	ServiceNetwork string // ARN
	State          string // ACTIVE, CREATE_IN_PROGRESS …
	Groups         Value[[]string]
}

func (b *builder) decodeServiceNetworkAssociation(m *members, meta Meta) *ServiceNetworkAssociation {
	a := &ServiceNetworkAssociation{Meta: meta, VPC: must[string](m, "vpcId"), ServiceNetwork: must[string](m, "serviceNetworkArn"), State: m.latticeState()}
	// Only the association's own answer names its groups.
	a.Groups = Unknown[[]string](Missing{MissingOperation, "vpc-lattice:GetServiceNetworkVpcAssociation of " + meta.ID})
	b.each("service-network-association-detail", func(id string, o *object) {
		if id == meta.ID && compatible(o.scope, meta.Scope) {
			a.Groups = optional[[]string](o, "securityGroupIds")
		}
	})
	return a
}

func (m *members) latticeState() string {
	state := must[string](m, "status")
	switch state {
	case "ACTIVE", "CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "CREATE_FAILED", "UPDATE_FAILED", "DELETE_FAILED":
	default:
		m.fail("status %q is not known", state)
	}
	return state
}

// ResourceGateway is where traffic to resource configurations enters their VPC.
type ResourceGateway struct {
	Meta
	VPC         string
	State       string
	Subnets     []string
	Groups      []string
	AddressType string // IPV4, IPV6, DUALSTACK
}

func decodeResourceGateway(m *members, meta Meta) *ResourceGateway {
	return &ResourceGateway{
		Meta: meta, VPC: must[string](m, "vpcIdentifier"), State: m.latticeState(), Subnets: may[[]string](m, "subnetIds"),
		Groups: may[[]string](m, "securityGroupIds"), AddressType: may[string](m, "ipAddressType"),
	}
}

// ResourceConfiguration is a resource that others reach through a resource gateway.
type ResourceConfiguration struct {
	Meta
	State   string
	Type    string // GROUP, CHILD, SINGLE, ARN
	Gateway string // id of the resource gateway; "" where AWS does not say
	Group   string // id of the group that a CHILD belongs to
	Domain  string // custom domain name
	Managed bool   // by AWS
}

func decodeResourceConfiguration(m *members, meta Meta) *ResourceConfiguration {
	c := &ResourceConfiguration{
		Meta: meta, State: m.latticeState(), Type: must[string](m, "type"), Gateway: may[string](m, "resourceGatewayId"),
		Group: may[string](m, "resourceConfigurationGroupId"), Domain: dnsName(may[string](m, "customDomainName")), Managed: may[bool](m, "amazonManaged"),
	}
	switch c.Type {
	case "GROUP", "CHILD", "SINGLE", "ARN":
	default:
		m.fail("resource configuration type %q is not known", c.Type)
	}
	return c
}

// ServiceNetworkAssociations are the service networks that a VPC is associated with.
func (s *Snapshot) ServiceNetworkAssociations(v *VPC) Value[[]*ServiceNetworkAssociation] {
	home := s.home(v)
	if missing, ok := s.Read(home, s.net.latticeUses.operation, v.ID); !ok {
		return Unknown[[]*ServiceNetworkAssociation](missing)
	}
	out := []*ServiceNetworkAssociation{}
	for _, r := range s.net.latticeUses.byVPC[v.ID] {
		a, ok := r.value.Get()
		if !ok {
			return Unknown[[]*ServiceNetworkAssociation](r.value.Why())
		}
		if compatible(home, r.scope) {
			out = append(out, a)
		}
	}
	return Known(out)
}

func (s *Snapshot) ResourceGateway(near Scope, id string) Value[*ResourceGateway] {
	return s.net.resourceDoors.find(s, near, id)
}

// ResourceConfiguration is found by its ARN.
func (s *Snapshot) ResourceConfiguration(near Scope, arn string) Value[*ResourceConfiguration] {
	return s.net.resourceConfigs.find(s, near, arn)
}
