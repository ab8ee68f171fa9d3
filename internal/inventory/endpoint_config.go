package inventory

import "slices"

// EndpointConfig says which models an endpoint serves. Its own network settings
// are for variants without a model (inference components); else the models' count.
type EndpointConfig struct {
	Meta
	JobNetwork
	Variants Value[[]Variant] // production and shadow
	KMSKey   Value[string]
	Role     Value[string]
}

// Variant is one way in which an endpoint serves.
type Variant struct {
	Name       string
	Model      Value[string] // name; "" for inference components
	Instances  Value[int]    // 0 for a serverless variant, which has none
	Serverless Value[bool]
	SSMAccess  Value[bool]
}

func decodeEndpointConfig(o *object, m Meta) *EndpointConfig {
	network := topLevelNetwork(o)
	network.TrafficEncryption = Known(false)
	variants := bothLists(decodeList(o, "ProductionVariants", decodeVariant), decodeList(o, "ShadowProductionVariants", decodeVariant))
	return &EndpointConfig{m, network, variants, optional[string](o, "KmsKeyId"), optional[string](o, "ExecutionRoleArn")}
}

func decodeVariant(o *object) Variant {
	return Variant{
		Name:       o.text("VariantName"),
		Model:      optional[string](o, "ModelName"),
		Instances:  optional[int](o, "InitialInstanceCount"),
		Serverless: present(o, "ServerlessConfig"),
		SSMAccess:  optional[bool](o, "EnableSSMAccess"),
	}
}

// Network is the config's own where it is placed or serves without a model,
// else its models'.
func (c *EndpointConfig) Network() Network {
	own := c.JobNetwork.network()
	vpc, ok := c.VPC.Get()
	variants, read := c.Variants.Get()
	if !read && !vpc.Placed() {
		own.Mode = Unknown[Mode](c.Variants.Why())
	}
	access := make([]Value[bool], len(variants))
	for i, v := range variants {
		access[i] = v.SSMAccess
	}
	own.Conditions[WhenSSMAccess] = Then(c.Variants, func([]Variant) Value[bool] { return anyOf(access...) })
	if !ok || vpc.Placed() || !read {
		return own
	}
	return c.served(variants, own)
}

// served follows the variants of a config that is not placed itself.
func (c *EndpointConfig) served(variants []Variant, own Network) Network {
	if len(variants) == 0 {
		own.Mode = Unknown[Mode](Missing{MissingOperation, "sagemaker:DescribeEndpointConfig answered without ProductionVariants"})
		return own
	}
	n := runsNothing()
	n.Mode = Known(ModeInherited)
	for _, v := range variants {
		model, ok := v.Model.Get()
		if !ok {
			own.Mode = Unknown[Mode](v.Model.Why())
			return own
		}
		if model == "" {
			return own
		}
		if ref := (Reference{KindModel, model}); !slices.Contains(n.Inherits, ref) {
			n.Inherits = append(n.Inherits, ref)
		}
	}
	return n
}
