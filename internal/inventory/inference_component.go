package inventory

// InferenceComponent is a model's share of an endpoint's instances.
type InferenceComponent struct {
	Meta
	Endpoint Value[string] // name
}

func decodeInferenceComponent(o *object, m Meta) *InferenceComponent {
	return &InferenceComponent{m, required[string](o, "EndpointName")}
}

// Network of a component is its endpoint's.
func (c *InferenceComponent) Network() Network { return inherits(KindEndpoint, c.Endpoint) }
