package inventory

// Model is what endpoints and transform jobs serve. It cannot be changed.
type Model struct {
	Meta
	JobNetwork
	Containers Value[[]Container]
	Role       Value[string]
}

// Container is one of a model's.
type Container struct {
	Image    Value[string] // "" for a model package
	registry registry
}

func decodeModel(o *object, m Meta) *Model {
	network := topLevelNetwork(o)
	network.TrafficEncryption = Known(false)
	return &Model{m, network, modelContainers(o), optional[string](o, "ExecutionRoleArn")}
}

func modelContainers(o *object) Value[[]Container] {
	primary, unset := nested(o, "PrimaryContainer")
	return Then(decodeList(o, "Containers", decodeContainer), func(all []Container) Value[[]Container] {
		if !unset {
			all = append([]Container{decodeContainer(primary)}, all...)
		}
		return Known(all)
	})
}

func decodeContainer(o *object) Container {
	config, _ := nested(o, "ImageConfig")
	auth, _ := nested(config, "RepositoryAuthConfig")
	image := optional[string](o, "Image")
	return Container{image, registry{
		mode:  optional[string](config, "RepositoryAccessMode"),
		image: image, credentials: optional[string](auth, "RepositoryCredentialsProviderArn"),
	}}
}

func (m *Model) Network() Network {
	n := m.JobNetwork.network()
	containers, ok := m.Containers.Get()
	if !ok {
		unknown := Unknown[bool](m.Containers.Why())
		n.Conditions[WhenPrivateRegistry], n.Conditions[WhenRegistryLambda] = unknown, unknown
	}
	for _, c := range containers {
		c.registry.addTo(&n)
	}
	return n
}
