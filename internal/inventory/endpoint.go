package inventory

// Endpoint serves models. Its config says how.
type Endpoint struct {
	Meta
	Config Value[string] // name
}

func decodeEndpoint(o *object, m Meta) *Endpoint {
	return &Endpoint{m, required[string](o, "EndpointConfigName")}
}

// Network of an endpoint is its config's.
func (e *Endpoint) Network() Network { return inherits(KindEndpointConfig, e.Config) }
