package inventory

import "slices"

// Notebook is a notebook instance. Its network settings cannot be changed after
// it was made; only IPAddressType can. Source: AWS UpdateNotebookInstance.
type Notebook struct {
	Meta
	Subnet          Value[string] // "" when none is set
	Groups          Value[[]string]
	Interface       string // id of the interface in the customer's VPC
	DirectInternet  Value[bool]
	RootAccess      Value[bool]
	IMDSMinimum     Value[string] // "1" or "2"
	Platform        Value[string] // such as notebook-al2023-v1
	IPAddressType   Value[string] // ipv4 or dualstack
	InstanceType    Value[string]
	KMSKey          Value[string]
	Role            Value[string]
	LifecycleConfig Value[string]   // name; "" when none is set
	Repositories    Value[[]string] // URLs or names of code repositories
	Clones          []Clone         // the repositories, resolved
}

func decodeNotebook(o *object, m Meta) *Notebook {
	metadata, _ := nested(o, "InstanceMetadataServiceConfiguration")
	return &Notebook{
		Meta:            m,
		Subnet:          optional[string](o, "SubnetId"),
		Groups:          optional[[]string](o, "SecurityGroups"),
		Interface:       o.text("NetworkInterfaceId"),
		DirectInternet:  enabled(o, "DirectInternetAccess"),
		RootAccess:      enabled(o, "RootAccess"),
		IMDSMinimum:     oneOf(defaulted(metadata, "MinimumInstanceMetadataServiceVersion", DefaultNotebookIMDS), "MinimumInstanceMetadataServiceVersion", "1", "2"),
		Platform:        required[string](o, "PlatformIdentifier"),
		IPAddressType:   oneOf(required[string](o, "IpAddressType"), "IpAddressType", "ipv4", "dualstack"),
		InstanceType:    required[string](o, "InstanceType"),
		KMSKey:          optional[string](o, "KmsKeyId"),
		Role:            required[string](o, "RoleArn"),
		LifecycleConfig: optional[string](o, "NotebookInstanceLifecycleConfigName"),
		Repositories:    notebookRepositories(o),
	}
}

func notebookRepositories(o *object) Value[[]string] {
	return Then(optional[string](o, "DefaultCodeRepository"), func(first string) Value[[]string] {
		return Then(optional[[]string](o, "AdditionalCodeRepositories"), func(more []string) Value[[]string] {
			all := append([]string{first}, more...)
			return Known(slices.DeleteFunc(all, func(s string) bool { return s == "" }))
		})
	})
}

// Network follows AWS's three ways: no subnet, a subnet beside direct internet,
// a subnet alone.
func (n *Notebook) Network() Network {
	out := Network{
		Mode:       Then(n.Subnet, n.mode),
		Isolated:   Known(false),
		Placements: Then(n.Subnet, n.placements),
		Interface:  n.Interface,
		Dualstack:  Then(n.IPAddressType, func(t string) Value[bool] { return Known(t == "dualstack") }),
		Conditions: cloneConditions(n.Repositories, n.Clones),
	}
	if Is(n.Subnet, "") && Is(n.DirectInternet, false) {
		out.Invalid = "direct internet access is disabled and no subnet is set, which AWS refuses"
	}
	return out
}

// mode needs the switch only beside a subnet: without one there is no
// interface but SageMaker's.
func (n *Notebook) mode(subnet string) Value[Mode] {
	if subnet == "" {
		return Known(ModeService)
	}
	return Then(n.DirectInternet, func(direct bool) Value[Mode] {
		if direct {
			return Known(ModeSplit)
		}
		return Known(ModeVPC)
	})
}

func (n *Notebook) placements(subnet string) Value[[]Placement] {
	if subnet == "" {
		return Known[[]Placement](nil)
	}
	return Then(n.Groups, func(groups []string) Value[[]Placement] {
		if len(groups) == 0 {
			return Unknown[[]Placement](Missing{MissingOperation, "sagemaker:DescribeNotebookInstance answered a subnet without SecurityGroups"})
		}
		return Known(place([]string{subnet}, groups))
	})
}
